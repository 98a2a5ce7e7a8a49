using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>What the resets of every service have in common: a batch is accepted or rejected as a whole.</summary>
internal static class TencentBatch
{
    /// <summary>The largest batch.</summary>
    public const int Maximum = 100;

    private const int IdDigits = 8;

    /// <summary>Whether an id has the form of a prefix and eight lower-case letters or digits.</summary>
    /// <param name="id">The id.</param>
    /// <param name="prefix">The prefix.</param>
    public static bool IsWellFormed(string id, string prefix)
    {
        if (id.Length != prefix.Length + IdDigits || !id.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        foreach (char character in id.AsSpan(prefix.Length))
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Finds instances of a region. An instance of another region is as unknown as one that does not exist.</summary>
    /// <param name="fleet">The instances.</param>
    /// <param name="region">The region.</param>
    /// <param name="ids">The ids.</param>
    /// <param name="instances">The instances found, each once.</param>
    /// <returns>The first id that is unknown; null when there is none.</returns>
    public static string? Find<TInstance>(Fleet<TInstance> fleet, string region, List<string> ids, out List<TInstance> instances)
        where TInstance : TencentInstance
    {
        instances = new List<TInstance>(ids.Count);
        foreach (string id in ids.Distinct(StringComparer.Ordinal))
        {
            if (fleet.Find(id) is not TInstance instance || instance.Template.Region != region)
            {
                return id;
            }

            instances.Add(instance);
        }

        return null;
    }

    /// <summary>Begins a reset on all instances, or on none.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="instances">The instances.</param>
    /// <param name="requestId">The request's id.</param>
    /// <param name="userName">Whose password; null for each instance's administrator.</param>
    /// <param name="password">The password.</param>
    /// <param name="rejectionOf">The code with which an instance rejects the reset at a time; null when it accepts it.</param>
    public static TencentError? Begin<TInstance>(
        TencentCloud cloud,
        List<TInstance> instances,
        string requestId,
        string? userName,
        string password,
        Func<TInstance, DateTimeOffset, string?> rejectionOf)
        where TInstance : TencentInstance
    {
        // Always in the same order, or two batches with the same instances would wait for each other.
        List<TInstance> ordered = [.. instances.OrderBy(instance => instance.Id, StringComparer.Ordinal)];
        ordered.ForEach(instance => instance.SyncRoot.Enter());
        try
        {
            DateTimeOffset now = cloud.Clock.Now;
            foreach (TInstance instance in instances)
            {
                if (rejectionOf(instance, now) is string code)
                {
                    return TencentError.About(code, instance.Id, cloud.Options);
                }
            }

            TencentReset reset = new(
                requestId,
                userName,
                password,
                now,
                cloud.Options.OperationDuration,
                TimeSpan.FromMilliseconds(cloud.Options.DescribeLagMilliseconds));
            instances.ForEach(instance => instance.BeginReset(reset));
            return null;
        }
        finally
        {
            ordered.ForEach(instance => instance.SyncRoot.Exit());
        }
    }
}
