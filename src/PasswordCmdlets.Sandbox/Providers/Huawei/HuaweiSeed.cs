using System.Collections.Generic;
using PasswordCmdlets.Sandbox.Providers.Huawei;

// The message about an invalid seed contains this namespace.
namespace PasswordCmdlets.Sandbox.Seeds;

/// <summary>Huawei Cloud's part of a seed.</summary>
internal sealed record HuaweiSeed
{
    /// <summary>How it behaves; null to leave it as it is.</summary>
    public HuaweiOptions? Options { get; init; }

    /// <summary>The projects.</summary>
    public IReadOnlyList<HuaweiProject> Projects { get; init; } = [];

    /// <summary>The IAM users, who may ask for tokens.</summary>
    public IReadOnlyList<HuaweiUser> Users { get; init; } = [];

    /// <summary>The DCS instances.</summary>
    public IReadOnlyList<DcsSeed> Instances { get; init; } = [];

    /// <summary>The ECS servers.</summary>
    public IReadOnlyList<EcsServerSeed> Servers { get; init; } = [];
}

/// <summary>An ECS server, or many like ones.</summary>
internal sealed record EcsServerSeed : EcsServerTemplate, IInstanceSeed
{
    /// <inheritdoc/>
    public string? Id { get; init; }

    /// <inheritdoc/>
    public GenerateSeed? Generate { get; init; }
}

/// <summary>A DCS instance, or many like ones.</summary>
internal sealed record DcsSeed : DcsTemplate, IInstanceSeed
{
    /// <inheritdoc/>
    public string? Id { get; init; }

    /// <inheritdoc/>
    public GenerateSeed? Generate { get; init; }
}
