using System.Globalization;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Huawei.Dcs;

/// <summary>
/// Reads DCS answers. A refused change comes as HTTP 200 as well, so only <c>result</c> decides; v1.0 writes it with a capital, v2 without. The
/// counters are texts in the documentation, numbers or null elsewhere.
/// </summary>
internal static class DcsResponses
{
    public static ProviderReply ReadChange(WireResponse response)
    {
        using JsonDocument? document = JsonResponse.TryParse(response);
        if (document?.RootElement is not { } answer || response.StatusCode != 200 || HuaweiErrors.IsError(answer))
        {
            return HuaweiErrors.Read(response, document?.RootElement);
        }

        ProviderReply reply = new()
        {
            Fault = Fault.Unreadable,
            Code = answer.Text("result") ?? answer.Text("code") ?? "HTTP 200",
            Message = answer.Text("message"),
            RequestId = HuaweiErrors.RequestId(response, answer),
            RetryTimesLeft = Count(answer, "retry_times_left"),
            LockTimeLeft = Count(answer, "lock_time_left") ?? Count(answer, "lock_time"),
        };

        // The documented failure has lock_time_left 5 with four tries left: only the result says whether the instance is locked.
        return answer.Text("result")?.Trim().ToLowerInvariant() switch
        {
            "success" => reply with { Fault = Fault.None, Code = null },
            "passwordfailed" => reply with { Fault = Fault.OldPasswordIncorrect, Advice = TriesAdvice(reply.RetryTimesLeft) },
            "locked" => reply with { Fault = Fault.AccountLocked, Advice = LockAdvice(reply.LockTimeLeft) },
            "failed" => reply with { Fault = Fault.Rejected },

            // Old gateways put an error of theirs into a 200; a code that is listed says what it is.
            null when answer.Text("code") is { } code && HuaweiErrorCodes.Find(code) is not null => HuaweiErrors.Read(response, answer),

            // Neither success nor a failure that anybody has documented: it may have been carried out.
            _ => reply with { Message = reply.Message ?? "HTTP 200 without a result that is known." },
        };
    }

    public static ProviderReply ReadReset(WireResponse response)
    {
        using JsonDocument? document = JsonResponse.TryParse(response);
        if (document?.RootElement is not { } answer || response.StatusCode != 200 || HuaweiErrors.IsError(answer))
        {
            return HuaweiErrors.Read(response, document?.RootElement);
        }

        // The counters of a reset are constants without a meaning (ResetPassword.html), so they are not passed on.
        string? code = answer.Text("code")?.Trim();
        ProviderReply reply = new()
        {
            Fault = Fault.Unreadable,
            Code = code ?? "HTTP 200",
            Message = answer.Text("ext_message") ?? answer.Text("message"),
            RequestId = HuaweiErrors.RequestId(response, answer),
        };
        if (code == "1")
        {
            return reply with { Fault = Fault.None, Code = null };
        }

        if (code is not null && HuaweiErrorCodes.Find(code) is not null)
        {
            return HuaweiErrors.Read(response, answer);
        }

        // ext_message is null when the reset was successful: with one and another code than 1 it was not. Without either nobody knows.
        return code is not null && answer.Text("ext_message") is not null
            ? reply with { Fault = Fault.Rejected }
            : reply with { Message = reply.Message ?? "HTTP 200 without a code that is known." };
    }

    private static string TriesAdvice(int? remainingAttempts) => remainingAttempts is { } left
        ? $"Check the old password; {left} more wrong one(s) lock the instance."
        : "Check the old password; five wrong ones lock the instance.";

    private static string LockAdvice(int? minutes) => minutes is > 0
        ? $"The instance is locked after too many wrong old passwords. Try again in {minutes} minute(s)."
        : "The instance is locked after too many wrong old passwords. Try again in five minutes.";

    private static int? Count(JsonElement answer, string name) =>
        decimal.TryParse(answer.Text(name)?.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) && number is >= 0 and <= 1_000_000
            ? (int)decimal.Ceiling(number)
            : null;
}
