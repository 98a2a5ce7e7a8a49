using System.Collections.Generic;

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

    /// <summary>Variables that make the tool act as another identity than the keys' owner; all of them are set then.</summary>
    public IReadOnlyList<string> Role { get; init; } = [];

    /// <summary>What the tool does then.</summary>
    public string RoleMeans { get; init; } = "ask for a role to be assumed";

    /// <summary>What to do instead.</summary>
    public string RoleInstead { get; init; } = "assume it yourself and set its temporary keys";
}
