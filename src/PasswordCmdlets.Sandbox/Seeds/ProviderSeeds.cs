using System.Collections.Generic;
using PasswordCmdlets.Sandbox.Providers.Alibaba;
using PasswordCmdlets.Sandbox.Providers.Huawei;
using PasswordCmdlets.Sandbox.Providers.Tencent;
using PasswordCmdlets.Sandbox.Providers.Zenlayer;

namespace PasswordCmdlets.Sandbox.Seeds;

/// <summary>Alibaba Cloud's part of a seed.</summary>
internal sealed record AlibabaSeed
{
    /// <summary>How it behaves; null to leave it as it is.</summary>
    public AlibabaOptions? Options { get; init; }

    /// <summary>The ECS instances.</summary>
    public IReadOnlyList<EcsSeed> Instances { get; init; } = [];

    /// <summary>The RAM users.</summary>
    public IReadOnlyList<RamUserSeed> Users { get; init; } = [];

    /// <summary>The RAM password policy; null to leave it as it is.</summary>
    public RamPasswordPolicy? PasswordPolicy { get; init; }
}

/// <summary>An ECS instance, or many like ones.</summary>
internal sealed record EcsSeed : EcsTemplate, IInstanceSeed
{
    /// <inheritdoc/>
    public string? Id { get; init; }

    /// <inheritdoc/>
    public GenerateSeed? Generate { get; init; }
}

/// <summary>A RAM user.</summary>
internal sealed record RamUserSeed
{
    /// <summary>The user's name.</summary>
    public required string Name { get; init; }

    /// <summary>The console password; null for a user without a console login.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the next login asks for another password.</summary>
    public bool PasswordResetRequired { get; init; }

    /// <summary>Whether the next login asks for a second factor.</summary>
    public bool MfaBindRequired { get; init; }
}

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

/// <summary>One instance or a range of them: exactly one of the two properties is set.</summary>
internal interface IInstanceSeed
{
    /// <summary>The id of one instance.</summary>
    string? Id { get; }

    /// <summary>A range of instances.</summary>
    GenerateSeed? Generate { get; }
}
