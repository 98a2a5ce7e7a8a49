using System.Collections.Generic;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

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
    public IReadOnlyList<DcsTemplate> Instances { get; init; } = [];

    /// <summary>The ECS servers.</summary>
    public IReadOnlyList<EcsServerTemplate> Servers { get; init; } = [];
}
