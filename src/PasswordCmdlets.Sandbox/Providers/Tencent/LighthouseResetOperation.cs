using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>ResetInstancesPassword of Lighthouse (cloud.tencent.com/document/api/1207/55546): it has no ForceStop.</summary>
internal static class LighthouseResetOperation
{
    /// <summary>How an id begins.</summary>
    public const string IdPrefix = "lhins-";

    /// <summary>Accepts or rejects a batch.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="region">The region called.</param>
    /// <param name="requestId">The request's id.</param>
    /// <param name="body">The parameters.</param>
    /// <returns>The error; null when the batch was accepted.</returns>
    public static TencentError? Run(TencentCloud cloud, string region, string requestId, JsonElement body)
    {
        CvmParameters parameters = new(body, ["InstanceIds", "Password", "UserName"]);
        List<string>? ids = parameters.Texts("InstanceIds");
        string? password = parameters.Text("Password");
        string? userName = parameters.Text("UserName");
        if (parameters.Error is not null)
        {
            return parameters.Error;
        }

        if (password is null)
        {
            return TencentError.Missing("Password");
        }

        if (userName?.Length > 64)
        {
            return new TencentError("InvalidParameterValue.OutOfRange", "The value of parameter `UserName` is longer than 64 characters.");
        }

        if (Find(cloud, region, ids, out List<LighthouseInstance> instances) is TencentError error)
        {
            return error;
        }

        bool withWindows = instances.Exists(instance => instance.Template.IsWindows);
        return CvmPasswordRules.Accept(password, withWindows, userName ?? "Administrator")
            ? TencentBatch.Begin(cloud, instances, requestId, userName, password, RejectionOf)
            : new TencentError("InvalidParameterValue.InvalidPassword");
    }

    /// <summary>Finds the instances that a request is for.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="region">The region called.</param>
    /// <param name="ids">The ids.</param>
    /// <param name="instances">The instances.</param>
    /// <returns>Why the ids are rejected; null when they are not.</returns>
    public static TencentError? Find(TencentCloud cloud, string region, List<string>? ids, out List<LighthouseInstance> instances)
    {
        instances = [];
        if (ids is not { Count: > 0 })
        {
            return TencentError.Missing("InstanceIds");
        }

        if (ids.Count > TencentBatch.Maximum)
        {
            return new TencentError("InvalidParameterValue.LimitExceeded");
        }

        if (ids.Find(id => !TencentBatch.IsWellFormed(id, IdPrefix)) is string malformed)
        {
            return TencentError.About("InvalidParameterValue.InstanceIdMalformed", malformed, cloud.Options);
        }

        if (ids.GroupBy(id => id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { Key: string repeated })
        {
            return TencentError.About("InvalidParameterValue.Duplicated", repeated, cloud.Options);
        }

        return TencentBatch.Find(cloud.LighthouseInstances, region, ids, out instances) is string unknown
            ? TencentError.About("ResourceNotFound.InstanceIdNotFound", unknown, cloud.Options)
            : null;
    }

    /// <summary>The code with which an instance rejects a reset; null when it accepts it. Hold its SyncRoot.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="now">The time.</param>
    public static string? RejectionOf(LighthouseInstance instance, DateTimeOffset now)
    {
        if (instance.Template.Refuses is string seeded)
        {
            return seeded;
        }

        if (instance.IsResettingAt(now))
        {
            return "OperationDenied.InstanceOperationInProgress";
        }

        if (instance.LatestOperationAt(now) is { State: "OPERATING" })
        {
            return "UnsupportedOperation.LatestOperationUnfinished";
        }

        return instance.StateAt(now) is "RUNNING" or "STOPPED" ? null : "UnsupportedOperation.InvalidInstanceState";
    }
}
