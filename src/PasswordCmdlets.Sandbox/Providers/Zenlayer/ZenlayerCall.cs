using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Providers.Zenlayer;

/// <summary>A call of the ZEC API. Errors have an HTTP status of their own and <c>{"requestId","code","message"}</c>.</summary>
internal sealed class ZenlayerCall : ApiCall
{
    /// <summary>The path of the API.</summary>
    public const string Path = "/api/v2/zec";

    private readonly ZenlayerCloud _cloud;
    private readonly JsonDocument? _body;
    private readonly ZenlayerAuthenticator _authenticator;

    /// <summary>Opens a call.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="request">The request.</param>
    public ZenlayerCall(ZenlayerCloud cloud, ApiRequest request)
        : base(Cloud.Zenlayer, request)
    {
        _cloud = cloud;
        _body = JsonBody.TryParse(request.Body);
        Action = request.Header("X-ZC-Action") ?? string.Empty;
        RequestId = "T" + Guid.NewGuid().ToString().ToUpperInvariant();
        TargetIds = JsonBody.Text(_body, "instanceId") is string id ? [id] : JsonBody.Texts(_body, "instanceIds");
        _authenticator = new ZenlayerAuthenticator(cloud, request);
        AccessKeyId = _authenticator.AccessKeyId;
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Parameters => JsonBody.Flatten(_body);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _body?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    public override ApiAnswer? Authenticate()
    {
        ZenlayerError? error = _authenticator.Check(out AccessKey? key);
        Key = key;
        error ??= CheckCommonParameters();
        return error is null ? null : Answer(error);
    }

    /// <inheritdoc/>
    public override ApiAnswer Execute()
    {
        if (_body?.RootElement.ValueKind != JsonValueKind.Object)
        {
            return Answer(new ZenlayerError("INVALID_PARAMETER_VALUE", "The request body is not a JSON object."));
        }

        if (Action == "DescribeInstances")
        {
            ZenlayerError? error = ZecDescribeOperation.Run(_cloud, _body.RootElement, out List<ZecInstance> page, out int total);
            Executed = error is null;
            return error is not null
                ? Answer(error)
                : Answer(writer => ZecDescribeOperation.Write(writer, page, total));
        }

        ZenlayerError? refusal = ZecResetOperation.Run(_cloud, RequestId, _body);
        Executed = refusal is null;
        return refusal is null ? Answer(static _ => { }) : Answer(refusal);
    }

    /// <inheritdoc/>
    public override ApiAnswer Throttle(ThrottleNotice limit)
    {
        ApiAnswer answer = Answer(new ZenlayerError("REQUEST_LIMIT_EXCEEDED", "The number of requests exceeds the frequency limit."));
        return limit.RetryAfter is TimeSpan wait
            ? answer.WithHeader("Retry-After", ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture))
            : answer;
    }

    /// <inheritdoc/>
    public override ApiAnswer Refuse(string code, string? message, int? status)
    {
        ApiAnswer answer = Answer(new ZenlayerError(code, message ?? "The request was refused."));
        return status is null ? answer : answer with { Status = status.Value };
    }

    /// <inheritdoc/>
    public override ApiAnswer FailInternally(int status) => Answer(status == 500
        ? new ZenlayerError("INTERNAL_SERVER_ERROR", "An internal error has occurred.")
        : new ZenlayerError("SERVICE_TEMPORARY_UNAVAILABLE", "The service is temporarily unavailable.")) with
    { Status = status };

    private ZenlayerError? CheckCommonParameters()
    {
        // 2024-04-01 is deprecated and still answers.
        string? version = Request.Header("X-ZC-Version");
        if (version is not ("2025-09-01" or "2024-04-01"))
        {
            return version is null
                ? ZenlayerError.Missing("X-ZC-Version")
                : new ZenlayerError("INVALID_PARAMETER_VALUE", $"The version '{version}' does not exist.");
        }

        // The plural action is the VM product's (/api/v2/vm); whether it still answers here is not known, so it does not.
        if (Action is not ("ResetInstancePassword" or "DescribeInstances"))
        {
            return Action.Length == 0
                ? ZenlayerError.Missing("X-ZC-Action")
                : new ZenlayerError("INVALID_PARAMETER_VALUE", $"The action '{Action}' does not exist.");
        }

        return Key!.Denies(Action)
            ? new ZenlayerError(Key.DenialCode ?? "AUTHFAILURE_UNAUTHORIZED_OPERATION", "You are not authorized to perform this operation.")
            : null;
    }

    private ApiAnswer Answer(Action<Utf8JsonWriter> writeResponse) =>
        JsonResponse.Write(200, (RequestId, _cloud.Options.Envelope, writeResponse), static (writer, state) =>
        {
            writer.WriteStartObject();
            writer.WriteString("requestId"u8, state.RequestId);
            if (state.Envelope)
            {
                writer.WriteStartObject("response"u8);
                writer.WriteString("requestId"u8, state.RequestId);
            }

            state.writeResponse(writer);
            if (state.Envelope)
            {
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        });

    private ApiAnswer Answer(ZenlayerError error) =>
        JsonResponse.Write(error.Status, (RequestId, error), static (writer, state) =>
        {
            writer.WriteStartObject();
            writer.WriteString("requestId"u8, state.RequestId);
            writer.WriteString("code"u8, state.error.Code);
            writer.WriteString("message"u8, state.error.Message);
            writer.WriteEndObject();
        }) with
        { ErrorCode = error.Code };
}
