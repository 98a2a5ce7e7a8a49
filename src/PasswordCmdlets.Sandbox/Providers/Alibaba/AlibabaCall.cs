using System;
using System.Collections.Generic;
using System.Globalization;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>
/// A call of ECS 2014-05-26, RAM 2015-05-01 or STS 2015-04-01, the version telling which. Errors have an HTTP status of their own;
/// responses are XML unless JSON is asked for.
/// </summary>
internal sealed class AlibabaCall : ApiCall
{
    private const string EcsVersion = "2014-05-26";
    private const string RamVersion = "2015-05-01";
    private const string StsVersion = "2015-04-01";

    private readonly AlibabaCloud _cloud;
    private readonly AlibabaParameters _parameters;
    private readonly AlibabaAuthenticator _authenticator;
    private readonly string? _version;

    private AlibabaCall(AlibabaCloud cloud, ApiRequest request, AlibabaParameters parameters)
        : base(Cloud.Alibaba, request)
    {
        _cloud = cloud;
        _parameters = parameters;
        _authenticator = new AlibabaAuthenticator(cloud, request, parameters);
        _version = request.Header("x-acs-version") ?? parameters["Version"];
        Action = request.Header("x-acs-action") ?? parameters["Action"] ?? string.Empty;

        // RebootInstance needs no region: the instance is where it is.
        Region = parameters["RegionId"] ?? (parameters["InstanceId"] is string id ? cloud.Instances.Peek(id)?.Template.Region : null);
        AccessKeyId = _authenticator.AccessKeyId;
        RequestId = Guid.NewGuid().ToString().ToUpperInvariant();

        // ChangePassword specifies no user: it is for the owner of the key.
        TargetIds = TargetsOf(parameters, Action == "ChangePassword" ? cloud.Keys.Find(Cloud.Alibaba, AccessKeyId)?.UserName : null);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Parameters => _parameters.Values;

    private bool IsRam => _version == RamVersion;

    private bool IsSts => _version == StsVersion;

    // Version 3 clients say what they read in Accept, and read JSON.
    private bool AsJson => _parameters["Format"] is string format
        ? format.Equals("JSON", StringComparison.OrdinalIgnoreCase)
        : _authenticator.IsAcs3 && Request.Header("Accept")?.Contains("xml", StringComparison.OrdinalIgnoreCase) != true;

    /// <summary>Opens a call; null when the request is not one of an RPC product.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="request">The request.</param>
    public static AlibabaCall? TryOpen(AlibabaCloud cloud, ApiRequest request)
    {
        AlibabaParameters parameters = new(request);
        return parameters["Action"] is not null || parameters["Signature"] is not null || request.Header("x-acs-action") is not null
            ? new AlibabaCall(cloud, request, parameters)
            : null;
    }

    /// <inheritdoc/>
    public override ApiResponse? Authenticate()
    {
        AlibabaError? error = CheckCommonParameters();
        if (error is null && IsSts && Action == StsOperations.AssumeRoleWithOidc)
        {
            // The token in the request authorizes it.
            return null;
        }

        if (error is null)
        {
            error = _authenticator.Check(out AccessKey? key);
            Key = key;
        }

        error ??= CheckPermission();
        return error is null ? null : Respond(error);
    }

    /// <inheritdoc/>
    public override ApiResponse Execute()
    {
        using AlibabaDocument document = new(AsJson, Action + "Response");
        AlibabaError? error = Run(document);
        Executed = error is null;
        if (error is not null)
        {
            return Respond(error);
        }

        document.Write("RequestId", RequestId);
        return document.ToResponse(200);
    }

    private bool ListsNothing => _cloud.Options.ListsNothingWithoutPermission && Action == EcsOperations.Describe && Key!.Denies(Action)
        && _parameters["DryRun"] is null;

    private AlibabaError? Run(AlibabaDocument document)
    {
        if (IsSts)
        {
            return new StsOperations(_cloud, _parameters).Run(Action, Key, document);
        }

        return IsRam
            ? new RamOperations(_cloud, _parameters, Key!, RequestId).Run(Action, document)
            : new EcsOperations(_cloud, _parameters, RequestId).Run(Action, document, ListsNothing);
    }

    /// <inheritdoc/>
    public override ApiResponse Throttle(ThrottleNotice limit)
    {
        ApiResponse response = Respond(new AlibabaError(_cloud.Options.ThrottlingCode));
        return limit.RetryAfter is TimeSpan wait
            ? response.WithHeader("x-acs-retry-after", ((long)Math.Ceiling(wait.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture))
            : response;
    }

    /// <inheritdoc/>
    public override ApiResponse Reject(string code, string? message, int? status)
    {
        ApiResponse response = Respond(new AlibabaError(code, message));
        return status is null ? response : response with { Status = status.Value };
    }

    /// <inheritdoc/>
    public override ApiResponse FailInternally(int status) =>
        Respond(new AlibabaError(status == 500 ? "InternalError" : "ServiceUnavailable")) with { Status = status };

    private static List<string> TargetsOf(AlibabaParameters parameters, string? owner)
    {
        if ((parameters["InstanceId"] ?? parameters["UserName"] ?? owner) is string id)
        {
            return [id];
        }

        return parameters["InstanceIds"] is string list && EcsDescribeOperation.TryReadIds(list, out List<string> ids) ? ids : [];
    }

    private AlibabaError? CheckCommonParameters()
    {
        if (Request.Method is not ("GET" or "POST"))
        {
            return new AlibabaError("UnsupportedHTTPMethod");
        }

        if (Action.Length == 0 || _version is null)
        {
            return AlibabaError.Missing(Action.Length == 0 ? "Action" : "Version");
        }

        if (_version is not (EcsVersion or RamVersion or StsVersion))
        {
            return new AlibabaError("InvalidVersion");
        }

        bool isKnown = IsSts
            ? StsOperations.Knows(Action)
            : IsRam ? RamOperations.Knows(Action) : EcsOperations.Knows(Action);
        return isKnown ? null : new AlibabaError("InvalidAction.NotFound");
    }

    private AlibabaError? CheckPermission()
    {
        // GetCallerIdentity needs no permission; that of AssumeRole is checked with the trust policy.
        if (IsSts || !Key!.Denies(Action) || ListsNothing)
        {
            return null;
        }

        return Key.DenialCode is null && IsRam
            ? new AlibabaError("NoPermission", $"You are not authorized to do this action. Action: ram:{Action}")
            : new AlibabaError(Key.DenialCode ?? "Forbidden.RAM");
    }

    private ApiResponse Respond(AlibabaError error)
    {
        using AlibabaDocument document = new(AsJson, "Error");
        document.Write("RequestId", RequestId);
        document.Write("HostId", Request.Host);
        document.Write("Code", error.Code);
        document.Write("Message", error.Text);
        string product = IsSts ? "Sts" : IsRam ? "Ram" : "Ecs";
        document.Write(
            "Recommend",
            $"https://api.alibabacloud.com/troubleshoot?q={error.Code}&product={product}&requestId={RequestId}");
        return document.ToResponse(error.Status) with { ErrorCode = error.Code };
    }
}
