using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Huawei;

/// <summary>
/// DCS codes, new and old (opentelekomcloud-docs/distributed-cache-service api-ref/source/appendix/error_codes.rst;
/// support.huaweicloud.com/intl/en-us/api-dcs/ErrorCode.html), ECS codes (support.huaweicloud.com/intl/en-us/api-ecs/ErrorCode.html, which
/// says that their statuses "may not be very accurate"), and the gateway's
/// (support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-errorcode.html). What is not listed is classified by its status.
/// </summary>
internal static class HuaweiErrorCodes
{
    private const string TryLater = "Try again when it has ended.";
    private const string CheckKey =
        "Check the access key, or the IAM user and its password. After five wrong signatures in a row a key is locked for five minutes.";
    private const string CheckPlugin =
        "Install CloudResetPwdAgent in it (ECS user guide, one-click password reset plug-in) and see that it runs.";
    private const string PasswordFree = "Password-free access is set on the instance or asked for; this command never does.";

    private static readonly Dictionary<string, ErrorCodeMeaning> Known = Build(
        new(Fault.PasswordRejected, null, "DCS.4019", "111400019"),
        new(Fault.OldPasswordIncorrect, "Check the old password: the fifth wrong one locks the instance for 5 minutes.",
            "DCS.4080", "111400080"),
        new(Fault.TargetStateInvalid, "An instance's password can be changed while it is running.", "DCS.4026", "111400026", "DCS.4049"),
        new(Fault.TargetBusy, "Another operation is running on the instance. " + TryLater, "DCS.4017", "111400017", "DCS.4975"),
        new(Fault.TargetBusy, "The password of the instance is being changed by another request. " + TryLater, "DCS.4115", "111400115"),
        new(Fault.TargetBusy, "The password of the instance is being reset by another request. " + TryLater, "DCS.4121"),
        new(Fault.TargetBusy, "The instance is being backed up. " + TryLater, "DCS.4096", "111400096"),
        new(Fault.TargetBusy, "The instance is being restored. " + TryLater, "DCS.4097", "111400097"),
        new(Fault.TargetBusy, "The instance is recovering from a fault. " + TryLater, "DCS.4104", "111400104"),
        new(Fault.TargetBusy, "The instance is waiting for a resize order. " + TryLater, "DCS.4108", "111400108"),
        new(Fault.TargetBusy, "The instance is restarting. " + TryLater, "DCS.4111", "111400111"),
        new(Fault.TargetBusy, "The instance is being resized. " + TryLater, "DCS.4113", "111400113"),
        new(Fault.TargetBusy, "The instance is being configured. " + TryLater, "DCS.4114", "111400114", "DCS.4069", "111400069"),
        new(Fault.TargetBusy, "The instance is being upgraded. " + TryLater, "DCS.4116", "111400116"),
        new(Fault.TargetBusy, "The instance is going back to an earlier version. " + TryLater, "DCS.4117", "111400117"),
        new(Fault.TargetBusy, "The instance is being created. " + TryLater, "DCS.4118", "111400118"),
        new(Fault.TargetBusy, "The instance is being frozen. " + TryLater, "DCS.4120", "111400120"),
        new(Fault.TargetStateInvalid,
            "The instance has password-free access, so there is no old password. Use -Reset to set one.",
            "DCS.4850", "111400850"),
        new(Fault.Rejected, PasswordFree, "DCS.4843", "111400843", "DCS.4845", "111400845", "DCS.4849", "111400849"),
        new(Fault.TargetStateInvalid, "This instance does not support a reset. Change its password with -OldPassword instead.",
            "DCS.4839", "111400839"),
        new(Fault.CredentialExpired, "The token has expired or is not valid; get a new one.", "DCS.1001", "DCS.1002", "DCS.1003",
            "111401001", "111401002", "111401003", "APIGW.0307", "APIG.0307"),
        new(Fault.AccessDenied, "The token is for another project: check -ProjectId and -Region.", "DCS.1004", "111401004"),
        new(Fault.AccessDenied, null, "DCS.2003", "DCS.2007", "DCS.3002", "DCS.3003", "111403002", "111403003"),
        new(Fault.TargetNotFound, "Check the id, the region and the project.", "DCS.3022", "111404022", "DCS.4061", "111400061"),
        new(Fault.Rejected, "Check -ProjectId.", "DCS.4002", "111400002"),
        new(Fault.Rejected, null, "APIGW.0101", "APIG.0101", "DCS.4001", "111404001", "DCS.5001", "111405001"),
        new(Fault.Rejected, null, "APIGW.0201", "APIG.0201"),
        new(Fault.AuthenticationFailed, CheckKey, "APIGW.0301", "APIG.0301", "APIGW.0303", "APIG.0303", "APIGW.0305", "APIG.0305"),
        new(Fault.AccessDenied, "The account's rules do not let this user call the API.", "APIGW.0302", "APIG.0302", "APIGW.0304",
            "APIG.0304", "APIGW.0306", "APIG.0306"),
        new(Fault.Throttled, null, "APIGW.0308", "APIG.0308"),
        new(Fault.Transient, null, "DCS.5000", "111500000"),
        new(Fault.PasswordRejected, null, "Ecs.0011"),
        new(Fault.Rejected, null, "Ecs.0000", "Ecs.0005", "Ecs.0118"),
        new(Fault.Rejected, "Check -ProjectId and -Region.", "Ecs.0023", "Common.0018"),
        new(Fault.TargetNotFound, "Check the id, the region and the project.", "Ecs.0614"),
        new(Fault.TargetBusy, "Another command is running on the server. Try again in 1 minute.", "Ecs.0603"),
        new(Fault.TargetStateInvalid, "A server's password can be reset while it is running or stopped.", "Ecs.0100"),
        new(Fault.TargetStateInvalid, "The server is locked.", "Ecs.0605"),
        new(Fault.TargetStateInvalid, "The server is frozen.", "Ecs.0030"),
        new(Fault.TargetStateInvalid, $"The server could not reset its password. {CheckPlugin}", "Ecs.0610", "Ecs.0611", "Ecs.0612"),
        new(Fault.TargetStateInvalid, $"The server has no plug-in that resets its password. {CheckPlugin}", "Ecs.0613"),
        new(Fault.AccessDenied, "The account is frozen, or may not do this.", "Ecs.0003"),
        new(Fault.AccessDenied, null, "Pdp.0001"),
        new(Fault.CredentialExpired, "The token has expired or is not valid; get a new one.", "Common.0013"),
        new(Fault.Throttled, null, "Common.0024", "Common.1503"));

