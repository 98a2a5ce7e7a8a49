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

    // As good as never: whoever waits has left by then, and the sandbox with him. Not infinite, so that the clock on which it is waited is asked.
    private static readonly TimeSpan Forever = TimeSpan.FromDays(24);

    private readonly TimeProvider _wireTime;

    /// <summary>Creates a player.</summary>
    /// <param name="wireTime">The time that delays on the wire take.</param>
    public FaultPlayer(TimeProvider wireTime) => _wireTime = wireTime;

    /// <summary>Plays a fault.</summary>
    /// <param name="context">The connection.</param>
    /// <param name="call">The call that is hit.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves or the sandbox stops.</param>
    /// <returns>What is left to do with the connection.</returns>
    public async Task<FaultOutcome> PlayAsync(HttpContext context, ApiCall call, FaultRule fault, CancellationToken cancellationToken)
    {
        if (fault.DelayMilliseconds > 0 && fault.Kind != FaultKind.SlowBody)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMilliseconds), _wireTime, cancellationToken);
        }

        if (fault.AfterCommit)
        {
            // What it answers is lost.
            call.Execute();
        }

        FaultOutcome outcome = await SpoilAsync(context, call, fault, cancellationToken);
        return outcome.Answer is ApiAnswer answer && fault.Headers.Count > 0
            ? FaultOutcome.Send(answer with { Headers = [.. answer.Headers, .. fault.Headers] })
            : outcome;
    }

    private async Task<FaultOutcome> SpoilAsync(HttpContext context, ApiCall call, FaultRule fault, CancellationToken cancellationToken)
    {
        switch (fault.Kind)
        {
            case FaultKind.Throttle:
                TimeSpan? hint = fault.RetryAfterMilliseconds is int wait ? TimeSpan.FromMilliseconds(wait) : null;
                ApiAnswer throttled = call.Throttle(new ThrottleNotice(11, 10, TimeSpan.FromSeconds(1), hint));
                return FaultOutcome.Send(throttled with { Status = fault.Status ?? throttled.Status });
            case FaultKind.Refuse:
                return FaultOutcome.Send(call.Refuse(fault.Code!, fault.Message, fault.Status));
            case FaultKind.ServerError:
                return FaultOutcome.Send(call.FailInternally(fault.Status ?? 500));
            case FaultKind.GatewayError:
                return FaultOutcome.Send(GatewayAnswer(fault));
            case FaultKind.Html:
                return FaultOutcome.Send(new ApiAnswer(fault.Status ?? 502, "text/html", HtmlPage()));
            case FaultKind.Truncate:
                ApiAnswer whole = call.Execute();
                return FaultOutcome.Send(whole with { Body = whole.Body[..(whole.Body.Length / 2)] });
            case FaultKind.SlowBody:
                await TrickleAsync(context.Response, call.Execute(), TimeSpan.FromMilliseconds(fault.DelayMilliseconds), cancellationToken);
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

    private static ApiAnswer GatewayAnswer(FaultRule fault)
    {
        ApiAnswer answer = new(fault.Status ?? 503, "text/plain", ReadOnlyMemory<byte>.Empty);
        return fault.RetryAfterMilliseconds is int wait
            ? answer.WithHeader("Retry-After", ((wait + 999) / 1000).ToString(CultureInfo.InvariantCulture))
            : answer;
    }

    private static byte[] HtmlPage() =>
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center></body>\r\n</html>\r\n"u8.ToArray();

    private async Task TrickleAsync(HttpResponse response, ApiAnswer answer, TimeSpan pause, CancellationToken cancellationToken)
    {
        AnswerWriter.WriteHead(response, answer);
        int size = Math.Max(1, (answer.Body.Length + SlowBodyPieces - 1) / SlowBodyPieces);
        for (int offset = 0; offset < answer.Body.Length; offset += size)
        {
            await Task.Delay(pause, _wireTime, cancellationToken);
            await response.Body.WriteAsync(answer.Body.Slice(offset, Math.Min(size, answer.Body.Length - offset)), cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }
}

/// <summary>What is left to do with a connection after a fault.</summary>
/// <param name="Answer">The answer to send, if any.</param>
/// <param name="IsReset">Whether the connection is to be reset.</param>
internal readonly record struct FaultOutcome(ApiAnswer? Answer, bool IsReset)
{
    /// <summary>Nothing is left to do.</summary>
    public static FaultOutcome Done => default;

    /// <summary>The connection is to be reset.</summary>
    public static FaultOutcome Reset => new(null, true);

    /// <summary>An answer is to be sent.</summary>
    /// <param name="answer">The answer.</param>
    public static FaultOutcome Send(ApiAnswer answer) => new(answer, false);
}
