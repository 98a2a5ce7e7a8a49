using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Credentials.Roles;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>One spelling of a provider's key variables, as one of its tools reads them.</summary>
/// <param name="AccessKeyId">The variable of the access key id.</param>
/// <param name="Secret">The variable of the secret.</param>
internal sealed record EnvironmentKeys(string AccessKeyId, string Secret)
{
    /// <summary>The variables of the security token; the first that is set counts.</summary>
    public IReadOnlyList<string> SecurityToken { get; init; } = [];

    /// <summary>The variables of the region.</summary>
    public IReadOnlyList<string> Region { get; init; } = [];

    /// <summary>The variables of the service endpoint.</summary>
    public IReadOnlyList<string> Endpoint { get; init; } = [];

    /// <summary>The variables of the IAM endpoint.</summary>
    public IReadOnlyList<string> IamEndpoint { get; init; } = [];

    /// <summary>
    /// Reads the role that other variables specify, from the name of the source and the keys; null where they specify none.
    /// </summary>
    public Func<CredentialSearch, string, CredentialDraft, RoleRequest?>? Role { get; init; }
}
