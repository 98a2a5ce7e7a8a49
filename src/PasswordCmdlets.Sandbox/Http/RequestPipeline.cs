using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PasswordCmdlets.Sandbox.Faults;
using PasswordCmdlets.Sandbox.Requests;

namespace PasswordCmdlets.Sandbox.Http;

/// <summary>
/// The steps of a call: read, recognised, logged, authenticated; then the faults and quotas that are set; then the provider's own rules.
/// </summary>
internal sealed class RequestPipeline
{
    private readonly RequestRouter _router;
    private readonly FaultInjector _faults;
    private readonly QuotaKeeper _quotas;
    private readonly FaultPlayer _player;
    private readonly RequestLog _log;
    private readonly CancellationToken _stopping;

    /// <summary>Creates the pipeline.</summary>
    /// <param name="router">Recognises calls.</param>
    /// <param name="faults">The faults that are set.</param>
    /// <param name="quotas">The quotas that are set.</param>
    /// <param name="player">Plays faults.</param>
    /// <param name="log">The log.</param>
    /// <param name="stopping">Cancelled when the sandbox stops.</param>
    public RequestPipeline(
        RequestRouter router,
        FaultInjector faults,
        QuotaKeeper quotas,
        FaultPlayer player,
        RequestLog log,
        CancellationToken stopping)
    {
        _router = router;
        _faults = faults;
        _quotas = quotas;
        _player = player;
        _log = log;
        _stopping = stopping;
    }

    /// <summary>Handles one request.</summary>
    /// <param name="context">The connection.</param>
    public async Task HandleAsync(HttpContext context)
    {
        using RequestReader reader = new();
        ApiRequest request = await reader.ReadAsync(context, context.RequestAborted);
        using ApiCall? call = _router.Open(request);
        if (call is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("No provider's API is served at this path.", context.RequestAborted);
            return;
        }

        RequestLogEntry? entry = _log.Begin(call);
        try
        {
            FaultOutcome outcome = await RespondAsync(context, call, entry);
            Note(entry, call, context.Response, outcome.Response);
            if (outcome.IsReset)
            {
                // Kestrel aborts with RST, not with FIN.
                context.Abort();
            }
            else if (outcome.Response is not null)
            {
                await ResponseWriter.WriteAsync(context.Response, outcome.Response, context.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested || _stopping.IsCancellationRequested)
        {
            Note(entry, call, context.Response, null);
            context.Abort();
        }
    }

    // The entry is complete before the client can see the response.
    private static void Note(RequestLogEntry? entry, ApiCall call, HttpResponse response, ApiResponse? apiResponse)
    {
        if (entry is not null)
        {
            entry.Status = apiResponse?.Status ?? (response.HasStarted ? response.StatusCode : 0);
            entry.ErrorCode = apiResponse?.ErrorCode;
            entry.Executed = call.Executed;
            entry.IsFinished = true;
        }
    }

    private async ValueTask<FaultOutcome> RespondAsync(HttpContext context, ApiCall call, RequestLogEntry? entry)
    {
        if (call.Authenticate() is ApiResponse rejection)
        {
            return FaultOutcome.Send(rejection);
        }

        if (_faults.Decide(call) is FaultRule fault)
        {
            if (entry is not null)
            {
                entry.Fault = fault.Kind;
            }

            using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping);
            return await _player.PlayAsync(context, call, fault, leaving.Token);
        }

        return FaultOutcome.Send(_quotas.Take(call) is ThrottleNotice notice ? call.Throttle(notice) : call.Execute());
    }
}