    private static readonly HashSet<string> UnknownPaths =
        new(StringComparer.Ordinal) { "APIGW.0101", "APIG.0101", "DCS.4001", "111404001", "DCS.5001", "111405001", "HTTP 404", "HTTP 405" };

    public static ErrorCodeMeaning ServerError { get; } = new(Fault.Transient);

    public static ErrorCodeMeaning NotAuthenticated { get; } = new(Fault.AuthenticationFailed, CheckKey);

    public static ErrorCodeMeaning NotAllowed { get; } = new(Fault.AccessDenied);

    public static ErrorCodeMeaning Throttled { get; } = new(Fault.Throttled);

    /// <summary>What a listed code means; null for one that is not listed.</summary>
    public static ErrorCodeMeaning? Find(string code) => Known.TryGetValue(code, out ErrorCodeMeaning? meaning) ? meaning : null;

    /// <summary>Whether a code says that the endpoint does not know the path or the method.</summary>
    public static bool IsUnknownPath(string? code) => code is not null && UnknownPaths.Contains(code);

    private static Dictionary<string, ErrorCodeMeaning> Build(params Line[] lines)
    {
        Dictionary<string, ErrorCodeMeaning> known = new(StringComparer.Ordinal);
        foreach (Line line in lines)
        {
            ErrorCodeMeaning meaning = new(line.Fault, line.Advice);
            foreach (string code in line.Codes)
            {
                known.Add(code, meaning);
            }
        }

        return known;
    }

    private sealed record Line(Fault Fault, string? Advice, params string[] Codes);
}
