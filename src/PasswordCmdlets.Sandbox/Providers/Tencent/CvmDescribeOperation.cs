using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>
/// DescribeInstances (cloud.tencent.com/document/api/213/15728): by ids or by filters, 20 unless a Limit of at most 100 is given.
/// </summary>
internal static class CvmDescribeOperation
{
    private const int DefaultLimit = 20;
    private const int MaximumLimit = 100;

    /// <summary>Finds the instances asked for.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="region">The region called.</param>
    /// <param name="body">The parameters.</param>
    /// <param name="page">The instances of the page asked for.</param>
    /// <param name="total">How many there are in all.</param>
    public static TencentError? Run(TencentCloud cloud, string region, JsonElement body, out List<CvmInstance> page, out int total)
    {
        page = [];
        total = 0;
        CvmParameters parameters = new(body, ["InstanceIds", "Filters", "Offset", "Limit"]);
        List<string>? ids = parameters.Texts("InstanceIds");
        List<KeyValuePair<string, List<string>>> filters = parameters.Filters("Filters");
        int offset = parameters.Number("Offset", 0, 0, int.MaxValue);
        int limit = parameters.Number("Limit", DefaultLimit, 1, MaximumLimit);
        if (parameters.Error is not null)
        {
            return parameters.Error;
        }

        if (ids is { Count: > 0 } && filters.Count > 0)
        {
            return new TencentError(
                "InvalidParameter", "The parameters `InstanceIds` and `Filters` cannot be specified at the same time.");
        }

        if (ids?.Count > TencentBatch.Maximum)
        {
            return new TencentError("InvalidParameterValue.LimitExceeded");
        }

        if (ids?.Find(id => !TencentBatch.IsWellFormed(id, CvmResetOperation.IdPrefix)) is string malformed)
        {
            return TencentError.About("InvalidInstanceId.Malformed", malformed, cloud.Options);
        }

        IEnumerable<CvmInstance> found = ids is { Count: > 0 }
            ? ids.Distinct(StringComparer.Ordinal).Select(cloud.Instances.Peek).OfType<CvmInstance>()
            : cloud.Instances.PeekAll();
        List<CvmInstance> matching = [.. found.Where(instance => instance.Template.Region == region)];
        if (ids is not null && cloud.Options.DescribeRefusesUnknownIds
            && ids.Find(id => !matching.Exists(instance => instance.Id == id)) is string unknown)
        {
            return TencentError.About("InvalidInstanceId.NotFound", unknown, cloud.Options);
        }

        DateTimeOffset now = cloud.Clock.Now;
        foreach ((string name, List<string> values) in filters)
        {
            if (!TryFilter(matching, name, values, now))
            {
                return new TencentError("InvalidFilter", $"The filter `{name}` is not supported.");
            }
        }

        total = matching.Count;
        page = [.. matching.Skip(offset).Take(limit)];
        return null;
    }

    /// <summary>Writes the response's own properties.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="page">The instances.</param>
    /// <param name="total">How many there are in all.</param>
    /// <param name="now">The time.</param>
    public static void Write(Utf8JsonWriter writer, List<CvmInstance> page, int total, DateTimeOffset now)
    {
        writer.WriteNumber("TotalCount"u8, total);
        writer.WriteStartArray("InstanceSet"u8);
        foreach (CvmInstance instance in page)
        {
            lock (instance.SyncRoot)
            {
                Write(writer, instance, now);
            }
        }

        writer.WriteEndArray();
    }

    /// <summary>Removes what a filter does not match.</summary>
    /// <param name="instances">The instances.</param>
    /// <param name="name">The filter's name.</param>
    /// <param name="values">The values of which one must match.</param>
    /// <param name="now">The time.</param>
    /// <returns>False when there is no such filter.</returns>
    public static bool TryFilter<TInstance>(List<TInstance> instances, string name, List<string> values, DateTimeOffset now)
        where TInstance : TencentInstance
    {
        switch (name)
        {
            case "instance-id":
                instances.RemoveAll(instance => !values.Contains(instance.Id));
                return true;
            case "instance-state":
                instances.RemoveAll(instance =>
                {
                    lock (instance.SyncRoot)
                    {
                        return !values.Contains(instance.StateAt(now));
                    }
                });
                return true;
            default:
                return false;
        }
    }

    private static void Write(Utf8JsonWriter writer, CvmInstance instance, DateTimeOffset now)
    {
        TencentTemplate template = instance.Template;
        TencentOperation? latest = instance.LatestOperationAt(now);
        writer.WriteStartObject();
        writer.WriteStartObject("Placement"u8);
        writer.WriteString("Zone"u8, template.Region + "-3");
        writer.WriteNumber("ProjectId"u8, 0);
        writer.WriteEndObject();
        writer.WriteString("InstanceId"u8, instance.Id);
        writer.WriteString("InstanceType"u8, "S5.MEDIUM2"u8);
        writer.WriteNumber("CPU"u8, 2);
        writer.WriteNumber("Memory"u8, 2);
        writer.WriteString("RestrictState"u8, template.RestrictState);
        writer.WriteString("InstanceName"u8, instance.Id);
        writer.WriteString("InstanceChargeType"u8, "POSTPAID_BY_HOUR"u8);
        writer.WriteString("ImageId"u8, template.IsWindows ? "img-9id7emv7"u8 : "img-487zeit5"u8);
        writer.WriteString("CreatedTime"u8, "2026-01-05T08:00:00Z"u8);
        writer.WriteString("OsName"u8, template.OsName);
        writer.WriteString("InstanceState"u8, instance.StateAt(now));
        writer.WriteString("StopChargingMode"u8, instance.StopChargingMode);
        writer.WriteString("LatestOperation"u8, latest?.Name);
        writer.WriteString("LatestOperationState"u8, latest?.State);
        writer.WriteString("LatestOperationRequestId"u8, latest?.RequestId);
        writer.WriteString("LatestOperationErrorMsg"u8, latest?.ErrorMessage);
        writer.WriteString("DefaultLoginUser"u8, template.DefaultLoginUser);
        writer.WriteNumber("DefaultLoginPort"u8, template.IsWindows ? 3389 : 22);
        writer.WriteEndObject();
    }
}
