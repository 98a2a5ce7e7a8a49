using System.Collections.Frozen;
using System.Collections.Generic;

namespace PasswordCmdlets.Sandbox.Providers.Zenlayer;

/// <summary>An error: HTTP status, code and message (docs.console.zenlayer.com, common error codes).</summary>
/// <param name="Code">The error code.</param>
/// <param name="Message">The message.</param>
internal sealed record ZenlayerError(string Code, string Message)
{
    private static readonly FrozenDictionary<string, int> Statuses = new Dictionary<string, int>
    {
        ["AUTHFAILURE_INVALID_AUTHORIZATION"] = 401,
        ["AUTHFAILURE_SIGNATURE_FAILURE"] = 401,
        ["AUTHFAILURE_SIGNATURE_EXPIRED"] = 401,
        ["AUTHFAILURE_UNAUTHORIZED_OPERATION"] = 401,
        ["OPERATION_DENIED_INSTANCE_NOT_RUNNING"] = 403,
        ["OPERATION_FAILED_FOR_RECYCLE_RESOURCE"] = 403,
        ["INVALID_INSTANCE_NOT_FOUND"] = 404,
        ["OPERATION_FAILED_RESOURCE_NOT_FOUND"] = 404,
        ["OPERATION_FAILED_RESOURCE_GROUP_NOT_FOUND"] = 404,
        ["REQUEST_LIMIT_EXCEEDED"] = 429,
        ["INTERNAL_SERVER_ERROR"] = 500,
        ["SERVICE_TEMPORARY_UNAVAILABLE"] = 503,
        ["REQUEST_TIMED_OUT"] = 503,
    }.ToFrozenDictionary();

    /// <summary>The HTTP status of the code; 400 unless documented otherwise.</summary>
    public int Status => Statuses.GetValueOrDefault(Code, 400);

    /// <summary>A required parameter is missing.</summary>
    /// <param name="name">The parameter.</param>
    public static ZenlayerError Missing(string name) => new("MISSING_PARAMETER", $"The required parameter '{name}' is missing.");

    /// <summary>A parameter has the wrong type.</summary>
    /// <param name="name">The parameter.</param>
    public static ZenlayerError WrongType(string name) => new("INVALID_PARAMETER_TYPE", $"The type of parameter '{name}' is invalid.");
}
