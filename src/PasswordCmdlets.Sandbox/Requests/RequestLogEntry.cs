using System;
using System.Collections.Generic;
using PasswordCmdlets.Sandbox.Faults;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Requests;

/// <summary>One request as the log keeps it: everything but secrets.</summary>
internal sealed class RequestLogEntry
{
    /// <summary>The position in the log, counted from 1.</summary>
    public long Sequence { get; set; }

    /// <summary>When the request had arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The provider called.</summary>
    public required Cloud Provider { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The URL; values in the query that may be secret are shown as <c>***</c>.</summary>
    public required string Url { get; init; }

    /// <summary>The headers; signatures and tokens are shown as <c>***</c>.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The operation.</summary>
    public required string Action { get; init; }

    /// <summary>The region.</summary>
    public string? Region { get; init; }

    /// <summary>The access key id.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The instances or users named.</summary>
    public required IReadOnlyList<string> TargetIds { get; init; }

    /// <summary>The id the response carried.</summary>
    public required string RequestId { get; init; }

    /// <summary>The HTTP status of the response; 0 while there is none and when none was sent.</summary>
    public int Status { get; set; }

    /// <summary>The provider's error code.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>The fault that hit the call.</summary>
    public FaultKind? Fault { get; set; }

    /// <summary>Whether the call took effect (or read what it asked for).</summary>
    public bool Executed { get; set; }

    /// <summary>Whether the request has been dealt with.</summary>
    public bool IsFinished { get; set; }

    /// <summary>The decoded parameters, secrets included; null unless the sandbox was started to record them.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
}
