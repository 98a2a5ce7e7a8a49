using System;
using System.Collections.Generic;
using System.Globalization;
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
        HashSet<string> unknownKeys = [.. TencentFilters.KeysOf(filters)];
        if (unknownKeys.Count > 0)
        {
            unknownKeys.ExceptWith(cloud.Instances.PeekAll().SelectMany(static instance => instance.Template.Tags.Keys));
            if (unknownKeys.Count > 0)
            {
                return new TencentError("InvalidParameterValue.TagKeyNotFound");
            }
        }

        if (TencentFilters.Apply(matching, filters, now) is string unsupported)
        {
            return new TencentError("InvalidFilter", $"The filter `{unsupported}` is not supported.");
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
        writer.WriteString("InstanceName"u8, template.NameOf(instance.Id, instance.Id));
        writer.WriteString("InstanceChargeType"u8, template.ExpiresAt is null ? "POSTPAID_BY_HOUR"u8 : "PREPAID"u8);
        writer.WriteString("ImageId"u8, template.IsWindows ? "img-9id7emv7"u8 : "img-487zeit5"u8);
        WriteList(writer, "PrivateIpAddresses", template.PrivateAddresses);

        // Null without one, as in the response of the documentation.
        WriteList(writer, "PublicIpAddresses", template.PublicAddresses);
        WriteDetails(writer, template);
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

    /// <summary>Writes the times and the tags of an instance.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="template">The instance.</param>
    public static void WriteDetails(Utf8JsonWriter writer, TencentTemplate template)
    {
        writer.WriteString("CreatedTime"u8, Time(template.CreatedAt));
        writer.WriteString("ExpiredTime"u8, template.ExpiresAt is DateTimeOffset expiry ? Time(expiry) : null);
        writer.WriteStartArray("Tags"u8);
        foreach ((string key, string value) in template.Tags)
        {
            writer.WriteStartObject();
            writer.WriteString("Key"u8, key);
            writer.WriteString("Value"u8, value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes a list of texts; null when it has none.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="name">The list's name.</param>
    /// <param name="texts">The texts.</param>
    public static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
