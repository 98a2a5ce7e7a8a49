using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>The ECS operations that change servers of one project: resets of passwords, starts and restarts.</summary>
internal sealed class EcsServerOperations
{
    private const int MaximumServers = 1000;

    private readonly HuaweiCloud _cloud;
    private readonly HuaweiRoute _route;
    private readonly string _requestId;
    private readonly DateTimeOffset _now;

    /// <summary>Prepares one operation.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="route">The call's path.</param>
    /// <param name="requestId">The request.</param>
    public EcsServerOperations(HuaweiCloud cloud, HuaweiRoute route, string requestId)
    {
        _cloud = cloud;
        _route = route;
        _requestId = requestId;
        _now = cloud.Clock.Now;
    }

    /// <summary>Resets one password: 204 without a body. The password is checked only where that is asked for.</summary>
    /// <param name="body">The parameters.</param>
    /// <param name="response">The response.</param>
    /// <returns>The error.</returns>
    public HuaweiError? TryReset(JsonElement body, out ApiResponse? response)
    {
        response = null;
        if (Member(body, "reset-password") is not { } reset || Text(reset, "new_password") is not { } password)
        {
            return new HuaweiError("Ecs.0005");
        }

        bool isChecked = reset.TryGetProperty("is_check_password", out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
        if (isChecked && !EcsServerPasswordRules.Accept(password))
        {
            return new HuaweiError("Ecs.0011");
        }

        if (Find(_route.InstanceId!) is not { } server)
        {
            return new HuaweiError("Ecs.0614");
        }

        if (ResetOne(server, password) is { } code)
        {
            return new HuaweiError(code);
        }

        response = new ApiResponse(204, string.Empty, default);
        return null;
    }

    /// <summary>Whether the body of a batch asks for a check alone; its password may then be missing.</summary>
    /// <param name="body">The parameters.</param>
    public static bool IsDryRun(JsonElement body) => body.ValueKind == JsonValueKind.Object
        && body.TryGetProperty("dry_run", out JsonElement flag) && flag.ValueKind == JsonValueKind.True;

    /// <summary>Resets the passwords of several servers; those that reject it are listed one by one.</summary>
    /// <param name="body">The parameters.</param>
    /// <param name="response">The response.</param>
    /// <returns>The error.</returns>
    public HuaweiError? TryBatchReset(JsonElement body, out ApiResponse? response)
    {
        response = null;
        bool isDryRun = IsDryRun(body);
        string? password = Text(body, "new_password");
        if (Ids(body) is not { } ids || (password is null && !isDryRun))
        {
            return new HuaweiError("Ecs.0005");
        }

        if (ids.Count is 0 or > MaximumServers)
        {
            return new HuaweiError("Ecs.0118");
        }

        if (password is not null && !EcsServerPasswordRules.Accept(password))
        {
            return new HuaweiError("Ecs.0011");
        }

        if (ids.Select(Find).Any(static server => server is null))
        {
            return new HuaweiError("Ecs.0614");
        }

        List<string> accepted = [];
        List<(string Id, string Code)> rejected = [];
        foreach (string id in ids)
        {
            EcsServer server = Find(id)!;
            if ((isDryRun ? ProblemOf(server) : ResetOne(server, password!)) is { } code)
            {
                rejected.Add((id, code));
            }
            else
            {
                accepted.Add(id);
            }
        }

        bool showsAccepted = rejected.Count == 0 || _cloud.Options.BatchShowsAccepted;
        response = JsonResponse.Write(
            rejected.Count == 0 ? 200 : 400, (accepted: showsAccepted ? accepted : null, rejected), static (writer, state) =>
            {
                writer.WriteStartObject();
                if (state.accepted is not null)
                {
                    WriteIds(writer, "response", state.accepted);
                }

                if (state.rejected.Count > 0)
                {
                    WriteRejected(writer, state.rejected);
                }

                writer.WriteEndObject();
            });
        response = accepted.Count > 0 ? response : response with { ErrorCode = "Ecs.0611" };
        return null;
    }

    /// <summary>Starts or restarts servers; the response has a job.</summary>
    /// <param name="body">The parameters.</param>
    /// <param name="response">The response.</param>
    /// <returns>The error.</returns>
    public HuaweiError? TryAct(JsonElement body, out ApiResponse? response)
    {
        response = null;
        JsonElement? reboot = Member(body, "reboot");
        string? type = reboot is { } options ? Text(options, "type") : "SOFT";
        if ((reboot ?? Member(body, "os-start")) is not { } act || Ids(act) is not { Count: > 0 } ids || type is not ("SOFT" or "HARD"))
        {
            return new HuaweiError("Ecs.0005");
        }

        if (ids.Count > MaximumServers)
        {
            return new HuaweiError("Ecs.0118");
        }

        string needed = reboot is null ? "SHUTOFF" : "ACTIVE";
        EcsServer?[] servers = [.. ids.Select(Find)];
        foreach (EcsServer? server in servers)
        {
            if (server is null)
            {
                return new HuaweiError("Ecs.0614");
            }

            lock (server.SyncRoot)
            {
                if (server.StatusAt(_now) != needed)
                {
                    return new HuaweiError("Ecs.0100");
                }
            }
        }

        string? failure = null;
        TimeSpan duration = TimeSpan.FromMilliseconds(_cloud.Options.RestartMilliseconds);
        foreach (EcsServer server in servers.OfType<EcsServer>())
        {
            string? reason = server.Template.RestartFailsWith ?? (type == "SOFT" ? server.Template.SoftRestartFailsWith : null);
            failure ??= reason;
            lock (server.SyncRoot)
            {
                if (reason is null)
                {
                    server.Restart(_now, duration, type == "HARD");
                }
            }
        }

        EcsServerJob job = new(Guid.NewGuid().ToString("N"), _route.ProjectId!, _now, _now + duration, failure);
        _cloud.Jobs[job.Id] = job;
        response = JsonResponse.Write(200, job.Id, static (writer, id) =>
        {
            writer.WriteStartObject();
            writer.WriteString("job_id"u8, id);
            writer.WriteEndObject();
        });
        return null;
    }

    private string? ResetOne(EcsServer server, string password)
    {
        lock (server.SyncRoot)
        {
            string? code = server.ResetProblemAt(_now);
            if (code is null)
            {
                server.Reset(password, _requestId, _now);
            }

            return code;
        }
    }

    private string? ProblemOf(EcsServer server)
    {
        lock (server.SyncRoot)
        {
            return server.ResetProblemAt(_now);
        }
    }

    private EcsServer? Find(string id) =>
        _cloud.Servers.Find(id) is { } server && server.Template.ProjectId == _route.ProjectId ? server : null;

    private static void WriteRejected(Utf8JsonWriter writer, List<(string Id, string Code)> rejected)
    {
        writer.WritePropertyName("error"u8);
        writer.WriteStartObject();
        writer.WriteString("code"u8, "Ecs.0611"u8);
        writer.WriteString("message"u8, HuaweiError.TextOf("Ecs.0611"));
        writer.WriteEndObject();
        writer.WriteStartArray("internalError"u8);
        foreach ((string id, string code) in rejected)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, id);
            writer.WriteString("error_code"u8, code);
            writer.WriteString("error_message"u8, HuaweiError.TextOf(code));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteIds(Utf8JsonWriter writer, string name, List<string> ids)
    {
        writer.WriteStartArray(name);
        foreach (string id in ids)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, id);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The ids of <c>servers</c>; null where there is no such list.</summary>
    /// <param name="body">What has the list.</param>
    internal static List<string>? Ids(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object
            || !body.TryGetProperty("servers", out JsonElement servers) || servers.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        string?[] ids = [.. servers.EnumerateArray().Select(static server => Text(server, "id"))];
        return ids.Contains(null) ? null : [.. ids.OfType<string>()];
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.Object ? member : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement text)
        && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } value ? value : null;
}
