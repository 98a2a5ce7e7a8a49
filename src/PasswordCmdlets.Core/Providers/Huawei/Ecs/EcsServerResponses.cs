using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Core.Providers.Huawei.Ecs;

/// <summary>
/// Reads ECS responses. Success is the documented status alone; 202 is none: the documents give it to a throttled request and to a job that
/// was submitted. Only named members are read, because a server's user data may hold a password.
/// </summary>
internal static class EcsServerResponses
{
    /// <summary>A reset of one server: 204 without a body.</summary>
    public static ProviderReply ReadReset(WireResponse response)
    {
        if (response.StatusCode == 204 && response.Body.IsEmpty)
        {
            return new ProviderReply { Fault = Fault.None, RequestId = HuaweiErrors.RequestId(response, null) };
        }

        using JsonDocument? document = JsonResponse.TryParse(response);
        return Failure(response, document?.RootElement);
    }

    /// <summary>A reset of several servers: those in <c>response</c> were accepted, those in <c>internalError</c> rejected.</summary>
    public static ProviderReply ReadBatchReset(WireResponse response, IReadOnlyList<string> ids)
    {
        using JsonDocument? document = JsonResponse.TryParse(response);
        JsonElement? body = document?.RootElement;
        HashSet<string> accepted = [.. Items(body, "response").Select(static server => server.Text("id")).OfType<string>()];
        Dictionary<string, ProviderReply> replies = new(StringComparer.Ordinal);
        foreach (JsonElement error in Items(body, "internalError"))
        {
            if (error.Text("id") is { } id)
            {
                replies[id] = HuaweiErrors.Read(response, error);
            }
        }

        bool isSuccess = response.StatusCode == 200 && body is { } found && !HuaweiErrors.IsError(found);
        if (replies.Count == 0 && (accepted.Count == 0 || !isSuccess))
        {
            return Failure(response, body);
        }

        if (replies.Count == 0 && ids.All(accepted.Contains))
        {
            return new ProviderReply { Fault = Fault.None, RequestId = HuaweiErrors.RequestId(response, body) };
        }

        // An id in both lists is not certain either way, as is one in neither.
        ProviderReply unknown = HuaweiErrors.Unreadable(response) with
        {
            Fault = Fault.Unreadable,
            Message = "The response does not show the outcome for this server.",
        };
        return unknown with
        {
            Fault = Fault.Rejected,
            Targets = ids.ToDictionary(
                static id => id,
                id => (accepted.Contains(id), replies.TryGetValue(id, out ProviderReply? reply)) switch
                {
                    (true, false) => unknown with { Fault = Fault.None, Code = null, Message = null },
                    (false, true) => reply!,
                    _ => unknown,
                }),
        };
    }

