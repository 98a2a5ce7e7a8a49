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
    public override ApiResponse? Authenticate()
    {
        ZenlayerError? error = _authenticator.Check(out AccessKey? key);
        Key = key;
        error ??= CheckCommonParameters();
        return error is null ? null : Respond(error);
    }

    /// <inheritdoc/>
    public override ApiResponse Execute()
    {
        if (_body?.RootElement.ValueKind != JsonValueKind.Object)
        {
            return Respond(new ZenlayerError("INVALID_PARAMETER_VALUE", "The request body is not a JSON object."));
        }

        if (Action == "DescribeInstances")
        {
            ZenlayerError? error = ZecDescribeOperation.Run(_cloud, _body.RootElement, out List<ZecInstance> page, out int total);
            Executed = error is null;
            return error is not null
                ? Respond(error)
                : Respond(writer => ZecDescribeOperation.Write(writer, page, total));
        }

        ZenlayerError? rejection = ZecResetOperation.Run(_cloud, RequestId, _body);
        Executed = rejection is null;
        return rejection is null ? Respond(static _ => { }) : Respond(rejection);
    }

    /// <inheritdoc/>
    public override ApiResponse Throttle(ThrottleNotice limit)
    {
        ApiResponse response = Respond(new ZenlayerError("REQUEST_LIMIT_EXCEEDED", "The number of requests exceeds the frequency limit."));
        return limit.RetryAfter is TimeSpan wait
            ? response.WithHeader("Retry-After", ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture))
            : response;
    }

    /// <inheritdoc/>
    public override ApiResponse Reject(string code, string? message, int? status)
    {
        ApiResponse response = Respond(new ZenlayerError(code, message ?? "The request was refused."));
        return status is null ? response : response with { Status = status.Value };
    }

    /// <inheritdoc/>
    public override ApiResponse FailInternally(int status) => Respond(status == 500
        ? new ZenlayerError("INTERNAL_SERVER_ERROR", "An internal error has occurred.")
        : new ZenlayerError("SERVICE_TEMPORARY_UNAVAILABLE", "The service is temporarily unavailable.")) with
    { Status = status };

    private ZenlayerError? CheckCommonParameters()
    {
        // 2024-04-01 is deprecated and still works.
        string? version = Request.Header("X-ZC-Version");
        if (version is not ("2025-09-01" or "2024-04-01"))
        {
            return version is null
                ? ZenlayerError.Missing("X-ZC-Version")
                : new ZenlayerError("INVALID_PARAMETER_VALUE", $"The version '{version}' does not exist.");
        }

        // The plural action is the VM product's (/api/v2/vm); whether it still works here is not known, so it does not.
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

    private ApiResponse Respond(Action<Utf8JsonWriter> writeResponse) =>
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

    private ApiResponse Respond(ZenlayerError error) =>
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
