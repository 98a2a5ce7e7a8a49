using System.Collections.Generic;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>Tencent Cloud's part of a seed.</summary>
internal sealed record TencentSeed
{
    /// <summary>How it behaves; null to leave it as it is.</summary>
    public TencentOptions? Options { get; init; }

    /// <summary>The CVM instances.</summary>
    public IReadOnlyList<CvmTemplate> Instances { get; init; } = [];

    /// <summary>The Lighthouse instances.</summary>
    public IReadOnlyList<LighthouseTemplate> LighthouseInstances { get; init; } = [];
}
