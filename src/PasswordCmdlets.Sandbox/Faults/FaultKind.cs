namespace PasswordCmdlets.Sandbox.Faults;

/// <summary>How a call goes wrong.</summary>
internal enum FaultKind
{
    /// <summary>
    /// The provider's own response to too many calls; with a hint when <see cref="FaultRule.RetryAfterMilliseconds"/> is set.
    /// </summary>
    Throttle,

    /// <summary>A rejection with the code in <see cref="FaultRule.Code"/>.</summary>
    Refuse,

    /// <summary>A 5xx with the provider's own body.</summary>
    ServerError,

    /// <summary>
    /// A bare status (429 or 503, say) without the provider's body, as a load balancer returns; a hint as for a throttle.
    /// </summary>
    GatewayError,

    /// <summary>An HTML page in place of JSON.</summary>
    Html,

    /// <summary>The call is executed; the response's body ends in the middle.</summary>
    Truncate,

    /// <summary>The call is executed; the response's body trickles.</summary>
    SlowBody,

    /// <summary>The connection is reset (TCP RST).</summary>
    Reset,

    /// <summary>No response until the client disconnects.</summary>
    Hang,

    /// <summary>The call is executed after <see cref="FaultRule.DelayMilliseconds"/>, nothing else.</summary>
    Delay,
}
