using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>A call of the CVM or the Lighthouse API. Errors are HTTP 200 with <c>Response.Error</c>.</summary>
internal sealed class TencentCall : ApiCall
{
    private readonly TencentCloud _cloud;
    private readonly TencentAuthenticator _authenticator;
    private readonly JsonDocument? _body;
    private readonly TencentService? _service;

    /// <summary>Opens a call.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="request">The request.</param>
    public TencentCall(TencentCloud cloud, ApiRequest request)
        : base(Cloud.Tencent, request)
    {
        _cloud = cloud;
        _authenticator = new TencentAuthenticator(cloud, request);
        _body = JsonBody.TryParse(request.Body);
        _service = TencentService.OfVersion(request.Header("X-TC-Version"));
        Service = _service?.Name;
        Action = request.Header("X-TC-Action") ?? string.Empty;
        Region = request.Header("X-TC-Region");
        RequestId = Guid.NewGuid().ToString();
        AccessKeyId = _authenticator.AccessKeyId;
        TargetIds = JsonBody.Texts(_body, "InstanceIds");
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Parameters => JsonBody.Flatten(_body);

    // The token in the body authorizes it.
    private bool IsUnsigned => _service == TencentService.Sts && Action == TencentService.AssumeRoleWithWebIdentity;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _body?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    public override ApiResponse? Authenticate()
    {
        AccessKey? key = null;
        TencentError? error = IsUnsigned ? _authenticator.CheckUnsigned() : _authenticator.Check(out key);
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

        Action<Utf8JsonWriter>? write = null;
        JsonElement parameters = _body.RootElement;
        bool isCvm = _service == TencentService.Cvm;
        TencentError? error = Action switch
        {
            TencentService.AssumeRole => TencentRoleOperations.Assume(_cloud, Key!, parameters, out write),
            TencentService.AssumeRoleWithWebIdentity => TencentRoleOperations.AssumeWithToken(_cloud, parameters, out write),
            TencentService.Reset when isCvm => CvmResetOperation.Run(_cloud, Region!, RequestId, parameters),
            TencentService.Reset => LighthouseResetOperation.Run(_cloud, Region!, RequestId, parameters),
            TencentService.Describe when isCvm => DescribeCvm(parameters, out write),
            TencentService.Describe => LighthouseDescribeOperation.Describe(_cloud, Region!, parameters, out write),
            _ => LighthouseDescribeOperation.DescribeDenied(_cloud, Region!, parameters, out write),
        };
        Executed = error is null;
        return Respond(error, write);
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

        if (_service is null)
        {
            return new TencentError("NoSuchVersion");
        }

        if (!_service.Actions.Contains(Action))
        {
            return new TencentError("InvalidAction", $"The request action=`{Action}` is invalid or not found in version `{version}`.");
        }

        if (string.IsNullOrEmpty(Region))
        {
            return TencentError.Missing("Region");
        }

        if (!TencentRegions.Contains(Region) && !_cloud.SeededRegions.ContainsKey(Region))
        {
            return new TencentError("UnsupportedRegion", $"The region `{Region}` is not supported.");
        }

        return Key?.Denies(Action) == true
            ? new TencentError(
                Key.DenialCode ?? "AuthFailure.UnauthorizedOperation",
                $"[request id:{RequestId}]you are not authorized to perform operation ({_service.Name}:{Action})")
            : null;
    }

    private TencentError? DescribeCvm(JsonElement parameters, out Action<Utf8JsonWriter>? write)
    {
        TencentError? error = CvmDescribeOperation.Run(_cloud, Region!, parameters, out List<CvmInstance> page, out int total);
        write = writer => CvmDescribeOperation.Write(writer, page, total, _cloud.Clock.Now);
        return error;
    }

    private ApiResponse Respond(TencentError? error, Action<Utf8JsonWriter>? write = null)
    {
        ApiResponse response = JsonResponse.Write(200, (Error: error, RequestId, Content: write), static (writer, state) =>
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
            else
            {
                state.Content?.Invoke(writer);
            }

            writer.WriteString("RequestId"u8, state.RequestId);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        return response with { ErrorCode = error?.Code };
    }
}
