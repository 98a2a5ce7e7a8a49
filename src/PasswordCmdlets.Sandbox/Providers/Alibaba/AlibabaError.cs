using System.Collections.Frozen;
using System.Collections.Generic;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>
/// An error. Statuses and texts are those of the documents of the operations and of the public error codes
/// (error-center.alibabacloud.com/status/product/Public).
/// </summary>
/// <param name="Code">The error code.</param>
/// <param name="Message">The message; null for the code's usual text.</param>
internal sealed record AlibabaError(string Code, string? Message = null)
{
    private static readonly FrozenDictionary<string, (int Status, string Message)> Known = new Dictionary<string, (int, string)>
    {
        ["AuthenticationFail.NoPermission"] = (401, "There is no permission."),
        ["AuthenticationFail.OIDCToken.AudienceNotMatch"] = (401, "The audience of the OIDC token does not match the client IDs."),
        ["AuthenticationFail.OIDCToken.Expired"] = (401, "The OIDC token has expired."),
        ["AuthenticationFail.OIDCToken.Invalid"] = (401, "The OIDC token is invalid."),
        ["AuthenticationFail.OIDCToken.InvalidSignature"] = (401, "The signature of the OIDC token is invalid."),
        ["EntityNotExist.Role"] = (404, "The role not exists."),
        ["InvalidParameter.DurationSeconds"] = (400, "The Min/Max value of DurationSeconds is 15min/max session duration of the role."),
        ["InvalidParameter.RoleArn"] = (400, "The parameter RoleArn is wrongly formed."),
        ["InvalidParameter.RoleSessionName"] = (400, "The parameter RoleSessionName is wrongly formed."),
        ["EntityAlreadyExists.User.LoginProfile"] = (409, "The login profile already exists."),
        ["EntityNotExist.User"] = (404, "The user does not exist."),
        ["EntityNotExist.User.LoginProfile"] = (404, "The login policy does not exist."),
        ["Forbidden.AccessKeyDisabled"] = (403, "The AccessKey ID is disabled."),
        ["Forbidden.RAM"] = (403, "User not authorized to operate on the specified resource, or this API doesn't support RAM."),
        ["IllegalTimestamp"] = (400, "The input parameter \"Timestamp\" that is mandatory for processing this request is not supplied."),
        ["IncompleteSignature"] = (400, "The request signature does not conform to Aliyun standards."),
        ["IncorrectInstanceStatus"] = (403, "The current status of the resource does not support this operation."),
        ["IncorrectVncPassword.Malformed"] = (400, "The specified parameter VncPassword is not valid."),
        ["InstanceExpiredOrInArrears"] = (403, "The specified operation is denied as your prepay instance is expired or in arrears."),
        ["InstanceLockedForSecurity"] = (403, "The instance is locked due to security."),
        ["InstanceNotReady"] = (403, "Temporarily unable to connect to the instance. Please try again later."),
        ["DiskError"] = (403, "IncorrectDiskStatus."),
        ["DryRunOperation"] = (400, "Request validation has been passed with DryRun flag set."),
        ["InternalError"] = (500, "The request processing has failed due to some unknown error."),
        ["InvalidAccessKeyId.NotFound"] = (404, "Specified access key is not found."),
        ["InvalidAction.NotFound"] = (404, "Specified api is not found, please check your url and method."),
        ["InvalidInstanceId.NotFound"] = (404, "The specified InstanceId does not exist."),
        ["InvalidHostPassword.Malformed"] = (400, "The specified parameter \"Password\" is not valid."),
        ["InvalidOperation.InvalidEcsState"] = (400, "The current status of the instance does not support this operation."),
        ["InvalidOperation.InvalidRegion"] = (403, "The specified region does not support this operation."),
        ["InvalidPassword.Malformed"] = (400, "The specified parameter \"Password\" is not valid."),
        ["InvalidUser.Unauthorized"] = (403, "The user is not authorized."),
        ["OperationDenied"] = (403, "The current status of the resource does not support this operation."),
        ["InvalidParameter.NewPassword.ReusePrevention"] =
            (400, "The parameter - \"NewPassword\" is not compliant with the reuse prevention password policy."),
        ["InvalidParameter.NewPassword.TooWeak"] = (400, "The parameter - \"NewPassword\" is not compliant with the password policy."),
        ["InvalidParameter.OldPassword.Incorrect"] = (400, "The parameter - \"OldPassword\" is incorrect."),
        ["InvalidParameter.Password.ReusePrevention"] =
            (400, "The parameter - \"Password\" is not compliant with the reuse prevention password policy."),
        ["InvalidParameter.Password.TooWeak"] = (400, "The parameter - \"Password\" is not compliant with the password policy."),
        ["InvalidParameter.UserName.InvalidChars"] = (400, "The parameter - \"UserName\" contains invalid chars."),
        ["InvalidParameter.UserName.Length"] = (400, "The parameter - \"UserName\" beyond the length limit."),
        ["InvalidRegionId.NotFound"] = (404, "The specified RegionId does not exist."),
        ["InvalidSecurityToken.Expired"] = (400, "Specified SecurityToken is expired."),
        ["InvalidSecurityToken.Malformed"] = (400, "Specified SecurityToken is malformed."),
        ["InvalidSecurityToken.MismatchWithAccessKey"] = (400, "Specified SecurityToken mismatch with the AccessKey."),
        ["InvalidSignatureMethod"] = (400, "Specified signature method is not valid."),
        ["InvalidTimeStamp.Expired"] = (400, "Specified time stamp or date value is expired."),
        ["InvalidTimeStamp.Format"] = (400, "Specified time stamp or date value is not well formatted."),
        ["InvalidVersion"] = (400, "Specified parameter Version is not valid."),
        ["MissingSecurityToken"] = (400, "SecurityToken is mandatory for this action."),
        ["NoPermission"] = (403, "You are not authorized to do this action."),
        ["NoSuchResource"] = (404, "The specified resource is not found."),
        ["NotSupport.Account"] = (400, "This method can be only invoked by sub user."),
        ["OperationConflict"] = (409, "The operation conflicts with another one."),
        ["ServiceUnavailable"] = (503, "The request has failed due to a temporary failure of the server."),
        ["ServiceUnavailable.RegionMaintaining"] = (503, "The region is under maintenance."),
        ["SignatureDoesNotMatch"] = (400, "Specified signature is not matched with our calculation."),
        ["SignatureNonceUsed"] = (400, "Specified signature nonce was used already."),
        ["Throttling"] = (400, "Request was denied due to request throttling."),
        ["Throttling.Api"] = (400, "Request was denied due to api flow control."),
        ["Throttling.User"] = (400, "Request was denied due to user flow control."),
        ["UnsupportedHTTPMethod"] = (405, "This http method is not supported."),
    }.ToFrozenDictionary();

    /// <summary>The HTTP status of the code.</summary>
    public int Status => Known.TryGetValue(Code, out (int Status, string Message) known) ? known.Status : 400;

    /// <summary>The message, or the code's usual text.</summary>
    public string Text
        => Message ?? (Known.TryGetValue(Code, out (int Status, string Message) known) ? known.Message : "The request was refused.");

    /// <summary>A parameter of ECS is missing.</summary>
    /// <param name="name">The parameter.</param>
    public static AlibabaError MissingParameter(string name) =>
        new("MissingParameter", $"The input parameter \"{name}\" that is mandatory for processing this request is not supplied.");

    /// <summary>A parameter that the gateway itself checks (common ones, and all of RAM's) is missing.</summary>
    /// <param name="name">The parameter.</param>
    public static AlibabaError Missing(string name) => new("Missing" + name, $"{name} is mandatory for this action.");

    /// <summary>A parameter has an impossible value.</summary>
    /// <param name="name">The parameter.</param>
    public static AlibabaError InvalidParameter(string name)
        => new("InvalidParameter", $"The specified parameter \"{name}\" is not valid.");
}
