using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Faults;

/// <summary>Plays a fault on a connection.</summary>
internal sealed class FaultPlayer
{
    private const int SlowBodyPieces = 8;

    // Longer than any client waits. Finite, so that a test's clock can end it.
    private static readonly TimeSpan Forever = TimeSpan.FromDays(24);

    private readonly TimeProvider _wireTime;

    /// <summary>Creates a player.</summary>
    /// <param name="wireTime">The time that delays on the wire take.</param>
    public FaultPlayer(TimeProvider wireTime) => _wireTime = wireTime;

    /// <summary>Plays a fault.</summary>
    /// <param name="context">The connection.</param>
    /// <param name="call">The call that is hit.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects or the sandbox stops.</param>
    /// <returns>What remains to be done with the connection.</returns>
    public async Task<FaultOutcome> PlayAsync(HttpContext context, ApiCall call, FaultRule fault, CancellationToken cancellationToken)
    {
        if (fault.DelayMilliseconds > 0 && fault.Kind != FaultKind.SlowBody)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMilliseconds), _wireTime, cancellationToken);
        }

        if (fault.AfterCommit)
        {
            // Its response is lost.
            call.Execute();
        }

        FaultOutcome outcome = await ApplyAsync(context, call, fault, cancellationToken);
        return outcome.Response is ApiResponse apiResponse && fault.Headers.Count > 0
            ? FaultOutcome.Send(apiResponse with { Headers = [.. apiResponse.Headers, .. fault.Headers] })
            : outcome;
    }

    private async Task<FaultOutcome> ApplyAsync(HttpContext context, ApiCall call, FaultRule fault, CancellationToken cancellationToken)
    {
        switch (fault.Kind)
        {
            case FaultKind.Throttle:
                TimeSpan? hint = fault.RetryAfterMilliseconds is int wait ? TimeSpan.FromMilliseconds(wait) : null;
                ApiResponse throttled = call.Throttle(new ThrottleNotice(11, 10, TimeSpan.FromSeconds(1), hint));
                return FaultOutcome.Send(throttled with { Status = fault.Status ?? throttled.Status });
            case FaultKind.Refuse:
                return FaultOutcome.Send(call.Reject(fault.Code!, fault.Message, fault.Status));
            case FaultKind.ServerError:
                return FaultOutcome.Send(call.FailInternally(fault.Status ?? 500));
            case FaultKind.GatewayError:
                return FaultOutcome.Send(GatewayResponse(fault));
            case FaultKind.Html:
                return FaultOutcome.Send(new ApiResponse(fault.Status ?? 502, "text/html", HtmlPage()));
            case FaultKind.Truncate:
                ApiResponse whole = call.Execute();
                return FaultOutcome.Send(whole with { Body = whole.Body[..(whole.Body.Length / 2)] });
            case FaultKind.SlowBody:
                await TrickleAsync(
                    context.Response, call.Execute(), TimeSpan.FromMilliseconds(fault.DelayMilliseconds), cancellationToken);
                return FaultOutcome.Done;
            case FaultKind.Reset:
                return FaultOutcome.Reset;
            case FaultKind.Hang:
                await Task.Delay(Forever, _wireTime, cancellationToken);
                return FaultOutcome.Done;
            default:
                return FaultOutcome.Send(call.Execute());
        }
    }

    private static ApiResponse GatewayResponse(FaultRule fault)
    {
        ApiResponse apiResponse = new(fault.Status ?? 503, "text/plain", ReadOnlyMemory<byte>.Empty);
        return fault.RetryAfterMilliseconds is int wait
            ? apiResponse.WithHeader("Retry-After", ((wait + 999) / 1000).ToString(CultureInfo.InvariantCulture))
            : apiResponse;
    }

    private static byte[] HtmlPage() =>
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>\r\n"u8.ToArray();

    private async Task TrickleAsync(HttpResponse response, ApiResponse apiResponse, TimeSpan pause, CancellationToken cancellationToken)
    {
        ResponseWriter.WriteHead(response, apiResponse);
        int size = Math.Max(1, (apiResponse.Body.Length + SlowBodyPieces - 1) / SlowBodyPieces);
        for (int offset = 0; offset < apiResponse.Body.Length; offset += size)
        {
            await Task.Delay(pause, _wireTime, cancellationToken);
            await response.Body.WriteAsync(
                apiResponse.Body.Slice(offset, Math.Min(size, apiResponse.Body.Length - offset)), cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }
}

/// <summary>What remains to be done with a connection after a fault.</summary>
/// <param name="Response">The response to send, if any.</param>
/// <param name="IsReset">Whether the connection is to be reset.</param>
internal readonly record struct FaultOutcome(ApiResponse? Response, bool IsReset)
{
    /// <summary>Nothing remains to be done.</summary>
    public static FaultOutcome Done => default;

    /// <summary>The connection is to be reset.</summary>
    public static FaultOutcome Reset => new(null, true);

    /// <summary>A response is to be sent.</summary>
    /// <param name="apiResponse">The response.</param>
    public static FaultOutcome Send(ApiResponse apiResponse) => new(apiResponse, false);
}
