using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>
/// A call of DCS v1.0 or v2, of ECS v1 or v1.1, or of IAM v3. A DCS change that fails may return HTTP 200 with a <c>result</c> other than
/// success.
/// </summary>
internal sealed class HuaweiCall : ApiCall
{
    private readonly HuaweiCloud _cloud;
    private readonly HuaweiRoute _route;
    private readonly HuaweiAuthenticator _authenticator;
    private readonly JsonDocument? _body;

    private HuaweiCall(HuaweiCloud cloud, ApiRequest request, HuaweiRoute route)
        : base(Cloud.Huawei, request)
    {
        _cloud = cloud;
        _route = route;
        _authenticator = new HuaweiAuthenticator(cloud, request);
        _body = JsonBody.TryParse(request.Body);
        Action = route.Action;

        Service = route.IsEcs ? "ecs" : route.IsIam ? "iam" : "dcs";
        Region = cloud.RegionOf(route.ProjectId);
        AccessKeyId = _authenticator.AccessKeyId;
        TargetIds = TargetsOf(route, request, _body);
        RequestId = Guid.NewGuid().ToString("N");
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Parameters => JsonBody.Flatten(_body);

    /// <summary>Opens a call; null when the path is none of DCS, ECS or IAM.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="request">The request.</param>
    public static HuaweiCall? TryOpen(HuaweiCloud cloud, ApiRequest request) =>
        HuaweiRoute.Parse(request.Method, request.Path) is HuaweiRoute route ? new HuaweiCall(cloud, request, route) : null;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _body?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    public override ApiResponse? Authenticate()
    {
        if (Request.IsTooLarge)
        {
            return Respond(new HuaweiError("APIGW.0201", "Request entity too large")) with { Status = 413 };
        }

        bool isPasswordOfVersion2 = !_route.IsVersion1 && _route.Action is HuaweiRoute.UpdatePassword or HuaweiRoute.ResetPassword;
        if (_route.Action.Length == 0 || (isPasswordOfVersion2 && !_cloud.Options.HasVersion2))
        {
            return Respond(new HuaweiError("APIGW.0101"));
        }

        // A token request authenticates in its body.
        if (_route.Action is HuaweiRoute.CreateToken or HuaweiRoute.CreateTokenByIdToken)
        {
            return null;
        }

        HuaweiError? error = IsProjectId(_route.ProjectId) ? _authenticator.Check(_route.ProjectId, out AccessKey? key) : Reject(out key);
        Key = error is null ? key : null;
        error ??= key!.Denies(Action) ? new HuaweiError(key.DenialCode ?? (_route.IsEcs ? "Pdp.0001" : "DCS.2003")) : null;
        bool isWrongProject = error?.Code is "DCS.1004" or "DCS.4002";
        return error is null ? null : Respond(_route.IsEcs && isWrongProject ? new HuaweiError("Ecs.0023") : error);

        static HuaweiError Reject(out AccessKey? none)
        {
            none = null;
            return new HuaweiError("DCS.4002");
        }
    }

    /// <inheritdoc/>
    public override ApiResponse Execute()
    {
        ApiResponse response = Run();
        Executed = response.ErrorCode is null
            && !(_route.Action == HuaweiRoute.ResetServers && EcsServerOperations.IsDryRun(_body?.RootElement ?? default));
        return response.WithHeader("X-Request-Id", RequestId);
    }

    /// <inheritdoc/>
    public override ApiResponse Throttle(ThrottleNotice limit)
    {
        string window = limit.Window == TimeSpan.FromMinutes(1) ? "1 minute" : "1 second";
        ApiResponse response = Respond(new HuaweiError(
            "APIGW.0308", $"The throttling threshold has been reached: policy user over ratelimit,limit:{limit.Limit},time:{window}"));
        return limit.RetryAfter is TimeSpan wait
            ? response.WithHeader("Retry-After", ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture))
            : response;
    }

    /// <inheritdoc/>
    public override ApiResponse Reject(string code, string? message, int? status)
    {
        ApiResponse response = Respond(new HuaweiError(code, message));
        return status is null ? response : response with { Status = status.Value };
    }

    /// <inheritdoc/>
    public override ApiResponse FailInternally(int status)
        => Respond(new HuaweiError(status == 500 && !_route.IsEcs ? "DCS.5000" : "APIGW.0201")) with { Status = status };

    private static bool IsProjectId(string? id) => id is null || (id.Length == 32 && id.All(char.IsAsciiHexDigit));

