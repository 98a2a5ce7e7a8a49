using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Signing;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>The ECS operations that read, besides the lists: the flag of the plug-in, jobs.</summary>
internal static class EcsServerQueries
{
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

    private static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
