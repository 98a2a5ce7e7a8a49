using System.Collections.Generic;
using PasswordCmdlets.Sandbox.Providers.Tencent;

// The message about an invalid seed contains this namespace.
namespace PasswordCmdlets.Sandbox.Seeds;

/// <summary>Tencent Cloud's part of a seed.</summary>
internal sealed record TencentSeed
{
    /// <summary>How it behaves; null to leave it as it is.</summary>
    public TencentOptions? Options { get; init; }

    /// <summary>The CVM instances.</summary>
    public IReadOnlyList<CvmSeed> Instances { get; init; } = [];

    /// <summary>The Lighthouse instances.</summary>
    public IReadOnlyList<LighthouseSeed> LighthouseInstances { get; init; } = [];
}

/// <summary>A CVM instance, or many like ones.</summary>
internal sealed record CvmSeed : CvmTemplate, IInstanceSeed
{
    /// <inheritdoc/>
    public string? Id { get; init; }

    /// <inheritdoc/>
    public GenerateSeed? Generate { get; init; }
}

/// <summary>A Lighthouse instance, or many like ones.</summary>
internal sealed record LighthouseSeed : LighthouseTemplate, IInstanceSeed
{
    /// <inheritdoc/>
    public string? Id { get; init; }

    /// <inheritdoc/>
    public GenerateSeed? Generate { get; init; }
}
