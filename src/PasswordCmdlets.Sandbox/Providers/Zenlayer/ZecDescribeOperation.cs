using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace PasswordCmdlets.Sandbox.Providers.Zenlayer;

/// <summary>DescribeInstances: at most 100 ids, pages of 20 unless asked otherwise.</summary>
internal static class ZecDescribeOperation
{
    private const int MaximumIds = 100;
    private const int DefaultPageSize = 20;
    private const int MaximumPageSize = 1000;
    private const int MaximumTags = 20;

    /// <summary>Finds the instances asked for.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="body">The parameters.</param>
    /// <param name="page">The instances of the page asked for.</param>
    /// <param name="total">How many there are in all.</param>
    public static ZenlayerError? Run(ZenlayerCloud cloud, JsonElement body, out List<ZecInstance> page, out int total)
    {
        page = [];
        total = 0;
        List<string>? ids = null;
        if (body.TryGetProperty("instanceIds", out JsonElement list) && list.ValueKind != JsonValueKind.Null)
        {
            if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            {
                return ZenlayerError.WrongType("instanceIds");
            }

            ids = [.. list.EnumerateArray().Select(item => item.GetString()!)];
        }

        if (ids?.Count > MaximumIds)
        {
            return new ZenlayerError("INVALID_PARAMETER_EXCEED_LENGTH", "The parameter 'instanceIds' has more than 100 values.");
        }

        int? size = Number(body, "pageSize", DefaultPageSize);
        int? number = Number(body, "pageNum", 1);
        if (size is null || number is null)
        {
            return ZenlayerError.WrongType(size is null ? "pageSize" : "pageNum");
        }

        if (size < 1 || number < 1)
        {
            return new ZenlayerError("INVALID_PARAMETER_LESS_MINIMUM", "A page's size and number are at least 1.");
        }

        if (size > MaximumPageSize)
        {
            return new ZenlayerError("INVALID_PARAMETER_EXCEED_MAXIMUM", $"The parameter 'pageSize' exceeds {MaximumPageSize}.");
        }

        // An unknown id is omitted.
        List<ZecInstance> found = ids is { Count: > 0 }
            ? [.. ids.Distinct(StringComparer.Ordinal).Select(cloud.Instances.Peek).OfType<ZecInstance>()]
            : [.. cloud.Instances.PeekAll()];
        if (body.TryGetProperty("status", out JsonElement status) && status.ValueKind == JsonValueKind.String)
        {
            found.RemoveAll(instance => instance.Template.Status != status.GetString());
        }

        if (body.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String)
        {
            found.RemoveAll(instance => !NameOf(instance).Contains(name.GetString()!, StringComparison.Ordinal));
        }

        if (!TryReadTags(body, out List<KeyValuePair<string, string?>> tags))
        {
            return ZenlayerError.WrongType("tags");
        }

        if (tags.Count > MaximumTags)
        {
            return new ZenlayerError("INVALID_PARAMETER_EXCEED_LENGTH", "The parameter 'tags' has more than 20 values.");
        }

        found.RemoveAll(instance => !tags.TrueForAll(tag => instance.Template.HasTag(tag.Key, tag.Value)));
        total = found.Count;
        page = [.. found.Skip((int)Math.Min(int.MaxValue, (number.Value - 1L) * size.Value)).Take(size.Value)];
        return null;
    }

    /// <summary>Writes the response's own properties.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="page">The instances.</param>
    /// <param name="total">How many there are in all.</param>
    public static void Write(Utf8JsonWriter writer, List<ZecInstance> page, int total)
    {
        writer.WriteNumber("totalCount"u8, total);
        writer.WriteStartArray("dataSet"u8);
        foreach (ZecInstance instance in page)
        {
            writer.WriteStartObject();
            writer.WriteString("instanceId"u8, instance.Id);
            writer.WriteString("instanceName"u8, NameOf(instance));
            writer.WriteString("zoneId"u8, instance.Template.Zone);
            writer.WriteString("instanceType"u8, "z2a.cpu.1"u8);
            writer.WriteNumber("cpu"u8, 2);
            writer.WriteNumber("memory"u8, 4);
            writer.WriteString("imageName"u8, instance.Template.ImageName);
            writer.WriteString("status"u8, instance.Template.Status);
            writer.WriteBoolean("enableAgent"u8, instance.Template.EnableAgent);
            WriteDetails(writer, instance.Template);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string NameOf(ZecInstance instance) => instance.Template.NameOf(instance.Id, "zec-" + instance.Id);

    // An object around the array of tags.
    private static void WriteDetails(Utf8JsonWriter writer, ZecTemplate template)
    {
        WriteList(writer, "privateIpAddresses", template.PrivateAddresses);
        WriteList(writer, "publicIpAddresses", template.PublicAddresses);
        writer.WriteString("createTime"u8, Time(template.CreatedAt));
        writer.WriteString("expiredTime"u8, template.ExpiresAt is DateTimeOffset expiry ? Time(expiry) : null);
        if (template.Tags.Count == 0)
        {
            writer.WriteNull("tags"u8);
            return;
        }

        writer.WriteStartObject("tags"u8);
        writer.WriteStartArray("tags"u8);
        foreach ((string key, string value) in template.Tags)
        {
            writer.WriteStartObject();
            writer.WriteString("key"u8, key);
            writer.WriteString("value"u8, value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    // Keys with any value, and keys with their values.
    private static bool TryReadTags(JsonElement body, out List<KeyValuePair<string, string?>> tags)
    {
        tags = [];
        foreach (string name in (ReadOnlySpan<string>)["tagKeys", "tags"])
        {
            if (!body.TryGetProperty(name, out JsonElement list) || list.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (list.ValueKind != JsonValueKind.Array)
            {
                return false;
            }

            foreach (JsonElement item in list.EnumerateArray())
            {
                bool isKey = name == "tagKeys";
                if (item.ValueKind != (isKey ? JsonValueKind.String : JsonValueKind.Object))
                {
                    return false;
                }

                tags.Add(isKey
                    ? new(item.GetString()!, null)
                    : new(item.GetProperty("key").GetString()!, item.GetProperty("value").GetString()));
            }
        }

        return true;
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static int? Number(JsonElement body, string name, int fallback) =>
        !body.TryGetProperty(name, out JsonElement element) || element.ValueKind == JsonValueKind.Null
            ? fallback
            : element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int number) ? number : null;
}
