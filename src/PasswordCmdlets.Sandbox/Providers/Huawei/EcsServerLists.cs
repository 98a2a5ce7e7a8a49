using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Signing;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>
/// Lists the ECS servers of a project. Version 1: by ids, which ignore every other filter, or by pages whose offset is the number of the
/// page, with names as regular expressions. Version 1.1: by one id, or by pages after a marker, with the fields that are expected.
/// </summary>
internal static class EcsServerLists
{
    private const int MostIds = 100;

    // A password in clear text, as it is found in the user data of real servers: only the list of version 1 has it.
    private const string UserData = "IyEvYmluL3NoCmVjaG8gJ3Jvb3Q6U2FuZGJveC1Vc2VyLURhdGEtMScgfCBjaHBhc3N3ZAo=";

    // What a filter by ACTIVE shows too.
    private static readonly string[] ActiveStates = ["ACTIVE", "REBOOT", "HARD_REBOOT", "REBUILD", "MIGRATING", "RESIZE"];

    /// <summary>Lists servers.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="route">The call's path.</param>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    /// <returns>The error.</returns>
    public static HuaweiError? TryList(HuaweiCloud cloud, HuaweiRoute route, ApiRequest request, out ApiResponse? response)
    {
        response = null;
        ILookup<string, string> query = FormEncoding.Decode(request.Query).ToLookup(static pair => pair.Key, static pair => pair.Value);
        List<string> ids = EcsServerQueries.Ids(route, request);
        bool isVersion1 = route.IsVersion1;
        if (ids.Count > MostIds
            || !TryNumber(query, "limit", isVersion1 ? 25 : 10, out int limit) || limit is 0 || limit > (isVersion1 ? 1000 : 100)
            || !TryNumber(query, "offset", 1, out int page))
        {
            return new HuaweiError("Ecs.0005");
        }

        DateTimeOffset now = cloud.Clock.Now;
        IEnumerable<EcsServer> all = ids.Count > 0 ? ids.Select(cloud.Servers.Peek).OfType<EcsServer>() : cloud.Servers.PeekAll();
        List<EcsServer> found = [.. all.Where(server => server.Template.ProjectId == route.ProjectId)];
        if (!isVersion1 || ids.Count == 0)
        {
            found.RemoveAll(server => !Matches(server, query, isVersion1, now));
        }

        // Version 1 shows an unknown id as an object that is empty but for the id and a fault.
        string[] missing = isVersion1 ? [.. ids.Except(found.Select(static server => server.Id))] : [];
        int first = isVersion1 ? (Math.Max(page, 1) - 1) * limit : AfterMarker(found, query["marker"].FirstOrDefault());
        List<EcsServer> shown = !isVersion1 && ids.Count > 0 ? found : [.. found.Skip(first).Take(limit)];
        string? next = !isVersion1 && ids.Count == 0 && first + limit < found.Count ? shown[^1].Id : null;
        string[] fields = [.. query["expect-fields"].SelectMany(static value => value.Split(','))];
        response = JsonResponse.Write(
            200, (shown, missing, fields, isVersion1, found.Count, next, now, request.Path), static (writer, state) =>
            {
                writer.WriteStartObject();
                if (state.isVersion1)
                {
                    writer.WriteNumber("count"u8, state.Count);
                }

                writer.WriteStartArray("servers"u8);
                foreach (EcsServer server in state.shown)
                {
                    lock (server.SyncRoot)
                    {
                        Write(writer, server, state.isVersion1, state.fields, state.now);
                    }
                }

                foreach (string id in state.missing)
                {
                    WriteMissing(writer, id);
                }

                writer.WriteEndArray();
                if (state.next is not null)
                {
                    writer.WriteStartArray("servers_links"u8);
                    writer.WriteStartObject();
                    writer.WriteString("rel"u8, "next"u8);
                    writer.WriteString("href"u8, $"{state.Path}?marker={state.next}");
                    writer.WriteEndObject();
                    writer.WriteEndArray();
                }

                writer.WriteEndObject();
            });
        return null;
    }

    private static int AfterMarker(List<EcsServer> found, string? marker) =>
        marker is null ? 0 : found.FindIndex(server => server.Id == marker) is >= 0 and int index ? index + 1 : found.Count;

