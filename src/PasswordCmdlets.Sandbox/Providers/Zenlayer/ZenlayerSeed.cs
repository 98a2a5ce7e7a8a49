using System.Collections.Generic;

namespace PasswordCmdlets.Sandbox.Providers.Zenlayer;

/// <summary>Zenlayer's part of a seed.</summary>
internal sealed record ZenlayerSeed
{
    /// <summary>How it behaves; null to leave it as it is.</summary>
    public ZenlayerOptions? Options { get; init; }

    /// <summary>The ZEC instances.</summary>
    public IReadOnlyList<ZecTemplate> Instances { get; init; } = [];
}
