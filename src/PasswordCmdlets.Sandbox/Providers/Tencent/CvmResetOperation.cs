using System;
using System.Collections.Generic;
using System.Text.Json;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>ResetInstancesPassword: a batch is accepted or rejected as a whole.</summary>
internal static class CvmResetOperation
{
    /// <summary>How an id begins.</summary>
    public const string IdPrefix = "ins-";

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

        if (ids.Count > TencentBatch.Maximum)
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
            ?? TencentBatch.Begin(
                cloud, instances, requestId, userName, password, (instance, now) => RefusalOf(instance, forceStop, now));
    }

    private static TencentError? Find(TencentCloud cloud, string region, List<string> ids, out List<CvmInstance> instances)
    {
        instances = [];
        if (ids.Find(id => !TencentBatch.IsWellFormed(id, IdPrefix)) is string malformed)
        {
            return TencentError.About("InvalidInstanceId.Malformed", malformed, cloud.Options);
        }

        return TencentBatch.Find(cloud.Instances, region, ids, out instances) is string unknown
            ? TencentError.About("InvalidInstanceId.NotFound", unknown, cloud.Options)
            : null;
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

        return instance.StopChargingMode == "STOP_CHARGING" ? "UnsupportedOperation.StoppedModeStopCharging" : null;
    }
}
