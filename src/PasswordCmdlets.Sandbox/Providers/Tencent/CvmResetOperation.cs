using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>ResetInstancesPassword: a batch is accepted or rejected as a whole.</summary>
internal static class CvmResetOperation
{
    /// <summary>The largest batch.</summary>
    public const int MaximumBatch = 100;

    private const int IdLength = 12;

    /// <summary>Accepts or rejects a batch.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="region">The region called.</param>
    /// <param name="requestId">The request's id.</param>
    /// <param name="body">The parameters.</param>
    /// <returns>The error; null when the batch was accepted.</returns>
    public static TencentError? Run(TencentCloud cloud, string region, string requestId, JsonElement body)
    {
        CvmParameters parameters = new(body, ["InstanceIds", "Password", "UserName", "ForceStop"]);
        List<string>? ids = parameters.Texts("InstanceIds");
        string? password = parameters.Text("Password");
        string? userName = parameters.Text("UserName");
        bool forceStop = parameters.Flag("ForceStop", fallback: false);
        if (parameters.Error is not null)
        {
            return parameters.Error;
        }

        if (ids is not { Count: > 0 } || password is null)
        {
            return TencentError.Missing(ids is not { Count: > 0 } ? "InstanceIds" : "Password");
        }

        if (ids.Count > MaximumBatch)
        {
            return new TencentError("InvalidParameterValue.LimitExceeded");
        }

        if (userName?.Length > 64)
        {
            return new TencentError("InvalidParameterValue.TooLong", "The value of parameter `UserName` is longer than 64 characters.");
        }

        if (Find(cloud, region, ids, out List<CvmInstance> instances) is TencentError unknown)
        {
            return unknown;
        }

        return CheckPassword(cloud.Options, instances, password, userName)
            ?? Begin(cloud, instances, requestId, userName, password, forceStop);
    }

    /// <summary>Whether an id has the form <c>ins-</c> and eight lower-case letters or digits.</summary>
    /// <param name="id">The id.</param>
    public static bool IsWellFormed(string id)
    {
        if (id.Length != IdLength || !id.StartsWith("ins-", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (char character in id.AsSpan(4))
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character))
            {
                return false;
            }
        }

        return true;
    }

    private static TencentError? Find(TencentCloud cloud, string region, List<string> ids, out List<CvmInstance> instances)
    {
        instances = new List<CvmInstance>(ids.Count);
        if (ids.Find(id => !IsWellFormed(id)) is string malformed)
        {
            return TencentError.About("InvalidInstanceId.Malformed", malformed, cloud.Options);
        }

        foreach (string id in ids.Distinct(StringComparer.Ordinal))
        {
            // An instance of another region is as unknown as one that does not exist.
            if (cloud.Instances.Find(id) is not CvmInstance instance || instance.Template.Region != region)
            {
                return TencentError.About("InvalidInstanceId.NotFound", id, cloud.Options);
            }

            instances.Add(instance);
        }

        return null;
    }

    private static TencentError? CheckPassword(TencentOptions options, List<CvmInstance> instances, string password, string? userName)
    {
        bool withWindows = instances.Exists(instance => instance.Template.IsWindows);
        bool accepted = options.LegacyPasswordRules
            ? CvmPasswordRules.AcceptLegacy(password, withWindows)
            : CvmPasswordRules.Accept(password, withWindows, userName ?? "Administrator");
        return accepted
            ? null
            : new TencentError(options.LegacyPasswordRules ? "InvalidPassword" : "InvalidParameterValue.InvalidPassword");
    }

    private static TencentError? Begin(
        TencentCloud cloud, List<CvmInstance> instances, string requestId, string? userName, string password, bool forceStop)
    {
        // Always in the same order, or two batches with the same instances would wait for each other.
        List<CvmInstance> ordered = [.. instances.OrderBy(instance => instance.Id, StringComparer.Ordinal)];
        ordered.ForEach(instance => instance.Gate.Enter());
        try
        {
            DateTimeOffset now = cloud.Clock.Now;
            foreach (CvmInstance instance in instances)
            {
                if (RefusalOf(instance, forceStop, now) is string code)
                {
                    return TencentError.About(code, instance.Id, cloud.Options);
                }
            }

            CvmReset reset = new(
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
            ordered.ForEach(instance => instance.Gate.Exit());
        }
    }

    private static string? RefusalOf(CvmInstance instance, bool forceStop, DateTimeOffset now)
    {
        if (instance.Template.Refuses is string seeded)
        {
            return seeded;
        }

        if (instance.IsResettingAt(now))
        {
            return "MutexOperation.TaskRunning";
        }

        if (instance.LatestOperationAt(now) is { State: "OPERATING" })
        {
            return "OperationDenied.InstanceOperationInProgress";
        }

        string state = instance.StateAt(now);
        if (TencentErrors.OfState(state) is string code)
        {
            return code;
        }

        if (instance.Template.RestrictState == "PROTECTIVELY_ISOLATED")
        {
            return "UnsupportedOperation.InstanceStateIsolating";
        }

        if (state == "RUNNING")
        {
            return forceStop ? null : "UnsupportedOperation.InstanceStateRunning";
        }

        return instance.Template.StopChargingMode == "STOP_CHARGING" ? "UnsupportedOperation.StoppedModeStopCharging" : null;
    }
}