    // A name of version 1 is a regular expression; of version 1.1 a part of the name.
    private static bool Matches(EcsServer server, ILookup<string, string> query, bool isVersion1, DateTimeOffset now)
    {
        string name = NameOf(server);
        string status;
        lock (server.SyncRoot)
        {
            status = server.StatusAt(now);
        }

        return query["name"].All(part => isVersion1 ? Regex.IsMatch(name, part) : name.Contains(part, StringComparison.Ordinal))
            && query["status"].All(asked => asked == status || (asked == "ACTIVE" && ActiveStates.Contains(status)))
            && query["tags"].All(pair => TagsOf(server).Contains(pair));
    }

    private static bool TryNumber(ILookup<string, string> query, string name, int fallback, out int number)
    {
        number = fallback;
        return query[name].FirstOrDefault() is not { } text
            || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static void Write(Utf8JsonWriter writer, EcsServer server, bool isVersion1, string[] fields, DateTimeOffset now)
    {
        EcsServerTemplate template = server.Template;
        writer.WriteStartObject();
        writer.WriteString("id"u8, server.Id);
        writer.WriteString("name"u8, NameOf(server));
        writer.WriteString("status"u8, server.StatusAt(now));
        writer.WriteString(isVersion1 ? "OS-EXT-STS:task_state" : "task_state", template.TaskState);
        writer.WriteString("created"u8, Time(template.CreatedAt));
        if (isVersion1 || fields.Contains("locked"))
        {
            writer.WriteBoolean("locked"u8, template.Locked);
        }

        if (isVersion1 || fields.Contains("metadata"))
        {
            writer.WriteStartObject("metadata"u8);
            writer.WriteString("os_type"u8, template.OsType);
            writer.WriteString("charging_mode"u8, template.ExpiresAt is null ? "0"u8 : "1"u8);
            writer.WriteString("EcmResStatus"u8, template.Frozen ? "freeze"u8 : "normal"u8);
            writer.WriteEndObject();
        }

        if (isVersion1 || fields.Contains("tags"))
        {
            writer.WriteStartArray("tags"u8);
            foreach (string tag in TagsOf(server))
            {
                writer.WriteStringValue(tag);
            }

            writer.WriteEndArray();
        }

        if (isVersion1 || fields.Contains("addresses"))
        {
            writer.WriteStartObject("addresses"u8);
            writer.WriteStartArray("0a0b0c0d-0000-4000-8000-000000000001"u8);
            WriteAddresses(writer, template.PrivateAddresses, "fixed");
            WriteAddresses(writer, template.PublicAddresses, "floating");
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        if (isVersion1)
        {
            writer.WriteString("OS-EXT-SRV-ATTR:user_data"u8, UserData);
        }
        else if (fields.Contains("market_info"))
        {
            writer.WriteStartObject("market_info"u8);
            writer.WriteString("charge_mode"u8, template.ExpiresAt is null ? "postpaid"u8 : "prepaid"u8);
            if (template.ExpiresAt is DateTimeOffset expiry)
            {
                writer.WriteStartObject("prepaid_info"u8);
                writer.WriteString("expired_time"u8, Time(expiry));
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteAddresses(Utf8JsonWriter writer, IReadOnlyList<string> addresses, string type)
    {
        foreach (string address in addresses)
        {
            writer.WriteStartObject();
            writer.WriteString("addr"u8, address);
            writer.WriteString("version"u8, "4"u8);
            writer.WriteString("OS-EXT-IPS:type"u8, type);
            writer.WriteEndObject();
        }
    }

    private static void WriteMissing(Utf8JsonWriter writer, string id)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, id);
        writer.WriteNull("name"u8);
        writer.WriteNull("status"u8);
        writer.WriteNull("metadata"u8);
        writer.WriteStartObject("fault"u8);
        writer.WriteString("message"u8, "Instance could not be found."u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string NameOf(EcsServer server) => server.Template.NameOf(server.Id, "ecs-" + server.Id[..8]);

    // Tags of the system have no value.
    private static IEnumerable<string> TagsOf(EcsServer server) => server.Template.Tags.Select(static tag => $"{tag.Key}={tag.Value}")
        .Append("__type_virtual");

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
