using System.Collections.Generic;
using PasswordCmdlets.Sandbox.Providers.Zenlayer;

// The message about an invalid seed contains this namespace.
namespace PasswordCmdlets.Sandbox.Seeds;

/// <summary>Zenlayer's part of a seed.</summary>
internal sealed record ZenlayerSeed
{
    /// <summary>How it behaves; null to leave it as it is.</summary>
    public ZenlayerOptions? Options { get; init; }

    /// <summary>The ZEC instances.</summary>
    public IReadOnlyList<ZecSeed> Instances { get; init; } = [];
}

/// <summary>A ZEC instance, or many like ones.</summary>
internal sealed record ZecSeed : ZecTemplate, IInstanceSeed
{
    /// <inheritdoc/>
    public string? Id { get; init; }

    /// <inheritdoc/>
    public GenerateSeed? Generate { get; init; }
}
