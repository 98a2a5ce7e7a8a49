using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Huawei;

/// <summary>
/// Reads the errors of all services in all the shapes in which they come: <c>error_code</c> and <c>error_msg</c> (the services and the
/// gateway), an <c>error</c> object with code and message (IAM and others), bare <c>code</c> and <c>message</c> (old ones), and no JSON at
/// all.
/// </summary>
internal static class HuaweiErrors
{
    /// <summary>A response that is not a success.</summary>
    public static ProviderReply Read(WireResponse response, JsonElement? json)
    {
        if (json is not { } body || Find(body) is not { } said)
        {
            return Unreadable(response);
        }

        ErrorCodeMeaning meaning = MeaningOf(said.Code, response.StatusCode);
        return new ProviderReply
        {
            Fault = meaning.Fault,
            Code = said.Code ?? $"HTTP {response.StatusCode}",
            CodeIsListed = said.Code is { } code && HuaweiErrorCodes.Find(code) is not null,
            Message = said.Message,
            Advice = meaning.Advice,
            RequestId = RequestId(response, json),
            RetryAfter = RetryAfter.Of(response),
        };
    }

    /// <summary>Whether a response carries an error, whatever its status.</summary>
    public static bool IsError(JsonElement json) => json.Text("error_code") is not null || json.Member("error") is not null;

    /// <summary>A response that does not come from the service.</summary>
    public static ProviderReply Unreadable(WireResponse response) => new()
    {
        // No gateway before the service returns 404 or 405 for a call that was executed. Of anything else that is not the service's
        // own, also a bare 429 or 503, this cannot be said.
        Fault = response.StatusCode is 404 or 405 ? Fault.Rejected : Fault.Unreadable,
        Code = $"HTTP {response.StatusCode}",
        Message = $"HTTP {response.StatusCode} without a response of the Huawei Cloud API.",
        RequestId = RequestId(response, null),
        RetryAfter = RetryAfter.Of(response),
    };

    public static string? RequestId(WireResponse response, JsonElement? json) =>
        json?.Text("request_id") ?? response.Header("X-Request-Id") ?? response.Header("X-IAM-Trace-Id");

    private static (string? Code, string? Message)? Find(JsonElement body)
    {
        JsonElement said = body.Member("error") ?? body;
        string? code = said.Text("error_code") ?? said.Text("code");
        string? message = said.Text("error_msg") ?? said.Text("error_message") ?? said.Text("message");
        return code is null && message is null ? null : (code, message);
    }

    private static ErrorCodeMeaning MeaningOf(string? code, int statusCode)
    {
        ErrorCodeMeaning? known = code is null ? null : HuaweiErrorCodes.Find(code);
        if (known is not null && known.FaultOf(statusCode) == known.Fault)
        {
            return known;
        }

        return statusCode switch
        {
            // The gateway's 502 and 504 among them: the service behind it may have carried out the call.
            >= 500 or 408 => HuaweiErrorCodes.ServerError,
            401 => HuaweiErrorCodes.NotAuthenticated,
            403 => HuaweiErrorCodes.NotAllowed,
            429 => HuaweiErrorCodes.Throttled,
            _ => ErrorCodes.OfUnlisted(code ?? string.Empty),
        };
    }
}
