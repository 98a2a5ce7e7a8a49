using System;
using System.Collections.Generic;
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

        return reply.Redact(
            redactor, call.Region is { } region ? [.. call.Names, session.Account, region] : [.. call.Names, session.Account]);
    }

    /// <summary>The reply of a response that was not read to its end because of its size.</summary>
    public static ProviderReply TooLarge() => new()
    {
        Fault = Fault.ResponseTooLarge,
        Message = $"The response is larger than {HttpTransport.MaximumResponseBytes / (1024 * 1024)} MiB and was not read.",
    };
}
