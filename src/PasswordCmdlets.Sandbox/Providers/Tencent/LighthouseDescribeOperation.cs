using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>
/// DescribeInstances of Lighthouse (cloud.tencent.com/document/product/1207/47573) and DescribeInstancesDeniedActions (tencentcloud-cli,
/// lighthouse/v20200324/api.json).
/// </summary>
internal static class LighthouseDescribeOperation
{
    private const int DefaultLimit = 20;

    /// <summary>Finds the instances asked for.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="region">The region called.</param>
    /// <param name="body">The parameters.</param>
    /// <param name="write">Writes the response's own properties.</param>
    public static TencentError? Describe(TencentCloud cloud, string region, JsonElement body, out Action<Utf8JsonWriter>? write)
    {
        write = null;
        CvmParameters parameters = new(body, ["InstanceIds", "Filters", "Offset", "Limit"]);
        List<string>? ids = parameters.Texts("InstanceIds");
        List<KeyValuePair<string, List<string>>> filters = parameters.Filters("Filters", mostValues: 100);
        int offset = parameters.Number("Offset", 0, 0, int.MaxValue);
        int limit = parameters.Number("Limit", DefaultLimit, 1, TencentBatch.Maximum);
        if (parameters.Error is not null)
        {
            return parameters.Error;
        }

        if (ids is { Count: > 0 } && filters.Count > 0)
        {
            return new TencentError("InvalidParameter.ParameterConflict");
        }

        List<LighthouseInstance> matching;
        if (ids is { Count: > 0 })
        {
            if (LighthouseResetOperation.Find(cloud, region, ids, out matching) is TencentError error)
            {
                return error;
            }
        }
        else
        {
            matching = [.. cloud.LighthouseInstances.PeekAll().Where(instance => instance.Template.Region == region)];
        }

        DateTimeOffset now = cloud.Clock.Now;
        if (TencentFilters.Apply(matching, filters, now) is string unsupported)
        {
            return new TencentError("InvalidParameter.InvalidFilter", $"The filter `{unsupported}` is not supported.");
        }

        List<LighthouseInstance> page = [.. matching.Skip(offset).Take(limit)];
        write = writer =>
        {
            writer.WriteNumber("TotalCount"u8, matching.Count);
            writer.WriteStartArray("InstanceSet"u8);
            page.ForEach(instance => Write(writer, instance, now));
            writer.WriteEndArray();
        };
        return null;
    }

    /// <summary>Finds the actions that instances reject. Only a reset is ever among them.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="region">The region called.</param>
    /// <param name="body">The parameters.</param>
    /// <param name="write">Writes the response's own properties.</param>
    public static TencentError? DescribeDenied(TencentCloud cloud, string region, JsonElement body, out Action<Utf8JsonWriter>? write)
    {
        write = null;
        CvmParameters parameters = new(body, ["InstanceIds"]);
        List<string>? ids = parameters.Texts("InstanceIds");
        if (parameters.Error is not null)
        {
            return parameters.Error;
        }

        if (LighthouseResetOperation.Find(cloud, region, ids, out List<LighthouseInstance> instances) is TencentError error)
        {
            return error;
        }

        write = writer =>
        {
            writer.WriteStartArray("InstanceDeniedActionSet"u8);
            instances.ForEach(instance => WriteDenied(writer, instance, cloud.Clock.Now));
            writer.WriteEndArray();
        };
        return null;
    }

    private static void Write(Utf8JsonWriter writer, LighthouseInstance instance, DateTimeOffset now)
    {
        lock (instance.SyncRoot)
        {
            TencentTemplate template = instance.Template;
            TencentOperation? latest = instance.LatestOperationAt(now);
            writer.WriteStartObject();
            writer.WriteString("InstanceId"u8, instance.Id);
            writer.WriteString("InstanceName"u8, template.NameOf(instance.Id, instance.Id));
            writer.WriteString("BundleId"u8, "bundle_rs_mc_med1_01"u8);
            writer.WriteString("BlueprintId"u8, template.IsWindows ? "lhbp-1ytn0tax"u8 : "lhbp-f1lkcd41"u8);
            writer.WriteNumber("CPU"u8, 2);
            writer.WriteNumber("Memory"u8, 2);
            writer.WriteString("InstanceChargeType"u8, "PREPAID"u8);
            writer.WriteString("Platform"u8, template.IsWindows ? "WINDOWS"u8 : "UBUNTU"u8);
            writer.WriteString("PlatformType"u8, template.IsWindows ? "WINDOWS"u8 : "LINUX_UNIX"u8);
            writer.WriteString("OsName"u8, template.OsName);
            writer.WriteString("Zone"u8, template.Region + "-3");
            writer.WriteString("InstanceState"u8, instance.StateAt(now));
            writer.WriteString("InstanceRestrictState"u8, template.RestrictState);
            writer.WriteString("LatestOperation"u8, latest?.Name);
            writer.WriteString("LatestOperationState"u8, latest?.State);
            writer.WriteString("LatestOperationRequestId"u8, latest?.RequestId);
            writer.WriteString(
                "LatestOperationStartedTime"u8,
                latest?.StartedAt?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            CvmDescribeOperation.WriteList(writer, "PrivateAddresses", template.PrivateAddresses);
            CvmDescribeOperation.WriteList(writer, "PublicAddresses", template.PublicAddresses);

            // Lighthouse is prepaid.
            CvmDescribeOperation.WriteDetails(
                writer, template.ExpiresAt is null ? template with { ExpiresAt = template.CreatedAt.AddYears(1) } : template);
            writer.WriteEndObject();
        }
    }

    private static void WriteDenied(Utf8JsonWriter writer, LighthouseInstance instance, DateTimeOffset now)
    {
        lock (instance.SyncRoot)
        {
            writer.WriteStartObject();
            writer.WriteString("InstanceId"u8, instance.Id);
            writer.WriteStartArray("DeniedActions"u8);
            if (LighthouseResetOperation.RejectionOf(instance, now) is string code)
            {
                writer.WriteStartObject();
                writer.WriteString("Action"u8, TencentService.Reset);
                writer.WriteString("Code"u8, code);
                writer.WriteString("Message"u8, TencentErrors.MessageOf(code));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }
}
