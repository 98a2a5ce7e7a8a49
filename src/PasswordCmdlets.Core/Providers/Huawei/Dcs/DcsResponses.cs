using System;
using System.Globalization;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Core.Providers.Huawei.Dcs;

/// <summary>
/// Reads DCS responses. A rejected change comes as HTTP 200 as well, so only <c>result</c> decides; v1.0 writes it with a capital, v2
/// without. The counters are texts in the documentation, numbers or null elsewhere.
/// </summary>
internal static class DcsResponses
{
    public static ProviderReply ReadChange(WireResponse response)
    {
        using JsonDocument? document = JsonResponse.TryParse(response);
        if (document?.RootElement is not { } json || response.StatusCode != 200 || HuaweiErrors.IsError(json))
        {
            return HuaweiErrors.Read(response, document?.RootElement);
        }

        ProviderReply reply = new()
        {
            Fault = Fault.Unreadable,
            Code = json.Text("result") ?? json.Text("code") ?? "HTTP 200",
            Message = json.Text("message"),
            RequestId = HuaweiErrors.RequestId(response, json),
            RetryTimesLeft = Count(json, "retry_times_left"),
            LockTimeLeft = Count(json, "lock_time_left") ?? Count(json, "lock_time"),
        };

        // The documented failure has lock_time_left 5 with four remaining attempts: only the result says whether the instance is locked.
        return json.Text("result")?.Trim().ToLowerInvariant() switch
        {
            "success" => reply with { Fault = Fault.None, Code = null },
            "passwordfailed" => reply with { Fault = Fault.OldPasswordIncorrect, Advice = AttemptsAdvice(reply.RetryTimesLeft) },
            "locked" => reply with { Fault = Fault.AccountLocked, Advice = LockAdvice(reply.LockTimeLeft) },
            "failed" => reply with { Fault = Fault.Rejected },

            // Old gateways put an error of theirs into a 200; a code that is listed says what it is.
            null when json.Text("code") is { } code && HuaweiErrorCodes.Find(code) is not null => HuaweiErrors.Read(response, json),

            // Neither success nor a documented failure: it may have been executed.
            _ => reply with { Message = reply.Message ?? "HTTP 200 without a result that is known." },
        };
    }

    public static ProviderReply ReadReset(WireResponse response)
    {
        using JsonDocument? document = JsonResponse.TryParse(response);
        if (document?.RootElement is not { } json || response.StatusCode != 200 || HuaweiErrors.IsError(json))
        {
            return HuaweiErrors.Read(response, document?.RootElement);
        }

        // The counters of a reset are constants without a meaning (ResetPassword.html), so they are not passed on.
        string? code = json.Text("code")?.Trim();
        ProviderReply reply = new()
        {
            Fault = Fault.Unreadable,
            Code = code ?? "HTTP 200",
            Message = json.Text("ext_message") ?? json.Text("message"),
            RequestId = HuaweiErrors.RequestId(response, json),
        };
        if (code == "1" || (code is null && HasOnlyCounters(json)))
        {
            return reply with { Fault = Fault.None, Code = null };
        }

        if (code is not null && HuaweiErrorCodes.Find(code) is not null)
        {
            return HuaweiErrors.Read(response, json);
        }

        // ext_message is null when the reset was successful: with one and another code than 1 it was not.
        // Without either the outcome is unknown.
        return code is not null && json.Text("ext_message") is not null
            ? reply with { Fault = Fault.Rejected }
            : reply with { Message = reply.Message ?? "HTTP 200 without a code that is known." };
    }

    /// <summary>Reads a page of the list; null where the response has no list.</summary>
    public static ProviderReply ReadList(WireResponse response, Func<JsonElement, TargetPage?> read)
    {
        using JsonDocument? document = JsonResponse.TryParse(response);
        return response.StatusCode == 200
            && document?.RootElement is { } json && !HuaweiErrors.IsError(json) && read(json) is { } page
                ? new ProviderReply { Fault = Fault.None, RequestId = HuaweiErrors.RequestId(response, json), Content = page }
                : HuaweiErrors.Read(response, document?.RootElement);
    }

    // The whole success response of FlexibleEngine (support.huaweicloud.com/intl/en-us/eu-west-0-api-dcs/ResetPassword.html) and of
    // earlier SDKs: a rejection is HTTP 400 or 500 with an error_code.
    private static bool HasOnlyCounters(JsonElement json) =>
        (json.Text("retry_times_left") ?? json.Text("lock_time_left")) is not null
        && Count(json, "lock_time_left") is null or 0
        && Count(json, "retry_times_left") is not 0
        && (json.Text("ext_message") ?? json.Text("message") ?? json.Text("result")) is null;

    private static string AttemptsAdvice(int? remaining) => remaining switch
    {
        null => "Check the old password: the fifth wrong one locks the instance for 5 minutes.",
        0 => "No attempts left: the instance is locked for 5 minutes.",
        1 => "Check the old password: 1 attempt left, then the instance is locked for 5 minutes.",
        _ => $"Check the old password: {remaining} attempts left, then the instance is locked for 5 minutes.",
    };

    private static string LockAdvice(int? minutes) => minutes switch
    {
        null or 0 => "The instance is locked after too many wrong old passwords. Try again in 5 minutes.",
        1 => "The instance is locked after too many wrong old passwords. Try again in 1 minute.",
        _ => $"The instance is locked after too many wrong old passwords. Try again in {minutes} minutes.",
    };

    private static int? Count(JsonElement json, string name) =>
        decimal.TryParse(json.Text(name)?.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            && number is >= 0 and <= 1_000_000
            ? (int)decimal.Ceiling(number)
            : null;
}
