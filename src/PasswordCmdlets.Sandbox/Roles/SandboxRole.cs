using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Roles;

/// <summary>A role that may be assumed: a RAM role, a CAM role or an agency.</summary>
internal sealed record SandboxRole
{
    /// <summary>Whose role.</summary>
    public required Cloud Provider { get; init; }

    /// <summary>The role's name; with an identity provider of Huawei the name of the user that the token becomes.</summary>
    public required string Name { get; init; }

    /// <summary>The account that quotas are counted for; with Huawei the domain.</summary>
    public string Account { get; init; } = "100000000001";

    /// <summary>The number of the account in the role's ARN; null for the sandbox's usual one.</summary>
    public string? AccountId { get; init; }

    /// <summary>
    /// Who may assume the role with a key: <c>user/alice</c>, <c>role/hub</c>, <c>account</c> for a key without a user.
    /// </summary>
    public IReadOnlyList<string> Trusts { get; init; } = [];

    /// <summary>The external id that the trust policy asks for.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The identity provider whose tokens may assume the role.</summary>
    public string? IdentityProvider { get; init; }

    /// <summary>The subject that the trust policy asks for; a star at its end stands for any text.</summary>
    public string? Subject { get; init; }

    /// <summary>The longest session.</summary>
    public int MaximumSeconds { get; init; } = 3600;

    /// <summary>Actions the role has no permission for.</summary>
    public IReadOnlyList<string> DeniedActions { get; init; } = [];

    /// <summary>Whether a caller may assume the role.</summary>
    /// <param name="principal">The caller.</param>
    /// <param name="externalId">The external id of the request.</param>
    public bool TrustsKey(string principal, string? externalId) =>
        Trusts.Contains(principal) && (ExternalId is null || ExternalId == externalId);

    /// <summary>Whether a token of an identity provider may assume the role.</summary>
    /// <param name="identityProvider">The identity provider.</param>
    /// <param name="subject">The subject of the token.</param>
    public bool TrustsToken(string identityProvider, string subject) =>
        IdentityProvider == identityProvider
        && Subject is not null
        && (Subject.EndsWith('*') ? subject.StartsWith(Subject[..^1], StringComparison.Ordinal) : subject == Subject);
}
