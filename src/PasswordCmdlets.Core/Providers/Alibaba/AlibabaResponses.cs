using System;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Alibaba;

/// <summary>
/// Reads RPC responses: JSON as asked for, XML where a gateway returns it. A success is HTTP 2xx with a request id and
/// no code; anything that is neither that nor an error with a code comes from something else.
/// </summary>
internal static class AlibabaResponses
{
    private static readonly string[] Echoes = ["string to sign", "stringToSign", "canonical request", "canonicalRequest"];

    public static ProviderReply ReadDone(WireResponse response) => Read(response, content: null);

    /// <param name="response">The response.</param>
    /// <param name="content">Reads what the call returns besides its request id; null for a call that returns nothing else.</param>
    public static ProviderReply Read(WireResponse response, Func<JsonElement, object?>? content)
    {
        using JsonDocument? document = JsonResponse.TryParse(response);
        if (document is not null)
        {
            JsonElement root = document.RootElement;
            RpcEnvelope envelope = new(root.Text("RequestId"), root.Text("Code"), root.Text("Message"));
            ProviderReply reply = Classify(response, envelope);
            return reply.Fault == Fault.None && content is not null ? reply with { Content = content(root) } : reply;
        }

        // A reading call's XML success is not understood: we asked for JSON.
        return XmlResponse.TryParse(response) is { } xml && (content is null || xml.Code is not null)
            ? Classify(response, xml)
            : Unreadable(response, null);
    }

    private static ProviderReply Classify(WireResponse response, RpcEnvelope envelope)
    {
        bool isSuccessStatus = response.StatusCode is >= 200 and < 300;
        if (envelope.Code is { } code && !isSuccessStatus)
        {
            ErrorCodeMeaning meaning = AlibabaErrorCodes.Of(code);
            return new ProviderReply
            {
                Fault = meaning.FaultOf(response.StatusCode),
                Code = code,
                CodeIsListed = AlibabaErrorCodes.Lists(code),
                Message = meaning.ReplacesMessage ? null : WithoutEcho(envelope.Message),
                Advice = meaning.Advice,
                RequestId = envelope.RequestId,
                RetryAfter = RetryAfter.Of(response),
            };
        }

        return isSuccessStatus && envelope is { RequestId: { } requestId, Code: null }
            ? new ProviderReply { Fault = Fault.None, RequestId = requestId }
            : Unreadable(response, envelope.RequestId);
    }

    // The gateway quotes what it signed when it finds a signature wrong: every parameter, passwords and session token among them.
    private static string? WithoutEcho(string? message)
    {
        int echo = Echoes.Select(text => message?.IndexOf(text, StringComparison.OrdinalIgnoreCase) ?? -1)
            .Where(static at => at >= 0).DefaultIfEmpty(-1).Min();
        return echo < 0 ? message : message!.Substring(0, message.LastIndexOf('.', echo) + 1);
    }

    private static ProviderReply Unreadable(WireResponse response, string? requestId) => new()
    {
        Fault = Fault.Unreadable,
        Code = $"HTTP {response.StatusCode}",
        Message = $"HTTP {response.StatusCode} without a response of Alibaba Cloud's API.",
        RequestId = requestId,
    };
}
