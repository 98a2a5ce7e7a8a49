using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Redaction;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>Reads a response with the operation's reader and withholds what may not be shown.</summary>
internal sealed class ReplyReader(Redactor redactor)
{
    public ProviderReply ReadReply(ProviderSession session, ApiCall call, WireResponse response)
    {
        ProviderReply reply;
        try
        {
            reply = call.Read(response);
        }
        catch (Exception failure) when (failure is InvalidOperationException or FormatException or ArgumentException
            or System.Text.Json.JsonException or KeyNotFoundException or OverflowException)
        {
            reply = new ProviderReply
            {
                Fault = Fault.Unreadable,
                Code = $"HTTP {response.StatusCode}",
                Message = $"HTTP {response.StatusCode} with a response that could not be read.",
            };
        }

        // Most are a request id alone.
        if (reply.HasNoText && redactor.Id(reply.RequestId) == reply.RequestId)
        {
            return reply;
        }

        return WithAccessAdvice(reply, call.Contract).Redact(
            redactor, call.Region is { } region ? [.. call.Names, session.Account, region] : [.. call.Names, session.Account]);
    }

    private static ProviderReply WithAccessAdvice(ProviderReply reply, CallContract contract) =>
        reply is { Fault: not Fault.AccessDenied, Targets: null } ? reply : reply with
        {
            Advice = reply.Advice ?? (reply.Fault == Fault.AccessDenied ? contract.AccessAdvice : null),
            Targets = reply.Targets?.ToDictionary(
                static pair => pair.Key, pair => WithAccessAdvice(pair.Value, contract), StringComparer.Ordinal),
        };

    /// <summary>The reply of a response that was not read to its end because of its size.</summary>
    public static ProviderReply TooLarge() => new()
    {
        Fault = Fault.ResponseTooLarge,
        Message = $"The response is larger than {ResponseReader.MaximumBytes / (1024 * 1024)} MiB and was not read.",
    };
}
