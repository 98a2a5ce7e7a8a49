using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Signing;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>Shows and lists DCS instances.</summary>
internal static class DcsQueries
{
    private const int DefaultLimit = 10;
    private const int MaximumLimit = 1000;

    /// <summary>Shows an instance, whose SyncRoot is held.</summary>
    /// <param name="instance">The instance.</param>
    public static ApiResponse Show(DcsInstance instance) => JsonResponse.Write(200, instance, Write);

    /// <summary>Lists the instances of a project: 10 unless a limit of at most 1000 is given.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="route">The call's path.</param>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    /// <returns>The error.</returns>
    public static HuaweiError? TryList(HuaweiCloud cloud, HuaweiRoute route, ApiRequest request, out ApiResponse? response)
    {
        response = null;
        Dictionary<string, string> query = new(StringComparer.Ordinal);
        foreach ((string name, string value) in FormEncoding.Decode(request.Query))
        {
            query.TryAdd(name, value);
        }

        if (!TryNumber(query, "limit", DefaultLimit, out int limit) || limit is < 1 or > MaximumLimit)
        {
            return new HuaweiError("DCS.4800", "Invalid limit in the request.");
        }

        if (!TryNumber(query, "offset", 0, out int offset))
        {
            return new HuaweiError("DCS.4800", "Invalid offset in the request.");
        }

        List<DcsInstance> found =
        [
            .. (query.TryGetValue("instance_id", out string? id) ? new[] { cloud.Instances.Peek(id) }.OfType<DcsInstance>()
                : cloud.Instances.PeekAll())
                .Where(instance => instance.Template.ProjectId == route.ProjectId)
                .Where(instance => !query.TryGetValue("status", out string? status) || instance.Template.Status == status)
                .Where(instance => !query.TryGetValue("name", out string? part)
                    || NameOf(instance).Contains(part, StringComparison.Ordinal)),
        ];
        response = JsonResponse.Write(200, (Total: found.Count, Page: found.Skip(offset).Take(limit)), static (writer, state) =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("instance_num"u8, state.Total);
            writer.WriteStartArray("instances"u8);
            foreach (DcsInstance instance in state.Page)
            {
                lock (instance.SyncRoot)
                {
                    Write(writer, instance);
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        return null;
    }

    private static bool TryNumber(Dictionary<string, string> query, string name, int fallback, out int number)
    {
        number = fallback;
        return !query.TryGetValue(name, out string? text)
            || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static void Write(Utf8JsonWriter writer, DcsInstance instance)
    {
        DcsTemplate template = instance.Template;
        writer.WriteStartObject();
        writer.WriteString("instance_id"u8, instance.Id);
        writer.WriteString("name"u8, NameOf(instance));
        writer.WriteString("engine"u8, template.Engine);
        writer.WriteString("engine_version"u8, template.EngineVersion);
        writer.WriteString("status"u8, template.Status);
        writer.WriteString("sub_status"u8, "normal"u8);
        writer.WriteString("task"u8, template.Task);

        // A flag as text, as documented.
        writer.WriteString("no_password_access"u8, instance.NoPasswordAccess ? "true"u8 : "false"u8);
        writer.WriteString("access_user"u8, template.AccessUser);
        writer.WriteString("cache_mode"u8, "ha"u8);
        writer.WriteNumber("max_memory"u8, 1024);
        writer.WriteNumber("capacity"u8, 1);
        writer.WriteNumber("port"u8, 6379);
        writer.WriteString(
            "created_at"u8, template.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

        // A cluster has several addresses in one text.
        writer.WriteString("ip"u8, string.Join(",", template.PrivateAddresses));
        writer.WriteString("publicip_address"u8, template.PublicAddresses.Count > 0 ? template.PublicAddresses[0] : null);

        // A number and an object where texts are documented, as in the example of the documentation.
        writer.WriteNumber("enterprise_project_id"u8, 0);
        writer.WriteStartObject("publicip_id"u8);
        writer.WriteEndObject();
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

    private static string NameOf(DcsInstance instance) => instance.Template.NameOf(instance.Id, "dcs-" + instance.Id[..8]);
}
