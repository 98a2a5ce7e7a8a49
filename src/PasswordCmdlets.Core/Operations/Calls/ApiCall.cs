using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Brakes;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// One call of an operation: how to write its request and how to read its response. It may take several attempts. What the operation does
/// not know of it is set before the first.
/// </summary>
internal sealed record ApiCall
{
    public required CallContract Contract { get; init; }

    public required string? Region { get; init; }

    /// <summary>Writes a fresh, unsigned request to an endpoint; called once for each attempt.</summary>
    public required Func<Uri, WireRequest> Write { get; init; }

    public required Func<WireResponse, ProviderReply> Read { get; init; }

    /// <summary>The secrets in the request besides those that the run knows from its start.</summary>
    public SecretText[] Secrets { get; set; } = [];

    /// <summary>The ids, user names and projects in the request: the response may name them, and describes no other instance.</summary>
    public IReadOnlyList<string> Names { get; set; } = [];

    /// <summary>What signs this call instead of the session's credential: a token for one project, say.</summary>
    public ICredentialProvider? Credentials { get; init; }

    /// <summary>Called right before the first byte of each attempt leaves; when it throws, nothing is sent.</summary>
    public Action? Sending { get; set; }

    /// <summary>What is asked before each attempt; null for a call that no brake stops.</summary>
    public BrakePass? Pass { get; set; }

    /// <summary>How many targets depend on this call.</summary>
    public int TargetCount { get; set; } = 1;
}
