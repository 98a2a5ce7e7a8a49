using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Signing;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>The ECS operations that read: both lists, the flag of the plug-in, jobs.</summary>
internal static class EcsServerQueries
{
    private const int MostIds = 100;

    // A password in clear text, as it is found in the user data of real servers: only the list of version 1 has it.
    private const string UserData = "IyEvYmluL3NoCmVjaG8gJ3Jvb3Q6U2FuZGJveC1Vc2VyLURhdGEtMScgfCBjaHBhc3N3ZAo=";

    /// <summary>Lists servers of a project: version 1 by several ids or page by page, version 1.1 by one id or up to a limit.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="route">The call's path.</param>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    /// <returns>The error.</returns>
    public static HuaweiError? TryList(HuaweiCloud cloud, HuaweiRoute route, ApiRequest request, out ApiResponse? response)
    {
        response = null;
        ILookup<string, string> query = FormEncoding.Decode(request.Query).ToLookup(static pair => pair.Key, static pair => pair.Value);
        List<string> ids = Ids(route, request);
        if (ids.Count > MostIds || !TryLimit(query, route.IsVersion1 ? (25, 1000) : (10, 100), out int limit))
        {
            return new HuaweiError("Ecs.0005");
        }

        IEnumerable<EcsServer> all = ids.Count > 0 ? ids.Select(cloud.Servers.Peek).OfType<EcsServer>() : cloud.Servers.PeekAll();
        List<EcsServer> found =
            [.. all.Where(server => server.Template.ProjectId == route.ProjectId).Take(ids.Count > 0 ? MostIds : limit)];

        // Version 1 shows an unknown id as an object that is empty but for the id and a fault.
        string[] missing = route.IsVersion1 ? [.. ids.Except(found.Select(static server => server.Id))] : [];
        string[] fields = [.. query["expect-fields"].SelectMany(static value => value.Split(','))];
        response = JsonResponse.Write(200, (found, missing, fields, route.IsVersion1, cloud.Clock.Now), static (writer, state) =>
        {
            writer.WriteStartObject();
            if (state.IsVersion1)
            {
                writer.WriteNumber("count"u8, state.found.Count);
            }

            writer.WriteStartArray("servers"u8);
            foreach (EcsServer server in state.found)
            {
                lock (server.Gate)
                {
                    Write(writer, server, state.IsVersion1, state.fields, state.Now);
                }
            }

            foreach (string id in state.missing)
            {
                WriteMissing(writer, id);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        return null;
    }

    /// <summary>The ids that a list is asked for.</summary>
    /// <param name="route">The call's path.</param>
    /// <param name="request">The request.</param>
    public static List<string> Ids(HuaweiRoute route, ApiRequest request)
    {
        string name = route.IsVersion1 ? "server_id" : "id";
        IEnumerable<string> values = FormEncoding.Decode(request.Query).Where(pair => pair.Key == name).Select(static pair => pair.Value);
        return [.. values.SelectMany(value => route.IsVersion1 ? value.Split(',') : [value]).Where(static id => id.Length > 0).Distinct()];
    }

    /// <summary>Whether a server has the plug-in: a flag as text, as documented.</summary>
    /// <param name="server">The server.</param>
    public static ApiResponse ShowFlag(EcsServer server) => JsonResponse.Write(200, server.Template.HasPlugin, static (writer, flag) =>
    {
        writer.WriteStartObject();
        writer.WriteString("resetpwd_flag"u8, flag ? "True"u8 : "False"u8);
        writer.WriteEndObject();
    });

    /// <summary>Shows a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="now">The time.</param>
    public static ApiResponse ShowJob(EcsServerJob job, DateTimeOffset now) => JsonResponse.Write(200, (job, now), static (writer, state) =>
    {
        string status = state.job.StatusAt(state.now);
        bool failed = status == "FAIL";
        writer.WriteStartObject();
        writer.WriteString("status"u8, status);
        writer.WriteString("job_id"u8, state.job.Id);
        writer.WriteString("job_type"u8, "batchRebootServer"u8);
        writer.WriteString("begin_time"u8, Format(state.job.BeganAt));
        writer.WriteString("end_time"u8, status == "RUNNING" ? null : Format(state.job.EndsAt));
        writer.WriteString("error_code"u8, failed ? "Ecs.0208" : null);
        writer.WriteString("fail_reason"u8, failed ? state.job.FailReason : null);
        writer.WriteStartObject("entities"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static bool TryLimit(ILookup<string, string> query, (int Usual, int Maximum) limits, out int limit)
    {
        limit = limits.Usual;
        return query["limit"].FirstOrDefault() is not { } text
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit >= 1 && limit <= limits.Maximum);
    }

    private static void Write(Utf8JsonWriter writer, EcsServer server, bool isVersion1, string[] fields, DateTimeOffset now)
    {
        EcsServerTemplate template = server.Template;
        writer.WriteStartObject();
        writer.WriteString("id"u8, server.Id);
        writer.WriteString("name"u8, "ecs-" + server.Id.AsSpan(0, 8).ToString());
        writer.WriteString("status"u8, server.StatusAt(now));
        writer.WriteString(isVersion1 ? "OS-EXT-STS:task_state" : "task_state", template.TaskState);
        writer.WriteString("created"u8, "2026-01-05T08:00:00Z"u8);
        if (isVersion1 || fields.Contains("locked"))
        {
            writer.WriteBoolean("locked"u8, template.Locked);
        }

        if (isVersion1 || fields.Contains("metadata"))
        {
            writer.WriteStartObject("metadata"u8);
            writer.WriteString("os_type"u8, template.OsType);
            writer.WriteString("charging_mode"u8, "0"u8);
            writer.WriteString("EcmResStatus"u8, template.Frozen ? "freeze"u8 : "normal"u8);
            writer.WriteEndObject();
        }

        if (isVersion1)
        {
            writer.WriteString("OS-EXT-SRV-ATTR:user_data"u8, UserData);
        }

        writer.WriteEndObject();
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

    private static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
