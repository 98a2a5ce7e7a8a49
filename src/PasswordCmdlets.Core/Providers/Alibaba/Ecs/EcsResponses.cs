using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ecs;

/// <summary>Reads ECS responses.</summary>
internal static class EcsResponses
{
    /// <summary>The lock under which the provider rejects every change.</summary>
    public const string SecurityLock = "security";

    // https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-rebootinstance, DryRun.
    private const string DryRunPassed = "DryRunOperation";

    public static ProviderReply ReadDone(WireResponse response) => InNextMinute(response, AlibabaResponses.ReadDone(response));

    /// <summary>A dry run, which the provider accepts with an error code of its own.</summary>
    public static ProviderReply ReadDryRun(WireResponse response)
    {
        ProviderReply reply = ReadDone(response);
        return reply.Code == DryRunPassed ? new ProviderReply { Fault = Fault.None, RequestId = reply.RequestId } : reply;
    }

    public static ProviderReply ReadInstances(WireResponse response) =>
        InNextMinute(response, AlibabaResponses.Read(response, static json => Instances(json)));

    /// <summary>Reads a page of the list.</summary>
    /// <param name="response">The response.</param>
    /// <param name="read">Makes the page of its entries and the token of the next page.</param>
    public static ProviderReply ReadList(WireResponse response, Func<IReadOnlyList<JsonElement>, string?, TargetPage> read) =>
        InNextMinute(response, AlibabaResponses.Read(response, json => json.Member("Instances") is { } set && set.HasItems("Instance")
            ? read([.. set.Items("Instance")], json.Text("NextToken"))
            : null));

    // ECS counts by the minute: what it throttles in one minute it takes again in the next, by its own clock.
    private static ProviderReply InNextMinute(WireResponse response, ProviderReply reply) =>
        reply is { Fault: Fault.Throttled, RetryAfter: null }
        && DateTimeOffset.TryParse(response.Header("Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out DateTimeOffset theirs)
            ? reply with { RetryAfter = TimeSpan.FromSeconds(61 - theirs.Second) }
            : reply;

    private static DescribedInstances? Instances(JsonElement json)
    {
        if (json.Member("Instances") is not { } set || !set.TryGetProperty("Instance", out JsonElement list)
            || list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        Dictionary<string, DescribedInstance> views = new(StringComparer.Ordinal);
        foreach (JsonElement instance in list.EnumerateArray())
        {
            if (instance.Text("InstanceId") is { } id)
            {
                views[id] = new DescribedInstance
                {
                    Id = id,
                    State = instance.Text("Status"),
                    StateIsListed = EcsListing.StateOf(instance.Text("Status")) != TargetState.Unknown,
                    IoOptimized = IsIoOptimized(instance.Text("IoOptimized")),
                    StartedAt = instance.Text("StartTime"),
                    IsWindows = IsWindows(instance.Text("OSType")),
                    HasKeyPair = instance.Text("KeyPairName") is not null,
                    LockReason = LockReason(instance),
                };
            }
        }

        return new DescribedInstances(views);
    }

    public static bool? IsWindows(string? text) => text?.ToLowerInvariant() switch
    {
        "windows" => true,
        "linux" => false,
        _ => null,
    };

    // A lock without a reason is a lock.
    private static string? LockReason(JsonElement instance)
    {
        if (instance.Member("OperationLocks") is not { } locks
            || !locks.TryGetProperty("LockReason", out JsonElement list)
            || list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        string[] reasons = [.. list.EnumerateArray().Select(static item => item.Text("LockReason") ?? string.Empty)];
        return reasons.Contains(SecurityLock) ? SecurityLock : reasons.FirstOrDefault();
    }

    // A boolean today; older versions of the API return words.
    private static bool? IsIoOptimized(string? text) => text?.ToLowerInvariant() switch
    {
        "true" or "optimized" => true,
        "false" or "none" => false,
        _ => null,
    };
}
