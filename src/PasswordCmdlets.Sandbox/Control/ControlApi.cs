using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PasswordCmdlets.Sandbox.Faults;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Requests;
using PasswordCmdlets.Sandbox.Roles;
using PasswordCmdlets.Sandbox.Seeds;

namespace PasswordCmdlets.Sandbox.Control;

/// <summary>The sandbox's own API, to read and to change its state. docs/sandbox.md describes it.</summary>
internal sealed class ControlApi
{
    /// <summary>The path of the API.</summary>
    public const string Root = "/_sandbox";

    private readonly SandboxServer _server;
    private readonly StateReader _reader;

    /// <summary>Creates the API.</summary>
    /// <param name="server">The sandbox it steers.</param>
    public ControlApi(SandboxServer server)
    {
        _server = server;
        _reader = new StateReader(server.State);
    }

    /// <summary>Handles one control request.</summary>
    /// <param name="context">The connection.</param>
    public async Task HandleAsync(HttpContext context)
    {
        string path = context.Request.Path.Value![Root.Length..].TrimEnd('/');
        try
        {
            Task handled = (context.Request.Method, path) switch
            {
                // A browser sends JSON of another origin only after asking, and it is rejected then.
                ("POST", _) when !context.Request.HasJsonContentType() => FailAsync(
                    context, StatusCodes.Status415UnsupportedMediaType, "The content type has to be application/json."),
                ("GET", "/health") => WriteAsync(
                    context, new HealthView("ok", _server.State.Clock.Now, _server.Requests.Count)),
                ("GET", "/state") => WriteAsync(context, ReadState(context.Request.Query)),
                ("POST", "/seed") => SeedAsync(context),
                ("GET", "/faults") => WriteAsync(
                    context, _server.Faults.Active.Select(fault => new FaultView(fault.Id, fault.Met, fault.Hit, fault.Rule))),
                ("POST", "/faults") => AddFaultAsync(context),
                ("DELETE", "/faults") => ClearAsync(context, _server.Faults.Clear),
                ("DELETE", _) when path.StartsWith("/faults/", StringComparison.Ordinal)
                    => RemoveFaultAsync(context, path["/faults/".Length..]),
                ("GET", "/requests") => WriteAsync(context, ReadRequests(context.Request.Query)),
                ("DELETE", "/requests") => ClearAsync(context, _server.Requests.Clear),
                ("GET", "/clock") => WriteClockAsync(context),
                ("POST", "/clock") => ChangeClockAsync(context),
                ("POST", "/login") => LoginAsync(context),
                ("POST", "/tokens") => IssueTokenAsync(context),
                _ => FailAsync(context, StatusCodes.Status404NotFound, $"There is no {context.Request.Method} {Root}{path}."),
            };
            await handled;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            await FailAsync(context, StatusCodes.Status400BadRequest, exception.Message);
        }
    }

    private static async Task WriteAsync<T>(HttpContext context, T value, int status = StatusCodes.Status200OK)
    {
        byte[] body = SandboxJson.Write(value);
        await ResponseWriter.WriteAsync(context.Response, new ApiResponse(status, ApiResponse.Json, body), context.RequestAborted);
    }

    private static Task FailAsync(HttpContext context, int status, string error) =>
        WriteAsync(context, new ControlResult { Error = error }, status);

    private static Task ClearAsync(HttpContext context, Action clear)
    {
        clear();
        return WriteAsync(context, new ControlResult());
    }

    private static Task<T> ReadAsync<T>(HttpContext context) => SandboxJson.ParseAsync<T>(context.Request.Body, context.RequestAborted);

    private static Cloud? ProviderOf(IQueryCollection query) => query["provider"].ToString() switch
    {
        "" => null,
        string name when Enum.TryParse(name, ignoreCase: true, out Cloud provider) && Enum.IsDefined(provider) => provider,
        string name => throw new ArgumentException($"There is no provider '{name}'."),
    };

