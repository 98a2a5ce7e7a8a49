using System.Collections.Generic;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Roles;

/// <summary>An identity provider that an account trusts.</summary>
internal sealed record IdentityProvider
{
    /// <summary>Whose account.</summary>
    public required Cloud Provider { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The issuer of its tokens.</summary>
    public required string Issuer { get; init; }

    /// <summary>The audiences that are accepted.</summary>
    public required IReadOnlyList<string> ClientIds { get; init; }
}
