using System.Collections.Frozen;
using System.Collections.Generic;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>
/// The texts of Tencent's error codes, after tencentcloud-sdk-go-intl-en cvm/v20170312/errors.go,
/// tencentcloud-sdk-go lighthouse/v20200324/errors.go and the common error codes
/// (cloud.tencent.com/document/api/213/30435).
/// </summary>
internal static class TencentErrors
{
    private static readonly FrozenDictionary<string, string> Messages = new Dictionary<string, string>
    {
        ["AuthFailure.InvalidAuthorization"] = "The request `Authorization` header does not conform to the Tencent Cloud standard.",
        ["AuthFailure.SecretIdNotFound"] = "The SecretId is not found, please ensure that your SecretId is correct.",
        ["AuthFailure.SignatureExpire"] =
            "The signature has expired: the timestamp differs from the server's time by more than five minutes.",
        ["AuthFailure.SignatureFailure"] = "The provided credentials could not be validated. Please check your signature is correct.",
        ["AuthFailure.TokenFailure"] = "The provided token is invalid or has expired.",
        ["AuthFailure.UnauthorizedOperation"] = "You are not authorized to perform this operation.",
        ["FailedOperation.InvalidInstanceApplicationRoleEmr"] = "EMR instances do not support this operation.",
        ["InternalError"] = "An internal error has occurred. Retry your request, but if the problem persists, contact us.",
        ["InternalServerError"] = "Internal operation error.",
        ["InvalidInstance.NotSupported"] = "This instance is not supported.",
        ["InvalidInstanceId.Malformed"] = "Invalid instance ID. The specified instance ID has an invalid format.",
        ["InvalidInstanceId.NotFound"] = "No instance found.",
        ["InvalidParameter.OverTimeError"] = "The validity period of the temporary key exceeds the limit.",
        ["InvalidParameter.ParamError"] = "Parameter error.",
        ["InvalidParameter.WebIdentityTokenError"] = "The web identity token is not valid.",
        ["ResourceNotFound.RoleNotFound"] = "The role does not exist.",
        ["UnauthorizedOperation"] = "Unauthorized operation.",
        ["InvalidParameter.ParameterConflict"] = "The parameters conflict with each other.",
        ["InvalidParameterValue.Duplicated"] = "Parameter value is duplicated.",
        ["InvalidParameterValue.InstanceIdMalformed"] = "Invalid parameter value: the instance ID is malformed.",
        ["InvalidParameterValue.InvalidPassword"] = "Invalid password. The specified password does not meet the complexity requirements.",
        ["InvalidParameterValue.LimitExceeded"] = "The number of parameter values exceeds the limit.",
        ["InvalidParameterValue.TagKeyNotFound"] = "The specified tag key does not exist.",
        ["InvalidParameterValue.TooLong"] = "Invalid parameter value: parameter value is too long.",
        ["InvalidPassword"] = "Invalid password. The specified password does not meet the password requirements.",
        ["MutexOperation.TaskRunning"] = "An identical job is running.",
        ["NoSuchVersion"] = "The requested version does not exist.",
        ["OperationDenied.InstanceOperationInProgress"] = "The instance has an operation in progress. Please try again later.",
        ["OperationDenied.InstanceCreating"] = "It is not allowed to operate an instance while it is being created.",
        ["RequestSizeLimitExceeded"] = "The request exceeds the size limit of 10 MB.",
        ["ResourceNotFound.InstanceIdNotFound"] = "The instance ID does not exist.",
        ["ServiceUnavailable"] = "The service is temporarily unavailable.",
        ["UnauthorizedOperation.MFAExpired"] = "Unauthorized operation. Make sure Multi-Factor Authentication (MFA) is valid.",
        ["UnauthorizedOperation.MFANotFound"] = "Unauthorized operation. Make sure Multi-Factor Authentication (MFA) exists.",
        ["UnsupportedOperation.InstanceStateEnterRescueMode"] =
            "Instances are entering the rescue mode, and this operation is not supported.",
        ["UnsupportedOperation.InstanceStateExitRescueMode"] =
            "Instances are exiting from the rescue mode, and this operation is not supported.",
        ["UnsupportedOperation.InstanceStateFreezing"] = "The operation is not supported for the frozen instances.",
        ["UnsupportedOperation.InstanceStateIsolating"] = "The instance is isolated.",
        ["UnsupportedOperation.InstanceStatePending"] = "The instances are being created, and this operation is not supported.",
        ["UnsupportedOperation.InstanceStateRebooting"] = "The instances are being restarted, and this operation is not supported.",
        ["UnsupportedOperation.InstanceStateRescueMode"] = "Instances in the rescue mode are not available for this operation.",
        ["UnsupportedOperation.InstanceStateRunning"] = "Running instances do not support this operation.",
        ["UnsupportedOperation.InstanceStateServiceLiveMigrate"] = "The instances are being migrated, and this operation is not supported.",
        ["UnsupportedOperation.InstanceStateShutdown"] = "Isolated instances do not support this operation.",
        ["UnsupportedOperation.InstanceStateStarting"] = "The instance is starting up, and this operation is not supported.",
        ["UnsupportedOperation.InstanceStateStopping"] = "The instance is being shut down, and this operation is not supported.",
        ["UnsupportedOperation.InstanceStateTerminating"] = "The instance is being terminated, and the operation is not supported.",
        ["UnsupportedOperation.InvalidInstanceState"] = "The instance status does not support this operation.",
        ["UnsupportedOperation.LatestOperationUnfinished"] = "The latest operation of the instance is not finished.",
        ["UnsupportedOperation.SpecialInstanceType"] = "This special instance type does not support the operation.",
        ["UnsupportedOperation.StoppedModeStopCharging"] = "The instance does not support the no charges when shut down feature.",
    }.ToFrozenDictionary();

    /// <summary>The text of an error code.</summary>
    /// <param name="code">The code.</param>
    public static string MessageOf(string code) => Messages.GetValueOrDefault(code, "The request was refused.");

    /// <summary>The code with which a reset of an instance in a state is rejected; null when the state allows it.</summary>
    /// <param name="state">The instance's state.</param>
    public static string? OfState(string state) => state switch
    {
        "RUNNING" or "STOPPED" => null,
        "PENDING" => "UnsupportedOperation.InstanceStatePending",
        "STARTING" => "UnsupportedOperation.InstanceStateStarting",
        "STOPPING" => "UnsupportedOperation.InstanceStateStopping",
        "REBOOTING" => "UnsupportedOperation.InstanceStateRebooting",
        "SHUTDOWN" => "UnsupportedOperation.InstanceStateShutdown",
        "TERMINATING" => "UnsupportedOperation.InstanceStateTerminating",
        "FREEZING" => "UnsupportedOperation.InstanceStateFreezing",
        "ISOLATING" => "UnsupportedOperation.InstanceStateIsolating",
        "RESCUE_MODE" => "UnsupportedOperation.InstanceStateRescueMode",
        "ENTER_RESCUE_MODE" => "UnsupportedOperation.InstanceStateEnterRescueMode",
        "EXIT_RESCUE_MODE" => "UnsupportedOperation.InstanceStateExitRescueMode",
        "SERVICE_LIVE_MIGRATE" or "ENTER_SERVICE_LIVE_MIGRATE" or "EXIT_SERVICE_LIVE_MIGRATE"
            => "UnsupportedOperation.InstanceStateServiceLiveMigrate",

        // LAUNCH_FAILED and whatever is new: no code of its own is documented.
        _ => "InvalidInstance.NotSupported",
    };
}
