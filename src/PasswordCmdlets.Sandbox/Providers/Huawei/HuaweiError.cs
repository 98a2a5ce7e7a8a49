using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>
/// An error. Codes, statuses and texts are those of the appendix "Error Codes" of the DCS API reference
/// (opentelekomcloud-docs/distributed-cache-service api-ref/source/appendix/error_codes.rst), of that of ECS
/// (support.huaweicloud.com/intl/en-us/api-ecs/ErrorCode.html) and of API Gateway.
/// </summary>
/// <param name="Code">The error code, in its present form: DCS.4019, APIGW.0301.</param>
/// <param name="Message">The message; null for the code's usual text.</param>
internal sealed record HuaweiError(string Code, string? Message = null)
{
    private static readonly FrozenDictionary<string, (int Status, string Message)> Known = new Dictionary<string, (int, string)>
    {
        ["APIGW.0101"] = (404, "The API does not exist or has not been published in the environment"),
        ["APIGW.0106"] = (400, "Orchestration error"),
        ["APIGW.0201"] = (503, "Backend unavailable"),
        ["APIGW.0301"] = (401, "Incorrect IAM authentication information"),
        ["APIGW.0302"] = (403, "The IAM user is not authorized to access the API"),
        ["APIGW.0303"] = (401, "Incorrect app authentication information"),
        ["APIGW.0305"] = (401, "Incorrect authentication information"),
        ["APIGW.0307"] = (401, "The token must be updated"),
        ["APIGW.0308"] = (429, "The throttling threshold has been reached: policy user over ratelimit"),
        ["DCS.1001"] = (401, "Invalid token."),
        ["DCS.1002"] = (401, "Token expired."),
        ["DCS.1003"] = (401, "No token in the request."),
        ["DCS.1004"] = (401, "Project ID does not match the token."),
        ["DCS.2003"] = (403, "This role does not have the permission to perform this operation."),
        ["DCS.2007"] = (403, "Insufficient permissions."),
        ["DCS.3002"] = (403, "This tenant has read permission only and cannot perform this operation."),
        ["DCS.3003"] = (403, "This role does not have the permission to perform this operation."),
        ["DCS.3022"] = (404, "This DCS instance does not exist."),
        ["DCS.4001"] = (404, "The requested URL does not exist."),
        ["DCS.4002"] = (400, "Invalid project ID format."),
        ["DCS.4004"] = (400, "Empty request body."),
        ["DCS.4005"] = (400, "The message body contains invalid characters or is not in JSON format."),
        ["DCS.4017"] = (400, "This DCS instance job task is still running."),
        ["DCS.4019"] = (400, "The password does not meet complexity requirements."),
        ["DCS.4026"] = (400, "This operation is not allowed when the DCS instance is in the current state."),
        ["DCS.4049"] = (400, "The instance status is not running."),
        ["DCS.4061"] = (400, "Invalid instance ID format."),
        ["DCS.4080"] = (400, "Instance password verify failed."),
        ["DCS.4096"] = (400, "the instance is backuping."),
        ["DCS.4097"] = (400, "the instance is restoring."),
        ["DCS.4111"] = (400, "the instance is restarting."),
        ["DCS.4113"] = (400, "the instance is extending."),
        ["DCS.4114"] = (400, "the instance is configuring."),
        ["DCS.4115"] = (400, "the instance is changing the password."),
        ["DCS.4116"] = (400, "the instance is upgrading."),
        ["DCS.4117"] = (400, "the instance is rollbacking the version."),
        ["DCS.4118"] = (400, "the instance is creating."),
        ["DCS.4120"] = (400, "the instance is Freezing."),
        ["DCS.4121"] = (400, "the instance is resetting the password."),
        ["DCS.4800"] = (400, "Invalid parameter in the request."),
        ["DCS.4839"] = (400, "is not support reset instance password."),
        ["DCS.4843"] = (400, "The no_password_access parameter is missing or its value is invalid."),
        ["DCS.4845"] = (400, "The password parameter is missing or its value is invalid."),
        ["DCS.4849"] = (400, "The request parameter new_password should not exist."),
        ["DCS.4850"] = (400, "This operation is not supported when Password-Free Access is enabled for the instance."),
        ["DCS.4975"] = (400, "Another operation is in progress on the instance."),
        ["DCS.5000"] = (500, "Internal service error."),
        ["Common.0013"] = (401, "Authentication token verification failed."),
        ["Common.0018"] = (400, "The project ID of the token is different from that in the URL."),
        ["Common.0024"] = (202, "exceeds flow over limit."),
        ["Common.1503"] = (503, "Service unavailable."),
        ["Ecs.0000"] = (400, "Request error."),
        ["Ecs.0003"] = (403, "The account is abnormal."),
        ["Ecs.0005"] = (400, "Invalid parameters."),
        ["Ecs.0011"] = (400, "Weak password."),
        ["Ecs.0023"] = (400, "The tenant ID does not match the token."),
        ["Ecs.0030"] = (400, "The server is frozen and cannot be resized."),
        ["Ecs.0100"] = (400, "The server status does not meet requirements."),
        ["Ecs.0118"] = (400, "The number of servers exceeds the upper limit."),
        ["Ecs.0603"] = (501, "The server is executing another command. Try again in 1 minute."),
        ["Ecs.0605"] = (400, "The server is locked."),
        ["Ecs.0610"] = (400, "Failed to reset the password."),
        ["Ecs.0611"] = (400, "Failed to reset passwords in a batch."),
        ["Ecs.0612"] = (400, "Failed to check the password reset plug-in."),
        ["Ecs.0613"] = (400, "The password reset plug-in is not installed."),
        ["Ecs.0614"] = (404, "The server does not exist."),
        ["Pdp.0001"] = (403, "Policy doesn't allow the operation to be performed."),
    }.ToFrozenDictionary();

