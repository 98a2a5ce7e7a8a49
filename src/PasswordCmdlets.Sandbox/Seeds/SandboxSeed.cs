using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using PasswordCmdlets.Sandbox.Faults;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Providers.Alibaba;
using PasswordCmdlets.Sandbox.Providers.Huawei;
using PasswordCmdlets.Sandbox.Providers.Tencent;
using PasswordCmdlets.Sandbox.Providers.Zenlayer;
using PasswordCmdlets.Sandbox.Roles;

namespace PasswordCmdlets.Sandbox.Seeds;

/// <summary>What a sandbox starts with. The JSON form is described in docs/sandbox.md.</summary>
internal sealed record SandboxSeed
{
    /// <summary>The keys that may call.</summary>
    public IReadOnlyList<AccessKeySeed> AccessKeys { get; init; } = [];

    /// <summary>The roles that the metadata services return, at most one for each provider.</summary>
    public IReadOnlyList<InstanceRoleSeed> InstanceRoles { get; init; } = [];

    /// <summary>The identity providers whose tokens are accepted; <c>POST /_sandbox/tokens</c> issues such tokens.</summary>
    public IReadOnlyList<IdentityProvider> IdentityProviders { get; init; } = [];

    /// <summary>The roles that may be assumed.</summary>
    public IReadOnlyList<SandboxRole> Roles { get; init; } = [];

    /// <summary>Alibaba Cloud.</summary>
    public AlibabaSeed? Alibaba { get; init; }

    /// <summary>Huawei Cloud.</summary>
    public HuaweiSeed? Huawei { get; init; }

    /// <summary>Tencent Cloud.</summary>
    public TencentSeed? Tencent { get; init; }

    /// <summary>Zenlayer.</summary>
    public ZenlayerSeed? Zenlayer { get; init; }

    /// <summary>Rates that are enforced.</summary>
    public IReadOnlyList<QuotaRule> Quotas { get; init; } = [];

    /// <summary>Faults that are set from the start.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];

    /// <summary>The text of the seed that is used when none is given: a small fleet of every kind, and a key for every provider.</summary>
    public static string DefaultJson
    {
        get
        {
            using Stream stream = typeof(SandboxSeed).Assembly.GetManifestResourceStream("default-seed.json")!;
            using StreamReader reader = new(stream);
            return reader.ReadToEnd();
        }
    }

    /// <summary>The seed that is used when none is given.</summary>
    public static SandboxSeed Default => Parse(DefaultJson);

    /// <summary>Reads a seed.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="JsonException">The text is not a seed; the message says where.</exception>
    public static SandboxSeed Parse(string json) => SandboxJson.Parse<SandboxSeed>(json);
}

/// <summary>A key that may call.</summary>
internal sealed record AccessKeySeed
{
    /// <summary>Whose API the key is for.</summary>
    public required Cloud Provider { get; init; }

    /// <summary>The access key id.</summary>
    public required string Id { get; init; }

    /// <summary>The secret, or with <see cref="Bearer"/> the token.</summary>
    public required string Secret { get; init; }

    /// <summary>The token that must accompany a temporary key.</summary>
    public string? SecurityToken { get; init; }

    /// <summary>When a temporary key ends, from the start of the sandbox.</summary>
    public double? ExpiresInSeconds { get; init; }

    /// <summary>The account that quotas are counted for.</summary>
    public string Account { get; init; } = "100000000001";

    /// <summary>The RAM user who owns the key.</summary>
    public string? UserName { get; init; }

    /// <summary>Whether <see cref="Secret"/> is a bearer token.</summary>
    public bool Bearer { get; init; }

    /// <summary>Whether the key is disabled.</summary>
    public bool Disabled { get; init; }

    /// <summary>Actions the key has no permission for; <c>*</c> denies all.</summary>
    public IReadOnlyList<string> DeniedActions { get; init; } = [];

    /// <summary>The error code of a denied action.</summary>
    public string? DenialCode { get; init; }
}

/// <summary>A role that a metadata service returns.</summary>
internal sealed record InstanceRoleSeed
{
    /// <summary>Whose metadata service.</summary>
    public required Cloud Provider { get; init; }

    /// <summary>The role's name.</summary>
    public required string Name { get; init; }

    /// <summary>The temporary key's id; a number is added when the key is replaced by the next.</summary>
    public required string AccessKeyId { get; init; }

    /// <summary>The temporary key's secret.</summary>
    public required string Secret { get; init; }

    /// <summary>The temporary key's token; a number is added when the key is replaced by the next.</summary>
    public required string SecurityToken { get; init; }

    /// <summary>The account that quotas are counted for.</summary>
    public string Account { get; init; } = "100000000001";

    /// <summary>How long a key lasts.</summary>
    public int LifetimeSeconds { get; init; } = 6 * 60 * 60;

    /// <summary>Whether the service requires a session token.</summary>
    public bool RequiresToken { get; init; }

    /// <summary>Actions the role has no permission for.</summary>
    public IReadOnlyList<string> DeniedActions { get; init; } = [];
}

/// <summary>Many like instances.</summary>
internal sealed record GenerateSeed
{
    /// <summary>How many.</summary>
    public required int Count { get; init; }

    /// <summary>What their ids begin with; a number makes up the rest.</summary>
    public string? Prefix { get; init; }
}

/// <summary>One instance or a range of them: exactly one of the two properties is set.</summary>
internal abstract record InstanceSeed
{
    /// <summary>The id of one instance.</summary>
    public string? Id { get; init; }

    /// <summary>A range of instances.</summary>
    public GenerateSeed? Generate { get; init; }
}
