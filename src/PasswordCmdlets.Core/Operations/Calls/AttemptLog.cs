using System;
using System.Net.Http;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>Writes one line for each attempt to the verbose stream, or to the debug stream where the verbose one is off.</summary>
internal sealed class AttemptLog(RunOptions options, Action<NoticeLevel, string> notice)
{
    public void LogAttempt(CallState state, HttpMethod method, Attempt attempt, WireResponse? response, TimeSpan took)
    {
        if (!options.Verbose && !options.Debug)
        {
            return;
        }

        string outcome = attempt.Kind switch
        {
            AttemptKind.ResponseReceived when response is null => attempt.Reply!.Fault.ToString(),
            AttemptKind.ResponseReceived when attempt.Reply!.Fault == Fault.None => $"{response.StatusCode} OK",
            AttemptKind.ResponseReceived => $"{response.StatusCode} {attempt.Reply!.Code ?? attempt.Reply.Fault.ToString()}",
            AttemptKind.NotSent => $"not sent, {attempt.Reason}",
            _ => $"no response, {attempt.Reason}",
        };
        notice(
            options.Verbose ? NoticeLevel.Verbose : NoticeLevel.Debug,
            $"{state.Call.Contract.Action}, {method} to {state.Route.Endpoint.Authority}, region {state.Route.Region}, "
            + $"{state.Call.TargetCount} target(s), attempt {state.Attempts}: {outcome} in {took.TotalMilliseconds:0} ms, "
            + $"request id {attempt.Reply?.RequestId ?? "none"}");
    }
}
