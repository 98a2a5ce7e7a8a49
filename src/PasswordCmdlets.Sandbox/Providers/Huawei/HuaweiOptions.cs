namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>How the sandbox's DCS behaves where the clouds of this family differ, or where documents disagree or are silent.</summary>
internal sealed record HuaweiOptions
{
    /// <summary>How the counters of a change come: documents say texts, and that they may be null.</summary>
    public HuaweiCounters Counters { get; init; }

    /// <summary>Which of the error shapes that were seen is used.</summary>
    public HuaweiErrorShape ErrorShape { get; init; }

    /// <summary>Whether there is a v2 of the password operations; where not, the gateway returns 404 APIGW.0101.</summary>
    public bool HasVersion2 { get; init; } = true;

    /// <summary>Whether the password rule of 2020 applies (8–32 characters and more specials) instead of each version's own.</summary>
    public bool PasswordRulesOf2020 { get; init; }

    /// <summary>Whether a wrong old password is HTTP 400 DCS.4080 instead of HTTP 200 with <c>result</c> passwordFailed.</summary>
    public bool WrongPasswordIsError { get; init; }

    /// <summary>Whether a locked instance rejects a reset too. The document of the change says so, that of the reset denies it.</summary>
    public bool LockBlocksReset { get; init; }

    /// <summary>Whether the response of a reset has a <c>code</c>; FlexibleEngine documents the counters only.</summary>
    public bool ResetReturnsCode { get; init; } = true;

    /// <summary>Whether the service itself rejects tokens (DCS.1001–1003) instead of the gateway (APIGW.0301, APIGW.0307).</summary>
    public bool ServiceChecksTokens { get; init; }

    /// <summary>How long a restart of a server takes.</summary>
    public int RestartMilliseconds { get; init; }

    /// <summary>Whether a batch that some servers reject lists those that accepted it. Documents do not say.</summary>
    public bool BatchShowsAccepted { get; init; } = true;

    /// <summary>How long a token is valid.</summary>
    public int TokenSeconds { get; init; } = 24 * 60 * 60;
}

/// <summary>How the counters of a change come.</summary>
internal enum HuaweiCounters
{
    /// <summary>As texts: <c>"4"</c>.</summary>
    Texts,

    /// <summary>As numbers: <c>4</c>.</summary>
    Numbers,

    /// <summary>As null.</summary>
    Nulls,
}

/// <summary>The shapes of an error.</summary>
internal enum HuaweiErrorShape
{
    /// <summary><c>{"error_code","error_msg"}</c>.</summary>
    Flat,

    /// <summary><c>{"error":{"code","message"}}</c>.</summary>
    Nested,

    /// <summary><c>{"code","message"}</c>.</summary>
    Old,
}
