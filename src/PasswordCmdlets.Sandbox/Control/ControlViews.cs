using System;
using System.Collections.Generic;
using PasswordCmdlets.Sandbox.Faults;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Control;

/// <summary>Asks for a change of the clock.</summary>
/// <param name="AdvanceSeconds">Moves state time forward: operations end, lock-outs end, quotas begin anew.</param>
/// <param name="SkewSeconds">Puts the server's clock ahead (or behind) for signatures, as if the client's clock were wrong.</param>
internal sealed record ClockChange(double AdvanceSeconds = 0, double? SkewSeconds = null);

/// <summary>The clock.</summary>
/// <param name="Now">State time.</param>
/// <param name="SkewSeconds">How far the server's clock is ahead for signatures.</param>
/// <param name="IsVirtual">Whether state time stands still except when it is advanced.</param>
internal sealed record ClockView(DateTimeOffset Now, double SkewSeconds, bool IsVirtual);

/// <summary>Asks whether a password is the one in effect.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Id">The instance or user.</param>
/// <param name="Password">The password.</param>
/// <param name="UserName">The user on the instance; null for the administrator, and for the VNC password of an ECS instance.</param>
internal sealed record LoginAttempt(Cloud Provider, string Id, string Password, string? UserName = null);

/// <summary>The health of the sandbox.</summary>
/// <param name="Status">Always <c>ok</c>.</param>
/// <param name="Now">State time.</param>
/// <param name="Requests">How many requests have arrived.</param>
internal sealed record HealthView(string Status, DateTimeOffset Now, long Requests);

/// <summary>A fault that is set.</summary>
/// <param name="Id">The id to remove it by.</param>
/// <param name="Met">How many calls it was about.</param>
/// <param name="Hit">How many calls it hit.</param>
/// <param name="Rule">The fault.</param>
internal sealed record FaultView(int Id, int Met, int Hit, FaultRule Rule);

/// <summary>What became of a control request.</summary>
internal sealed record ControlResult
{
    /// <summary>The id of what was set.</summary>
    public int? Id { get; init; }

    /// <summary>Whether a login was accepted.</summary>
    public bool? Accepted { get; init; }

    /// <summary>What was wrong.</summary>
    public string? Error { get; init; }
}

/// <summary>A request from the log.</summary>
internal sealed record RequestView
{
    /// <summary>The position in the log.</summary>
    public long Sequence { get; init; }

    /// <summary>When it had arrived.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The provider called.</summary>
    public Cloud Provider { get; init; }

    /// <summary>The operation.</summary>
    public required string Action { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The URL, without secrets.</summary>
    public required string Url { get; init; }

    /// <summary>The region.</summary>
    public string? Region { get; init; }

    /// <summary>The access key id.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The instances or users named.</summary>
    public required IReadOnlyList<string> TargetIds { get; init; }

    /// <summary>The id the response carried.</summary>
    public required string RequestId { get; init; }

    /// <summary>The HTTP status of the response; 0 when none was sent.</summary>
    public int Status { get; init; }

    /// <summary>The provider's error code.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The fault that hit the call.</summary>
    public FaultKind? Fault { get; init; }

    /// <summary>Whether the call took effect.</summary>
    public bool Executed { get; init; }

    /// <summary>Whether it has been dealt with.</summary>
    public bool IsFinished { get; init; }

    /// <summary>The headers, without secrets.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The decoded parameters, where they were asked for and are recorded.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
}

/// <summary>The clouds' instances.</summary>
/// <param name="Now">State time.</param>
/// <param name="Counts">How many instances each provider has.</param>
/// <param name="Instances">Those that were seeded one by one, and those of a range that were changed.</param>
internal sealed record StateView(DateTimeOffset Now, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<DescribedInstance> Instances);

/// <summary>An identity token to issue.</summary>
internal sealed record TokenRequest
{
    /// <summary>The issuer.</summary>
    public required string Issuer { get; init; }

    /// <summary>The subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The audience.</summary>
    public required string Audience { get; init; }

    /// <summary>How long it lasts.</summary>
    public double ExpiresInSeconds { get; init; } = 300;

    /// <summary>Whether its signature is wrong.</summary>
    public bool Forged { get; init; }
}

/// <summary>An identity token that was issued.</summary>
/// <param name="Token">The token.</param>
internal sealed record TokenView(string Token);