    private ApiResponse Run()
    {
        switch (_route.Action)
        {
            case HuaweiRoute.CreateToken:
                return IamOperations.CreateToken(_cloud, _body);
            case HuaweiRoute.CreateTokenByIdToken:
                return IamRoleOperations.CreateToken(_cloud, _route, Request, _body);
            case HuaweiRoute.CreateTemporaryKey:
                return IamRoleOperations.CreateKey(_cloud, Key!, _body);
            case HuaweiRoute.ListProjects:
                return IamOperations.ListProjects(_cloud, Key!, Request);
            case HuaweiRoute.ListInstances:
                HuaweiError? wrong = DcsQueries.TryList(_cloud, _route, Request, out ApiResponse? list);
                return wrong is null ? list! : Respond(wrong);
            default:
                return _route.IsEcs ? RunOnServers() : RunOnInstance();
        }
    }

    private static List<string> TargetsOf(HuaweiRoute route, ApiRequest request, JsonDocument? body) => route.Action switch
    {
        HuaweiRoute.ShowJob => [],
        HuaweiRoute.ListServer or HuaweiRoute.ListServers => EcsServerQueries.Ids(route, request),
        HuaweiRoute.ResetServers when body is not null => EcsServerOperations.Ids(body.RootElement) ?? [],
        HuaweiRoute.RebootServers when body?.RootElement.ValueKind == JsonValueKind.Object =>
            [.. body.RootElement.EnumerateObject().SelectMany(static act => EcsServerOperations.Ids(act.Value) ?? [])],
        _ => route.InstanceId is string id ? [id] : [],
    };

    private ApiResponse RunOnServers()
    {
        ApiResponse? response = null;
        HuaweiError? error;
        switch (_route.Action)
        {
            case HuaweiRoute.ListServer or HuaweiRoute.ListServers:
                error = EcsServerLists.TryList(_cloud, _route, Request, out response);
                break;
            case HuaweiRoute.ShowFlag:
                EcsServer? server = _cloud.Servers.Peek(_route.InstanceId!);
                error = server?.Template.ProjectId == _route.ProjectId ? null : new HuaweiError("Ecs.0614");
                response = error is null ? EcsServerQueries.ShowFlag(server!) : null;
                break;
            case HuaweiRoute.ShowJob:
                error = _cloud.Jobs.TryGetValue(_route.InstanceId!, out EcsServerJob? job) && job.ProjectId == _route.ProjectId
                    ? null
                    : new HuaweiError("Ecs.0005");
                response = error is null ? EcsServerQueries.ShowJob(job!, _cloud.Clock.Now) : null;
                break;
            default:
                EcsServerOperations operations = new(_cloud, _route, RequestId);
                JsonElement body = _body?.RootElement ?? default;
                error = _route.Action switch
                {
                    HuaweiRoute.ResetServer => operations.TryReset(body, out response),
                    HuaweiRoute.ResetServers => operations.TryBatchReset(body, out response),
                    _ => operations.TryAct(body, out response),
                };
                break;
        }

        return error is null ? response! : Respond(error);
    }

    private ApiResponse RunOnInstance()
    {
        if (!Guid.TryParseExact(_route.InstanceId, "D", out _))
        {
            return Respond(new HuaweiError("DCS.4061"));
        }

        bool isChange = _route.Action is HuaweiRoute.UpdatePassword or HuaweiRoute.ResetPassword;
        DcsInstance? instance = isChange ? _cloud.Instances.Find(_route.InstanceId) : _cloud.Instances.Peek(_route.InstanceId);
        if (instance is null || instance.Template.ProjectId != _route.ProjectId)
        {
            return Respond(new HuaweiError("DCS.3022"));
        }

        lock (instance.SyncRoot)
        {
            if (!isChange)
            {
                return DcsQueries.Show(instance);
            }

            if (_body?.RootElement.ValueKind != JsonValueKind.Object)
            {
                return Respond(new HuaweiError(Request.Body.IsEmpty ? "DCS.4004" : "DCS.4005"));
            }

            DcsPasswordOperations operations = new(_cloud, instance, _route.IsVersion1, RequestId);
            HuaweiError? error = _route.Action == HuaweiRoute.ResetPassword
                ? operations.TryReset(_body.RootElement, out ApiResponse? done)
                : operations.TryChange(_body.RootElement, out done);
            return error is null ? done! : Respond(error);
        }
    }

    private ApiResponse Respond(HuaweiError error)
    {
        ApiResponse response = JsonResponse.Write(
            error.Status,
            (error, _cloud.Options.ErrorShape, _route.IsVersion1, RequestId),
            static (writer, state) => state.error.Write(writer, state.ErrorShape, state.IsVersion1, state.RequestId));
        return (response with { ErrorCode = error.Code }).WithHeader("X-Request-Id", RequestId);
    }
}
