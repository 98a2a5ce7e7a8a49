using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Tencent;

/// <summary>
/// Error codes of the services, from their own pages and from the common codes (https://cloud.tencent.com/document/api/213/30435). An
/// access error without an advice here gets one that names the action.
/// </summary>
internal static class TencentErrorCodes
{
    private const string StopFirst = "Stop the instance first, or use -Force to have it shut down (powered off if that fails).";
    private const string ManagedByAnotherService =
        "The instance belongs to another service, such as EMR, and does not support a password reset; use that service.";

    public static ErrorCodes Table { get; } = new(
        new Dictionary<string, ErrorCodeMeaning>(StringComparer.Ordinal)
        {
            ["InvalidInstanceId.NotFound"] = new(Fault.TargetNotFound, "Check the id and the region."),
            ["InvalidInstanceId.Malformed"] = new(Fault.TargetNotFound, "Expected an id such as ins-r8hr2upy."),
            ["InvalidParameterValue.InstanceIdMalformed"] = new(Fault.TargetNotFound, "Check the id."),
            ["InvalidInstance.NotSupported"] = new(Fault.TargetStateInvalid, "This kind of instance does not support a password reset."),
            ["ResourceNotFound.InstanceIdNotFound"] = new(Fault.TargetNotFound, "Check the id and the region."),
            ["ResourceNotFound.InstanceNotFound"] = new(Fault.TargetNotFound, "Check the id and the region."),
            ["InvalidPassword"] = new(Fault.PasswordRejected),
            ["InvalidParameterValue.InvalidPassword"] = new(Fault.PasswordRejected),
            ["MutexOperation.TaskRunning"] =
                new(Fault.TargetBusy, "Another operation is running on the instance; try again when it has ended."),
            ["OperationDenied.InstanceOperationInProgress"] =
                new(Fault.TargetBusy, "Another operation is running on the instance; try again when it has ended."),
            ["UnsupportedOperation.InstanceStateRunning"] = new(Fault.TargetStateInvalid, StopFirst),
            ["OperationDenied.InstanceCreating"] = new(Fault.TargetBusy, "The instance is being created; try again when it has started."),
            ["UnsupportedOperation.LatestOperationUnfinished"] =
                new(Fault.TargetBusy, "Another operation is running on the instance; try again when it has ended."),
            ["UnsupportedOperation.InvalidInstanceState"] =
                new(Fault.TargetStateInvalid, "The instance's state does not allow it; try again when it is stopped."),
            ["UnsupportedOperation.SpecialInstanceType"] =
                new(Fault.TargetStateInvalid, "This kind of instance does not support a password reset."),
            ["UnsupportedOperation.StoppedModeStopCharging"] =
                new(Fault.TargetStateInvalid, "The instance is stopped without charges; start it before resetting its password."),

            // Certain rejections of a family that is otherwise transient: ResetInstancesPassword and DescribeInstances,
            // tencentcloud-sdk-go cvm/v20170312/errors.go; AssumeRole, sts/v20180813/errors.go.
            ["FailedOperation.InvalidInstanceApplicationRole"] = new(Fault.TargetStateInvalid, ManagedByAnotherService),
            ["FailedOperation.InvalidInstanceApplicationRoleEmr"] = new(Fault.TargetStateInvalid, ManagedByAnotherService),
            ["FailedOperation.IllegalTagKey"] = new(Fault.Rejected),
            ["FailedOperation.IllegalTagValue"] = new(Fault.Rejected),
            ["FailedOperation.TagKeyReserved"] = new(Fault.Rejected),
            ["FailedOperation.CheckMFAError"] = new(Fault.AccessDenied, "The account's MFA check failed."),
            ["FailedOperation.MFATypeNotSupported"] = new(Fault.AccessDenied, "The account's kind of MFA is not supported for this call."),

            ["UnauthorizedOperation.MFAExpired"] = new(Fault.AccessDenied, "The account's MFA check has expired."),
            ["UnauthorizedOperation.MFANotFound"] = new(Fault.AccessDenied, "The account demands MFA for this call."),
            ["AuthFailure.SignatureExpire"] = new(Fault.ClockSkew, "Set this machine's clock; the provider allows five minutes."),
            ["AuthFailure.TokenFailure"] =
                new(Fault.CredentialExpired, "The temporary credential has expired or its token is invalid; get a new one."),
            ["AuthFailure.UnauthorizedOperation"] = new(Fault.AccessDenied),

            // AssumeRole, AssumeRoleWithWebIdentity; OverLimit is a throttle: tencentcloud-sdk-go sts/v20180813/errors.go.
            ["InvalidParameter.OverLimit"] = new(Fault.Throttled),
            ["InvalidParameter.OverTimeError"] = new(Fault.AuthenticationFailed,
                "The duration exceeds the role's maximum session duration. Set a shorter one, or a longer maximum on the role."),
            ["InvalidParameter.WebIdentityTokenError"] = new(Fault.AuthenticationFailed,
                "The identity provider did not accept the token. Check that the token in the file is current, that its audience is a "
                    + "client id of the identity provider, and that the provider has the issuer's current signing keys."),
            ["ResourceNotFound.RoleNotFound"] =
                new(Fault.AuthenticationFailed, "The role does not exist. Check the account and its name.") { ReplacesMessage = true },

            ["InternalError"] = new(Fault.Transient),
            ["InternalServerError"] = new(Fault.Transient),
            ["FailedOperation"] = new(Fault.Transient),
            ["ServiceUnavailable"] = new(Fault.Transient),
            ["ResourceUnavailable"] = new(Fault.TargetStateInvalid),
            ["ResourceInUse"] = new(Fault.TargetBusy),
            ["ResourceNotFound"] = new(Fault.TargetNotFound),
        },
        new Dictionary<string, ErrorCodeMeaning>(StringComparer.Ordinal)
        {
            // LimitExceeded (a quota) and RequestSizeLimitExceeded have similar names and are no throttles.
            ["RequestLimitExceeded"] = new(Fault.Throttled),
            ["AuthFailure"] = new(Fault.AuthenticationFailed, "Check the SecretId and SecretKey of the credential."),
            ["UnauthorizedOperation"] = new(Fault.AccessDenied),
            ["UnsupportedOperation"] =
                new(Fault.TargetStateInvalid, "The instance's state does not allow it; try again when it is stopped."),
            ["OperationDenied"] = new(Fault.TargetStateInvalid),
            ["MutexOperation"] = new(Fault.TargetBusy),
            ["InternalError"] = new(Fault.Transient),
            ["FailedOperation"] = new(Fault.Transient),
            ["IpInBlacklist"] = new(Fault.AuthenticationFailed),
            ["IpNotInWhitelist"] = new(Fault.AuthenticationFailed, "The account allows calls from listed addresses only."),
        });
}
