using System;
using System.Globalization;
using System.Text.Json;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>Changes and resets the password of one instance, whose SyncRoot is held.</summary>
internal sealed class DcsPasswordOperations
{
    private readonly HuaweiCloud _cloud;
    private readonly DcsInstance _instance;
    private readonly bool _isVersion1;
    private readonly string _requestId;
    private readonly DateTimeOffset _now;

    /// <summary>Prepares one operation.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="isVersion1">Whether the call is of v1.0.</param>
    /// <param name="requestId">The request.</param>
    public DcsPasswordOperations(HuaweiCloud cloud, DcsInstance instance, bool isVersion1, string requestId)
    {
        _cloud = cloud;
        _instance = instance;
        _isVersion1 = isVersion1;
        _requestId = requestId;
        _now = cloud.Clock.Now;
    }

    /// <summary>Changes the password, given the old one. Five wrong ones lock the instance for five minutes.</summary>
    /// <param name="body">The parameters.</param>
    /// <param name="response">The response, which is HTTP 200 also for a wrong old password.</param>
    /// <returns>The error.</returns>
    public HuaweiError? TryChange(JsonElement body, out ApiResponse? response)
    {
        response = null;
        string? oldPassword = Text(body, "old_password");
        string? newPassword = Text(body, "new_password");
        if (oldPassword is null || newPassword is null)
        {
            return new HuaweiError("DCS.4845");
        }

        if (CheckInstance() is HuaweiError error)
        {
            return error;
        }

        if (_instance.NoPasswordAccess)
        {
            return new HuaweiError("DCS.4850");
        }

        if (!DcsPasswordRules.Accept(newPassword, _instance, _isVersion1, _cloud.Options) || newPassword == oldPassword)
        {
            return new HuaweiError("DCS.4019");
        }

        if (_instance.LockedUntil(_now) is DateTimeOffset lockedUntil)
        {
            response = Result("Locked", "The account has been locked.", 0, 5, (int)Math.Ceiling((lockedUntil - _now).TotalMinutes));
            return null;
        }

        if (_instance.Passwords.Password != oldPassword)
        {
            _instance.CountWrongAttempt(_now);

            // The documented example has the lock times at the first wrong password already, when nothing is locked.
            response = Result("passwordFailed", "verify password failed.", _instance.AttemptsLeft(_now), 5, 5);
            return _cloud.Options.WrongPasswordIsError ? new HuaweiError("DCS.4080") : null;
        }

        if (_instance.Template.FailsWith is string failure)
        {
            response = Result("Failed", failure, DcsInstance.MaximumAttempts, 0, 0);
            return null;
        }

        _instance.SetPassword(newPassword, _requestId, _now);
        response = Result("Success", "Modify DCSInstance password success.", DcsInstance.MaximumAttempts, 0, 0);
        return null;
    }

    /// <summary>Sets the password without the old one, or opens the cache to everybody.</summary>
    /// <param name="body">The parameters.</param>
    /// <param name="response">The response.</param>
    /// <returns>The error.</returns>
    public HuaweiError? TryReset(JsonElement body, out ApiResponse? response)
    {
        response = null;
        bool opens = false;
        if (body.TryGetProperty("no_password_access", out JsonElement flag) && flag.ValueKind != JsonValueKind.Null)
        {
            if (flag.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                return new HuaweiError("DCS.4843");
            }

            opens = flag.ValueKind == JsonValueKind.True;
        }

        string? newPassword = Text(body, "new_password");
        if (opens == (newPassword is not null))
        {
            return new HuaweiError(opens ? "DCS.4849" : "DCS.4845");
        }

        if (_instance.Template.Engine != "Redis")
        {
            return new HuaweiError("DCS.4839");
        }

        if (CheckInstance() is HuaweiError error)
        {
            return error;
        }

        if (_cloud.Options.LockBlocksReset && _instance.LockedUntil(_now) is not null)
        {
            return new HuaweiError("DCS.4026");
        }

        if (newPassword is null)
        {
            _instance.RemovePassword();
        }
        else if (!DcsPasswordRules.Accept(newPassword, _instance, _isVersion1, _cloud.Options))
        {
            return new HuaweiError("DCS.4019");
        }
        else
        {
            _instance.SetPassword(newPassword, _requestId, _now);
        }

        response = JsonResponse.Write(200, _cloud.Options.ResetReturnsCode, static (writer, returnsCode) =>
        {
            writer.WriteStartObject();
            writer.WriteString("lock_time"u8, "0"u8);
            writer.WriteString("lock_time_left"u8, "0"u8);
            writer.WriteString("retry_times_left"u8, "5"u8);
            if (returnsCode)
            {
                writer.WriteString("code"u8, "1"u8);
                writer.WriteString("message"u8, "success"u8);
                writer.WriteNull("ext_message"u8);
            }

            writer.WriteEndObject();
        });
        return null;
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement text)
            && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } value ? value : null;

    private HuaweiError? CheckInstance() =>
        (_instance.Template.Refuses ?? HuaweiError.OfState(_instance.Template)) is string code ? new HuaweiError(code) : null;

    private ApiResponse Result(string result, string message, int retryTimesLeft, int lockTime, int lockTimeLeft)
    {
        // v1.0 documents Success, passwordFailed, Locked, Failed; v2 the same in lower case, but for passwordFailed.
        string word = _isVersion1 || result == "passwordFailed" ? result : result.ToLowerInvariant();
        ApiResponse response = JsonResponse.Write(200, (word, message, retryTimesLeft, lockTime, lockTimeLeft, _cloud.Options.Counters),
            static (writer, state) =>
        {
            writer.WriteStartObject();
            writer.WriteString("result"u8, state.word);
            writer.WriteString("message"u8, state.message);
            Write(writer, "retry_times_left", state.retryTimesLeft, state.Counters);
            Write(writer, "lock_time", state.lockTime, state.Counters);
            Write(writer, "lock_time_left", state.lockTimeLeft, state.Counters);
            writer.WriteEndObject();
        });
        return result == "Success" ? response : response with { ErrorCode = word };
    }

    private static void Write(Utf8JsonWriter writer, string name, int value, HuaweiCounters counters)
    {
        switch (counters)
        {
            case HuaweiCounters.Numbers:
                writer.WriteNumber(name, value);
                break;
            case HuaweiCounters.Nulls:
                writer.WriteNull(name);
                break;
            default:
                writer.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
                break;
        }
    }
}
