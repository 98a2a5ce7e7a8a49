using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>Alibaba Cloud's part of a seed.</summary>
internal sealed record AlibabaSeed
{
    /// <summary>How it behaves; null to leave it as it is.</summary>
    public AlibabaOptions? Options { get; init; }

    /// <summary>The ECS instances.</summary>
    public IReadOnlyList<EcsTemplate> Instances { get; init; } = [];

    /// <summary>The RAM users.</summary>
    public IReadOnlyList<RamUserSeed> Users { get; init; } = [];

    /// <summary>The RAM password policy; null to leave it as it is.</summary>
    public RamPasswordPolicy? PasswordPolicy { get; init; }
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

    /// <summary>Creates the user.</summary>
    /// <param name="now">The time.</param>
    public RamUser ToUser(DateTimeOffset now)
    {
        RamUser user = new(Name);
        if (Password is not null)
        {
            user.SetPassword(Password, requestId: null, now);
            user.LoginProfile = new RamLoginProfile(PasswordResetRequired, MfaBindRequired, now);
        }

        return user;
    }
}
