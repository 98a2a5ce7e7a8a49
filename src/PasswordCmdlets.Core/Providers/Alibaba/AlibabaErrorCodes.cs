using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Alibaba;

/// <summary>
/// Error codes of the ECS and RAM calls: from their own pages, from RAM's list (https://www.alibabacloud.com/help/doc-detail/28754.htm) and
/// from the codes common to all RPC APIs.
/// </summary>
internal static class AlibabaErrorCodes
{
    private const string CheckKey = "Check the access key id and its secret.";
    private const string SetClock = "Set this machine's clock.";
    private const string OtherPassword = "The account's password policy remembers earlier passwords; choose one that was not used before.";
    private const string Stronger = "The account's password policy asks for more (RAM console, Settings, or GetPasswordPolicy).";
    private const string LoginPassword =
        "A password has 8 to 30 characters of at least three of: lower-case letters, upper-case letters, digits, special characters; "
        + "on Windows it does not begin with a slash.";
    private const string RamUserName =
        "RAM user names have 1 to 64 letters, digits, dots, underscores and hyphens, without the @ and what follows it.";
    private const string OtherApi = "The endpoint does not serve this call; check -Endpoint.";

    private static readonly ErrorCodes Table = new(
        new Dictionary<string, ErrorCodeMeaning>(StringComparer.Ordinal)
        {
            // ModifyInstanceVncPasswd
            ["IncorrectVncPassword.Malformed"] =
                new(Fault.PasswordRejected,
                    "A VNC password has exactly six characters: letters and digits, with an upper-case letter, "
                        + "a lower-case letter and a digit among them."),
            ["IncorrectInstanceStatus"] =
                new(Fault.TargetStateInvalid, "The instance's state does not allow it: start it, or wait for what it is doing."),
            ["InstanceNotReady"] = new(Fault.Transient, "The instance's host could not be reached for the moment; try again later."),
            ["InvalidInstanceId.NotFound"] = new(Fault.TargetNotFound, "Check the id and the region."),
            ["InvalidRegionId.NotFound"] = new(Fault.Rejected, "Check the region, and that the endpoint serves it."),
            ["NoSuchResource"] = new(Fault.TargetNotFound, "Check the id and the region."),
            ["OperationConflict"] = new(Fault.Transient, "Another operation is running on the instance; try again when it has ended."),

            // ModifyInstanceAttribute; OperationDenied is about the instance's state or about its image.
            ["InvalidPassword.Malformed"] = new(Fault.PasswordRejected, LoginPassword),
            ["InvalidHostPassword.Malformed"] = new(Fault.PasswordRejected, LoginPassword),
            ["OperationDenied"] = new(Fault.TargetStateInvalid, "The state of the instance or of its image does not allow it."),
            ["InvalidOperation.InvalidEcsState"] = new(Fault.TargetStateInvalid, "Wait for what the instance is doing."),
            ["InvalidOperation.InvalidRegion"] = new(Fault.Rejected, "Check the region, and that the endpoint serves it."),
            ["InvalidUser.Unauthorized"] = new(Fault.AccessDenied),

            // RebootInstance
            ["InstanceLockedForSecurity"] =
                new(Fault.TargetStateInvalid, "The provider locked the instance for security reasons; see its OperationLocks."),
            ["InstanceExpiredOrInArrears"] = new(Fault.TargetStateInvalid, "The instance has expired or the account is in arrears."),
            ["DiskError"] = new(Fault.TargetStateInvalid, "One of the instance's disks is in a state that does not allow it."),
            ["DryRunOperation"] = new(Fault.Rejected, "This was a dry run: nothing was done."),

            // ChangePassword
            ["NotSupport.Account"] =
                new(Fault.AccessDenied,
                    "Only a RAM user can change its own password, with its own access key: not the root account and not a role. "
                        + "Use that user's key, or set the password of a user with -UserName."),
            ["InvalidParameter.OldPassword.Incorrect"] =
                new(Fault.OldPasswordIncorrect, "Check the old password before you try again: wrong ones lock the user out."),
            ["InvalidParameter.NewPassword.TooWeak"] = new(Fault.PasswordRejected, Stronger),
            ["InvalidParameter.NewPassword.ReusePrevention"] = new(Fault.PasswordRejected, OtherPassword),

            // UpdateLoginProfile, CreateLoginProfile, GetLoginProfile
            ["InvalidParameter.Password.TooWeak"] = new(Fault.PasswordRejected, Stronger),
            ["InvalidParameter.Password.ReusePrevention"] = new(Fault.PasswordRejected, OtherPassword),
            ["InvalidParameter.UserName.InvalidChars"] = new(Fault.TargetNotFound, RamUserName),
            ["InvalidParameter.UserName.Length"] = new(Fault.TargetNotFound, RamUserName),
            ["EntityNotExist.User"] = new(Fault.TargetNotFound, "Check the user name and which account the access key belongs to."),
            [NoLoginProfile] =
                Instead(Fault.TargetStateInvalid, "The user exists but has no console login; use -CreateLoginProfile."),
            ["EntityAlreadyExists.User.LoginProfile"] =
                new(Fault.TargetStateInvalid, "Another request created a login profile for the user; run the command again."),
            ["Inactive"] = new(Fault.AccessDenied, "RAM is not activated for the account."),

            // AssumeRole, AssumeRoleWithOIDC
            ["EntityNotExist.Role"] = Instead(Fault.AuthenticationFailed, "The role does not exist. Check the account id and its name."),
            ["InvalidParameter.RoleArn"] = new(Fault.AuthenticationFailed, "Check the role."),
            ["InvalidParameter.RoleSessionName"] = new(Fault.AuthenticationFailed, "Check the session name of the role."),
            ["InvalidParameter.DurationSeconds"] = Instead(
                Fault.AuthenticationFailed,
                "The duration exceeds the role's maximum session duration. Set a shorter one, or a longer maximum on the role."),
            ["AuthenticationFail.OIDCToken.Expired"] = Instead(
                Fault.AuthenticationFailed, "The token in the file has expired. Have the pipeline write a new one."),
            ["AuthenticationFail.OIDCToken.AudienceNotMatch"] = Instead(
                Fault.AuthenticationFailed,
                "The audience of the token is no client id of the identity provider. Add it there, or request a token for one of them."),
            ["AuthenticationFail.OIDCToken.InvalidSignature"] = Instead(
                Fault.AuthenticationFailed,
                "The token was not signed by the issuer of the identity provider. Check the issuer URL there and the token file."),
            ["AuthenticationFail.NoPermission"] = new(
                Fault.AuthenticationFailed,
                "The role does not trust this token. Compare the issuer, audience and subject of the token with the role's trust policy, "
                    + "and check the ARN of the identity provider."),

            // Common to all
            ["SignatureNonceUsed"] = new(Fault.NonceUsed),
            ["IllegalTimestamp"] = new(Fault.ClockSkew, SetClock),
            ["IncompleteSignature"] = new(Fault.AuthenticationFailed, CheckKey),
            ["SignatureDoesNotMatch"] = new(Fault.AuthenticationFailed, CheckKey),
            ["Forbidden.AccessKeyDisabled"] = new(Fault.AuthenticationFailed, "The access key is disabled."),
            ["Forbidden.RAM"] = new(Fault.AccessDenied),
            ["Forbidden.RiskControl"] = new(Fault.AccessDenied, "The provider's risk control blocks the account; see its console."),
            ["MissingSecurityToken"] = new(Fault.AuthenticationFailed, "A temporary access key needs its session token."),
            ["InvalidSecurityToken.Expired"] = new(Fault.CredentialExpired, "The temporary credential has expired; get a new one."),
            ["SecurityTokenExpired"] = new(Fault.CredentialExpired, "The temporary credential has expired; get a new one."),
        },
        new Dictionary<string, ErrorCodeMeaning>(StringComparer.Ordinal)
        {
            ["InvalidInstanceId"] = new(Fault.TargetNotFound, "Expected an id such as i-bp67acfmxazb4ph0001."),
            ["InvalidInstanceIds"] = new(Fault.TargetNotFound, "Expected an id such as i-bp67acfmxazb4ph0001."),
            ["EntityNotExist"] = new(Fault.TargetNotFound),
            ["AuthenticationFail"] = new(Fault.AuthenticationFailed, "Check the token, the identity provider and the role's trust policy."),
            ["InternalError"] = new(Fault.Transient),
            ["ServiceUnavailable"] = new(Fault.Transient),
            ["InvalidTimeStamp"] = new(Fault.ClockSkew, SetClock),
            ["InvalidAccessKeyId"] = new(Fault.AuthenticationFailed, CheckKey),
            ["InvalidSecurityToken"] = new(Fault.AuthenticationFailed, "The session token does not belong to the access key."),
            ["Forbidden"] = new(Fault.AccessDenied),
            ["NoPermission"] = new(Fault.AccessDenied),
            ["InvalidAction"] = new(Fault.Rejected, OtherApi),
            ["InvalidApi"] = new(Fault.Rejected, OtherApi),
            ["InvalidProduct"] = new(Fault.Rejected, OtherApi),
            ["InvalidVersion"] = new(Fault.Rejected, OtherApi),
            ["NoSuchVersion"] = new(Fault.Rejected, OtherApi),
        });

    /// <summary>The user has no login profile.</summary>
    public const string NoLoginProfile = "EntityNotExist.User.LoginProfile";

    /// <summary>Whether a code is in the table as it is.</summary>
    public static bool Lists(string code) => Table.Lists(code);

    /// <summary>What a code means.</summary>
    public static ErrorCodeMeaning Of(string code) =>
        // Every code with the word in it is a throttle: the rule of the official SDKs.
        code.Contains("Throttling", StringComparison.Ordinal) ? new ErrorCodeMeaning(Fault.Throttled) : Table.Of(code);

    private static ErrorCodeMeaning Instead(Fault fault, string advice) => new(fault, advice) { ReplacesMessage = true };
}