    /// <summary>The servers of either list; one without a status does not exist.</summary>
    public static ProviderReply ReadServers(WireResponse response) => Read(response, static body =>
    {
        if (!body.TryGetProperty("servers", out JsonElement servers) || servers.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        Dictionary<string, DescribedInstance> found = new(StringComparer.Ordinal);
        foreach (JsonElement server in servers.EnumerateArray())
        {
            if (server.Text("id") is { } id && server.Text("status") is { } status)
            {
                JsonElement? metadata = server.Member("metadata");
                found[id] = new DescribedInstance
                {
                    Id = id,
                    State = status,
                    StateIsListed = EcsServerListing.StateOf(status) != TargetState.Unknown,
                    OperationState = server.Text("task_state") ?? server.Text("OS-EXT-STS:task_state"),
                    LockReason = metadata?.Text("EcmResStatus") == "freeze" ? "frozen" : server.Flag("locked") == true ? "locked" : null,
                    IsWindows = metadata?.Text("os_type") switch
                    {
                        "Windows" => true,
                        "Linux" => false,
                        _ => null,
                    },
                };
            }
        }

        return new DescribedInstances(found);
    });

    /// <summary>Reads a page of either list.</summary>
    /// <param name="response">The response.</param>
    /// <param name="read">Makes the page of its entries, and of whether the response links to a next page.</param>
    public static ProviderReply ReadList(WireResponse response, Func<IReadOnlyList<JsonElement>, bool, TargetPage> read)
    {
        using JsonDocument? document = JsonResponse.TryParse(response);
        return response.StatusCode == 200
            && document?.RootElement is { } body && !HuaweiErrors.IsError(body) && body.HasItems("servers")
                ? new ProviderReply
                {
                    Fault = Fault.None,
                    RequestId = HuaweiErrors.RequestId(response, body),
                    Content = read(
                        [.. body.Items("servers")], body.Items("servers_links").Any(static link => link.Text("rel") == "next")),
                }
                : Failure(response, document?.RootElement);
    }

    /// <summary>Whether a server has the plug-in: a denial where it has not. The flag is a text.</summary>
    public static ProviderReply ReadFlag(WireResponse response, string serverId) =>
        Read(response, body => body.Flag("resetpwd_flag") switch
        {
            true => One(null),
            false => One(new DescribedInstance { Id = serverId, DenialCode = EcsServerResetOperation.NoPluginCode }),
            null => null,
        });

    /// <summary>
    /// The job that restarts a server, as its latest operation. What is 2xx and no success may have been executed, whatever its code: a
    /// throttled request and a job that was submitted both have 202, and a second restart does harm.
    /// </summary>
    public static ProviderReply ReadRestart(WireResponse response, string serverId)
    {
        ProviderReply reply = Read(response, body => body.Text("job_id") is { } jobId
            ? One(new DescribedInstance { Id = serverId, OperationRequestId = jobId })
            : null);
        return reply.Fault != Fault.None && IsSuccessStatus(response) ? reply with { Fault = Fault.Unreadable } : reply;
    }

    /// <summary>The status of a job: INIT, RUNNING, SUCCESS or FAIL.</summary>
    public static ProviderReply ReadJob(WireResponse response, string serverId)
    {
        using JsonDocument? document = JsonResponse.TryParse(response);

        // A job that failed has an error code too, and the call that shows it succeeded.
        return response.StatusCode == 200 && document?.RootElement is { } job && job.Text("status") is { } status
            ? Success(response, job, One(new DescribedInstance
            {
                Id = serverId,
                OperationState = status,
                OperationName = job.Text("error_code"),
                OperationError = job.Text("fail_reason"),
            }))
            : Failure(response, document?.RootElement);
    }

    private static ProviderReply Read(WireResponse response, Func<JsonElement, DescribedInstances?> content)
    {
        using JsonDocument? document = JsonResponse.TryParse(response);
        return response.StatusCode == 200
            && document?.RootElement is { } body && !HuaweiErrors.IsError(body) && content(body) is { } described
                ? Success(response, body, described)
                : Failure(response, document?.RootElement);
    }

    private static ProviderReply Success(WireResponse response, JsonElement body, DescribedInstances described) => new()
    {
        Fault = Fault.None,
        RequestId = HuaweiErrors.RequestId(response, body),
        Content = described,
    };

    // Whatever is 2xx and no success may have been executed, unless its code says otherwise.
    private static ProviderReply Failure(WireResponse response, JsonElement? body)
    {
        ProviderReply reply = HuaweiErrors.Read(response, body);
        return IsSuccessStatus(response) && !reply.CodeIsListed ? reply with { Fault = Fault.Unreadable } : reply;
    }

    private static bool IsSuccessStatus(WireResponse response) => response.StatusCode is >= 200 and < 300;

    private static DescribedInstances One(DescribedInstance? instance) =>
        new(instance is null ? [] : new Dictionary<string, DescribedInstance> { [instance.Id] = instance });

    private static JsonElement[] Items(JsonElement? body, string name) =>
        body is { } parent && parent.TryGetProperty(name, out JsonElement items) && items.ValueKind == JsonValueKind.Array
            ? [.. items.EnumerateArray()]
            : [];
}
