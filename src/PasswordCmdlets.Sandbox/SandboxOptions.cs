using System;
using System.Collections.Generic;
using PasswordCmdlets.Sandbox.Seeds;

namespace PasswordCmdlets.Sandbox;

/// <summary>How a sandbox is started.</summary>
internal sealed record SandboxOptions
{
    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>What the sandbox starts with; null for <see cref="SandboxSeed.Default"/>.</summary>
    public SandboxSeed? Seed { get; init; }

    /// <summary>The time that signatures are checked against and state follows.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Whether state time stands still except when it is advanced.</summary>
    public bool HasVirtualClock { get; init; }

    /// <summary>The time that delays on the wire take: those of faults.</summary>
    public TimeProvider WireTimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How many requests the log keeps; 0 keeps none, which is fastest.</summary>
    public int LogCapacity { get; init; } = 10_000;

    /// <summary>
    /// Host names that requests may be addressed to besides loopback ones: a proxy that plays a provider's host passes them on.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Whether the log keeps the decoded parameters too, secrets included.</summary>
    public bool RecordsParameters { get; init; }
}