    private static bool IsSet(IQueryCollection query, string name) =>
        string.Equals(query[name].ToString(), "true", StringComparison.OrdinalIgnoreCase);

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    private static RequestView View(RequestLogEntry entry, bool withParameters) => new()
    {
        Sequence = entry.Sequence,
        ReceivedAt = entry.ReceivedAt,
        Provider = entry.Provider,
        Action = entry.Action,
        Method = entry.Method,
        Url = entry.Url,
        Region = entry.Region,
        AccessKeyId = entry.AccessKeyId,
        TargetIds = entry.TargetIds,
        RequestId = entry.RequestId,
        Status = entry.Status,
        ErrorCode = entry.ErrorCode,
        Fault = entry.Fault,
        Executed = entry.Executed,
        IsFinished = entry.IsFinished,
        Headers = entry.Headers,
        Parameters = withParameters ? entry.Parameters : null,
    };

    private StateView ReadState(IQueryCollection query) => _reader.Read(ProviderOf(query), Text(query, "id"), IsSet(query, "passwords"));

    private RequestView[] ReadRequests(IQueryCollection query)
    {
        Cloud? provider = ProviderOf(query);
        string? action = Text(query, "action");
        string? id = Text(query, "id");
        long after = long.TryParse(query["after"], NumberStyles.None, CultureInfo.InvariantCulture, out long sequence) ? sequence : 0;
        bool withParameters = IsSet(query, "parameters");
        return
        [
            .. _server.Requests.Entries
                .Where(entry => entry.Sequence > after
                    && (provider is null || entry.Provider == provider)
                    && (action is null || entry.Action == action)
                    && (id is null || entry.TargetIds.Contains(id)))
                .Select(entry => View(entry, withParameters)),
        ];
    }

    private async Task SeedAsync(HttpContext context)
    {
        SandboxSeed seed = await ReadAsync<SandboxSeed>(context);
        if (IsSet(context.Request.Query, "merge"))
        {
            _server.Seeder.Merge(seed);
        }
        else
        {
            _server.Seeder.Replace(seed);
        }

        await WriteAsync(context, _reader.Read(null, null, withPasswords: false));
    }

    private async Task AddFaultAsync(HttpContext context)
    {
        FaultRule rule = await ReadAsync<FaultRule>(context);
        await WriteAsync(context, new ControlResult { Id = _server.Faults.Add(rule) }, StatusCodes.Status201Created);
    }

    private Task RemoveFaultAsync(HttpContext context, string id) =>
        int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && _server.Faults.Remove(number)
            ? WriteAsync(context, new ControlResult { Id = number })
            : FailAsync(context, StatusCodes.Status404NotFound, $"There is no fault '{id}'.");

    private Task WriteClockAsync(HttpContext context) => WriteAsync(
        context,
        new ClockView(_server.State.Clock.Now, _server.State.Clock.Skew.TotalSeconds, _server.State.Clock.IsVirtual));

    private async Task ChangeClockAsync(HttpContext context)
    {
        ClockChange change = await ReadAsync<ClockChange>(context);
        _server.State.Clock.Advance(TimeSpan.FromSeconds(change.AdvanceSeconds));
        _server.State.Clock.Skew = change.SkewSeconds is double skew ? TimeSpan.FromSeconds(skew) : _server.State.Clock.Skew;
        await WriteClockAsync(context);
    }

    private async Task IssueTokenAsync(HttpContext context)
    {
        TokenRequest request = await ReadAsync<TokenRequest>(context);
        DateTimeOffset now = _server.State.Clock.Now;
        TokenClaims claims = new(request.Issuer, request.Subject, request.Audience, now.AddSeconds(request.ExpiresInSeconds));
        await WriteAsync(context, new TokenView(_server.State.Roles.Issuer.Issue(claims, now, request.Forged)));
    }

    private async Task LoginAsync(HttpContext context)
    {
        LoginAttempt attempt = await ReadAsync<LoginAttempt>(context);
        await (_reader.Accepts(attempt) is bool accepted
            ? WriteAsync(context, new ControlResult { Accepted = accepted })
            : FailAsync(context, StatusCodes.Status404NotFound, $"There is no '{attempt.Id}'."));
    }
}
