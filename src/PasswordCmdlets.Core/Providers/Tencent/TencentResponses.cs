using System;
using System.Collections.Generic;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Core.Providers.Tencent;

/// <summary>
/// What the responses of every Tencent Cloud service share: errors arrive as HTTP 200 with <c>Response.Error</c>; anything without a
/// <c>Response</c> comes from something else.
/// </summary>
internal static class TencentResponses
{
    /// <summary>Reads a response that carries nothing but its request id.</summary>
    public static ProviderReply Read(WireResponse response) => Read(response, static _ => null);

    /// <summary>Reads a response.</summary>
    /// <param name="response">The response.</param>
    /// <param name="read">Reads the content of a success.</param>
    public static ProviderReply Read(WireResponse response, Func<JsonElement, object?> read)
    {
        using JsonDocument? document = JsonResponse.TryParse(response);
        if (document?.RootElement.Member("Response") is not { } content)
        {
            return Unreadable(response, "without a response of the Tencent Cloud API");
        }

        string? requestId = content.Text("RequestId");
        if (content.Member("Error") is { } error)
        {
            string code = error.Text("Code") ?? string.Empty;
            ErrorCodeMeaning meaning = TencentErrorCodes.Table.Of(code);
            return new ProviderReply
            {
                Fault = code.Length == 0 ? Fault.Unreadable : meaning.FaultOf(response.StatusCode),
                Code = code,
                CodeIsListed = TencentErrorCodes.Table.Lists(code),
                Message = meaning.ReplacesMessage ? null : error.Text("Message"),
                Advice = meaning.Advice,
                RequestId = requestId,
            };
        }

        // A success has a request id and status code 200.
        return requestId is null || response.StatusCode != 200
            ? Unreadable(response, "with neither an error nor a request id") with { RequestId = requestId }
            : new ProviderReply { Fault = Fault.None, RequestId = requestId, Content = read(content) };
    }

    /// <summary>Reads the instances of a DescribeInstances response; null where it has no list.</summary>
    /// <param name="content">The content of the response.</param>
    /// <param name="read">Reads what is the service's own of one instance; the rest is read here.</param>
    public static DescribedInstances? ReadInstances(JsonElement content, Func<JsonElement, DescribedInstance, DescribedInstance> read)
    {
        if (!content.HasItems("InstanceSet"))
        {
            return null;
        }

        Dictionary<string, DescribedInstance> instances = new(StringComparer.Ordinal);
        foreach (JsonElement instance in content.Items("InstanceSet"))
        {
            if (instance.Text("InstanceId") is { } id)
            {
                instances[id] = read(instance, new DescribedInstance
                {
                    Id = id,
                    State = instance.Text("InstanceState"),
                    StateIsListed = TencentListing.StateOf(instance.Text("InstanceState")) != TargetState.Unknown,
                    OperationName = instance.Text("LatestOperation"),
                    OperationState = instance.Text("LatestOperationState"),
                    OperationRequestId = instance.Text("LatestOperationRequestId"),
                });
            }
        }

        return new DescribedInstances(instances);
    }

    private static ProviderReply Unreadable(WireResponse response, string because)
    {
        string status = $"HTTP {response.StatusCode}";
        return new ProviderReply { Fault = Fault.Unreadable, Code = status, Message = $"{status} {because}." };
    }
}
