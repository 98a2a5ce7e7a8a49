using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>A call of the CVM API 2017-03-12. Errors are HTTP 200 with <c>Response.Error</c>.</summary>
internal sealed class TencentCall : ApiCall
{
    private const string Version = "2017-03-12";

    private readonly TencentCloud _cloud;
    private readonly TencentAuthenticator _authenticator;
    private readonly JsonDocument? _body;

    /// <summary>Opens a call.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="request">The request.</param>
    public TencentCall(TencentCloud cloud, ApiRequest request)
        : base(Cloud.Tencent, request)
    {
        _cloud = cloud;
        _authenticator = new TencentAuthenticator(cloud, request);
        _body = JsonBody.TryParse(request.Body);
        Action = request.Header("X-TC-Action") ?? string.Empty;
        Region = request.Header("X-TC-Region");
        RequestId = Guid.NewGuid().ToString();
        AccessKeyId = _authenticator.AccessKeyId;
        TargetIds = JsonBody.Texts(_body, "InstanceIds");
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
        TencentError? error = _authenticator.Check(out AccessKey? key);
        Key = key;
        error ??= CheckCommonParameters();
        return error is null ? null : Respond(error);
    }

    /// <inheritdoc/>
    public override ApiResponse Execute()
    {
        if (_body is null)
        {
            return Respond(new TencentError("InvalidParameter", "The request body is not valid JSON."));
        }

        if (Action == "ResetInstancesPassword")
        {
            TencentError? rejection = CvmResetOperation.Run(_cloud, Region!, RequestId, _body.RootElement);
            Executed = rejection is null;
            return Respond(rejection);
        }

        TencentError? error = CvmDescribeOperation.Run(_cloud, Region!, _body.RootElement, out List<CvmInstance> page, out int total);
        Executed = error is null;
        if (error is not null)
        {
            return Respond(error);
        }

        return JsonResponse.Write(200, (Page: page, Total: total, _cloud.Clock.Now, RequestId), static (writer, state) =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("Response"u8);
            CvmDescribeOperation.Write(writer, state.Page, state.Total, state.Now);
            writer.WriteString("RequestId"u8, state.RequestId);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    /// <inheritdoc/>
    public override ApiResponse Throttle(ThrottleNotice limit)
    {
        string window = limit.Window == TimeSpan.FromMinutes(1) ? "minute" : "second";

        // The text is the one that users quote, in issue trackers for example.
        ApiResponse response = Respond(new TencentError(
            "RequestLimitExceeded",
            $"Your current request times equals to `{limit.Observed}` in a {window}, "
            + $"which exceeds the frequency limit `{limit.Limit}` for a {window}. "
            + "Please reduce the frequency of calls."));
        return limit.RetryAfter is TimeSpan wait
            ? response.WithHeader("Retry-After", ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture))
            : response;
    }

    /// <inheritdoc/>
    public override ApiResponse Reject(string code, string? message, int? status) =>
        Respond(new TencentError(code, message)) with { Status = status ?? 200 };

    /// <inheritdoc/>
    public override ApiResponse FailInternally(int status) =>
        Respond(new TencentError(status == 500 ? "InternalError" : "ServiceUnavailable")) with { Status = status };

    private TencentError? CheckCommonParameters()
    {
        if (Request.Header("X-TC-Version") is not string version)
        {
            return TencentError.Missing("Version");
        }

        if (version != Version)
        {
            return new TencentError("NoSuchVersion");
        }

        if (Action is not ("ResetInstancesPassword" or "DescribeInstances"))
        {
            return new TencentError("InvalidAction", $"The request action=`{Action}` is invalid or not found in version `{Version}`.");
        }

        if (string.IsNullOrEmpty(Region))
        {
            return TencentError.Missing("Region");
        }

        if (!TencentRegions.Contains(Region) && !_cloud.SeededRegions.ContainsKey(Region))
        {
            return new TencentError("UnsupportedRegion", $"The region `{Region}` is not supported.");
        }

        return Key!.Denies(Action)
            ? new TencentError(
                Key.DenialCode ?? "AuthFailure.UnauthorizedOperation",
                $"[request id:{RequestId}]you are not authorized to perform operation (cvm:{Action})")
            : null;
    }

    private ApiResponse Respond(TencentError? error)
    {
        ApiResponse response = JsonResponse.Write(200, (Error: error, RequestId), static (writer, state) =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("Response"u8);
            if (state.Error is not null)
            {
                writer.WriteStartObject("Error"u8);
                writer.WriteString("Code"u8, state.Error.Code);
                writer.WriteString("Message"u8, state.Error.Message ?? TencentErrors.MessageOf(state.Error.Code));
                writer.WriteEndObject();
            }

            writer.WriteString("RequestId"u8, state.RequestId);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        return response with { ErrorCode = error?.Code };
    }
}
