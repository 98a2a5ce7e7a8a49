using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Zenlayer;

/// <summary>ZEC error codes, from the call's page and from the common codes (docs.console.zenlayer.com, commonerrorcode).</summary>
internal static class ZenlayerErrorCodes
{
    private const string CheckKey = "Check the access key id and its password.";

    public static ErrorCodes Table { get; } = new(
        new Dictionary<string, ErrorCodeMeaning>(StringComparer.Ordinal)
        {
            ["INVALID_PASSWORD_MALFORMED"] = new(Fault.PasswordRejected),
            ["OPERATION_DENIED_INSTANCE_IN_OPERATION"] =
                new(Fault.TargetBusy, "Another operation is running on the instance; try again when it has ended."),
            ["OPERATION_DENIED_INSTANCE_NOT_RUNNING"] =
                new(Fault.TargetStateInvalid, "Start the instance first; its guest agent sets the password."),
            ["INVALID_INSTANCE_NOT_FOUND"] = new(Fault.TargetNotFound, "Check the id."),
            ["OPERATION_FAILED_RESOURCE_NOT_FOUND"] = new(Fault.TargetNotFound, "Check the id."),
            ["OPERATION_FAILED_RESOURCE_GROUP_NOT_FOUND"] = new(Fault.TargetNotFound),
            ["OPERATION_FAILED_FOR_RECYCLE_RESOURCE"] = new(Fault.TargetStateInvalid, "The instance is being recycled."),
            ["AUTHFAILURE_INVALID_AUTHORIZATION"] = new(Fault.AuthenticationFailed, CheckKey),
            ["AUTHFAILURE_SIGNATURE_FAILURE"] = new(Fault.AuthenticationFailed, CheckKey),
            ["AUTHFAILURE_SIGNATURE_EXPIRED"] = new(Fault.ClockSkew, "Set this machine's clock; the provider allows five minutes."),
            ["AUTHFAILURE_UNAUTHORIZED_OPERATION"] = new(Fault.AccessDenied),
            ["REQUEST_LIMIT_EXCEEDED"] = new(Fault.Throttled),
            ["INTERNAL_SERVER_ERROR"] = new(Fault.Transient),
            ["SERVICE_TEMPORARY_UNAVAILABLE"] = new(Fault.Transient),
            ["REQUEST_TIMED_OUT"] = new(Fault.Transient),
        },
        new Dictionary<string, ErrorCodeMeaning>(StringComparer.Ordinal));
}
