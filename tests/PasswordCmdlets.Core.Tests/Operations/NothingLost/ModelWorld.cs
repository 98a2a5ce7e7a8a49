using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Tests.Operations.NothingLost;

/// <summary>The process died here.</summary>
internal sealed class CrashException : Exception;

/// <summary>How one change request goes.</summary>
internal enum Fate
{
    Executed,
    Throttled,
    Busy,
    PasswordRejected,
    LostBefore,
    LostAfter,
    ServerErrorBefore,
    ServerErrorAfter,
    GarbageAfter,
}

/// <summary>
/// One instance with a password, one vault, and every outside effect of a run counted, so that a run can be made to die right before any of
/// them and another run can take place between any two.
/// </summary>
internal sealed class ModelWorld
{
    public const string InitialPassword = "initial";

    private readonly object _gate = new();

    public Dictionary<string, string> Vault { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The password the instance really has.</summary>
    public string Password { get; set; } = InitialPassword;

    public string LatestRequestId { get; set; } = "earlier";

    /// <summary>Which run executed how many changes.</summary>
    public Dictionary<string, int> Executions { get; } = [];

    public void Set(string runId, string password, string requestId)
    {
        lock (_gate)
        {
            Password = password;
            LatestRequestId = requestId;
            Executions[runId] = Executions.GetValueOrDefault(runId) + 1;
        }
    }
}

/// <summary>One process: its effects, where it dies, and what happens between them.</summary>
internal sealed class ModelProcess(ModelWorld world, string runId, int? crashBefore, Fate[] fates, bool mayDescribe,
    Action<int>? between = null) : HttpMessageHandler, ISecretStore
{
    private int _effects;
    private int _changes;
    private volatile bool _dead;

    public string Name => "vault";

    public string Identity => "vault";

    public string RunId => runId;

    public int Effects => _effects;

    public bool IsDead => _dead;

    public int Changes => _changes;

    public void Store(string entry, SecretText secret) =>
        Effect(() => world.Vault[entry] = secret.Reveal(0, static (characters, _) => characters.ToString()));

    public SecretText Fetch(string entry) => world.Vault.TryGetValue(entry, out string? secret)
        ? new SecretText(secret.AsSpan())
        : throw new SecretStoreException("There is none.");

    public bool Describe(string entry, IReadOnlyDictionary<string, string> metadata)
    {
        Effect(static () => { });
        return true;
    }

    public SecretMetadata? MetadataOf(string entry) => null;

    public void Remove(string entry) => Effect(() => world.Vault.Remove(entry));

    public IReadOnlyList<string> Names(string prefix)
    {
        IReadOnlyList<string> names = [];
        Effect(() => names = world.Vault.Keys.Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).ToArray());
        return names;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        using JsonDocument json = JsonDocument.Parse(body);
        bool tencent = request.Headers.TryGetValues("X-TC-Action", out IEnumerable<string>? actions);
        string action = tencent ? actions!.First() : request.Headers.GetValues("X-ZC-Action").First();
        try
        {
            return action == "DescribeInstances" ? Describe(tencent) : Change(tencent, json.RootElement);
        }
        catch (CrashException)
        {
            throw new HttpRequestException("The process is gone.");
        }
    }

    private HttpResponseMessage Describe(bool tencent)
    {
        if (_dead)
        {
            throw new CrashException();
        }

        return (tencent, mayDescribe) switch
        {
            (true, true) =>
                Json(200,
                    $$$"""
                    {"Response":{"RequestId":"look","InstanceSet":[{"InstanceId":"ins-1","InstanceState":"STOPPED",
                    "LatestOperation":"ResetInstancesPassword","LatestOperationState":"SUCCESS",
                    "LatestOperationRequestId":"{{{world.LatestRequestId}}}"}]}}
                    """),
            (true, false) => Json(200, """{"Response":{"RequestId":"look","Error":{"Code":"UnauthorizedOperation","Message":"no"}}}"""),
            (false, true) =>
                Json(200,
                    """
                    {"requestId":"look","response":{"requestId":"look","dataSet":[{"instanceId":"ins-1","status":"RUNNING",
                    "enableAgent":true}]}}
                    """),
            _ => Json(401, """{"requestId":"look","code":"AUTHFAILURE_UNAUTHORIZED_OPERATION","message":"no"}"""),
        };
    }

    private HttpResponseMessage Change(bool tencent, JsonElement body)
    {
        int number = Interlocked.Increment(ref _changes);
        Fate fate = number <= fates.Length ? fates[number - 1] : Fate.Executed;
        string password = body.GetProperty(tencent ? "Password" : "password").GetString()!;
        string requestId = $"{runId}-{number}";
        if (fate is Fate.Executed or Fate.LostAfter or Fate.ServerErrorAfter or Fate.GarbageAfter)
        {
            Effect(() => world.Set(runId, password, requestId));
        }
        else if (_dead)
        {
            throw new CrashException();
        }

        return fate switch
        {
            Fate.Executed => tencent
                ? Json(200, $$$"""{"Response":{"RequestId":"{{{requestId}}}"} }""")
                : Json(200, $$$"""{"requestId":"{{{requestId}}}"}"""),
            Fate.Throttled => Error(tencent, 429, "RequestLimitExceeded", "REQUEST_LIMIT_EXCEEDED", requestId),
            Fate.Busy =>
                Error(tencent, 400, "OperationDenied.InstanceOperationInProgress", "OPERATION_DENIED_INSTANCE_IN_OPERATION", requestId),
            Fate.PasswordRejected => Error(tencent, 400, "InvalidPassword", "INVALID_PASSWORD_MALFORMED", requestId),
            Fate.ServerErrorBefore or Fate.ServerErrorAfter =>
                Error(tencent, 500, "InternalServerError", "INTERNAL_SERVER_ERROR", requestId),
            Fate.GarbageAfter => Json(200, "<html>"),
            _ => throw new HttpRequestException(HttpRequestError.ResponseEnded),
        };
    }

    private void Effect(Action effect)
    {
        if (_dead)
        {
            throw new CrashException();
        }

        int number = _effects++;
        between?.Invoke(number);
        if (number == crashBefore)
        {
            _dead = true;
            throw new CrashException();
        }

        effect();
    }

    private static HttpResponseMessage Error(bool tencent, int status, string tencentCode, string zenlayerCode, string requestId)
    {
        HttpResponseMessage response = tencent
            ? Json(200, $$$"""{"Response":{"RequestId":"{{{requestId}}}","Error":{"Code":"{{{tencentCode}}}","Message":"refused"} } }""")
            : Json(status, $$$"""{"requestId":"{{{requestId}}}","code":"{{{zenlayerCode}}}","message":"refused"}""");
        response.Headers.TryAddWithoutValidation("Retry-After", "0");
        return response;
    }

    private static HttpResponseMessage Json(int status, string text) =>
        new((HttpStatusCode)status) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
}