    /// <summary>The HTTP status of the code: by the table, else by its first digit.</summary>
    public int Status => Known.TryGetValue(Code, out (int Status, string Message) known) ? known.Status : Code switch
    {
        _ when Code.StartsWith("DCS.1", StringComparison.Ordinal) => 401,
        _ when Code.StartsWith("DCS.2", StringComparison.Ordinal) => 403,
        _ when Code.StartsWith("DCS.5", StringComparison.Ordinal) => 500,
        _ => 400,
    };

    private string Text
        => Message ?? (Known.TryGetValue(Code, out (int Status, string Message) known) ? known.Message : "The request was refused.");

    // ECS has one shape.
    private bool IsOfEcs => Code.Split('.')[0] is "Ecs" or "Common" or "Pdp";

    // The gateway has one shape, whatever the service behind it does.
    private bool IsOfGateway => Code.StartsWith("APIGW.", StringComparison.Ordinal);

    /// <summary>
    /// The code with which a password operation is rejected because of the instance's status or task; null when they allow it.
    /// </summary>
    /// <param name="template">The instance.</param>
    public static string? OfState(DcsTemplate template) => template.Task switch
    {
        null => template.Status switch
        {
            "RUNNING" => null,
            "CREATING" => "DCS.4118",
            "RESTARTING" => "DCS.4111",
            "EXTENDING" => "DCS.4113",
            "RESTORING" => "DCS.4097",
            "FROZEN" or "FLUSHING" or "CREATEFAILED" => "DCS.4026",
            _ => "DCS.4049",
        },
        "BACKUPING" => "DCS.4096",
        "RESTORING" => "DCS.4097",
        "RESTARTING" => "DCS.4111",
        "EXTENDING" => "DCS.4113",
        "CONFIGURING" => "DCS.4114",
        "CHANGING_PASSWORD" => "DCS.4115",
        "UPGRADING" => "DCS.4116",
        "ROLLBACKING" => "DCS.4117",
        "CREATING" => "DCS.4118",
        "FREEZING" => "DCS.4120",
        "RESETTING_PASSWORD" => "DCS.4121",
        _ => "DCS.4017",
    };

    /// <summary>The usual text of a code.</summary>
    /// <param name="code">The code.</param>
    public static string TextOf(string code) => new HuaweiError(code).Text;

    /// <summary>Writes the error.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="shape">The shape, where the service has one.</param>
    /// <param name="isVersion1">Whether the call is of v1.0, which has numeric codes.</param>
    /// <param name="requestId">The request's id.</param>
    public void Write(Utf8JsonWriter writer, HuaweiErrorShape shape, bool isVersion1, string requestId)
    {
        string code = isVersion1 ? NumericCode() : Code;
        shape = IsOfEcs ? HuaweiErrorShape.Nested : shape;
        writer.WriteStartObject();
        if (IsOfGateway)
        {
            writer.WriteString("error_msg"u8, Text);
            writer.WriteString("error_code"u8, Code);
            writer.WriteString("request_id"u8, requestId);
        }
        else if (shape == HuaweiErrorShape.Flat)
        {
            writer.WriteString("error_code"u8, code);
            writer.WriteString("error_msg"u8, Text);
            writer.WriteNull("error_ext_msg"u8);
        }
        else
        {
            if (shape == HuaweiErrorShape.Nested)
            {
                writer.WriteStartObject("error"u8);
            }

            writer.WriteString("code"u8, code);
            writer.WriteString("message"u8, Text);
            if (shape == HuaweiErrorShape.Nested)
            {
                writer.WriteEndObject();
            }
        }

        writer.WriteEndObject();
    }

    // DCS.4019 was 111400019, DCS.3022 111404022, DCS.1001 111401001, DCS.5000 111500000: the status, then the last three digits.
    private string NumericCode() =>
        Code.StartsWith("DCS.", StringComparison.Ordinal) && Code.Length == 8
            ? string.Create(CultureInfo.InvariantCulture, $"111{Status}{Code.AsSpan(5)}")
            : Code;
}
