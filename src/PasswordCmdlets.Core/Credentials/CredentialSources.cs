using System.Collections.Generic;
using PasswordCmdlets.Core.Credentials.Files;
using PasswordCmdlets.Core.Credentials.InstanceRoles;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>The credential sources of a provider's own tools.</summary>
/// <param name="Environment">The variables.</param>
/// <param name="Files">The settings files, the first that has a default profile wins.</param>
/// <param name="Role">The metadata service; null where the provider has none.</param>
internal sealed record CredentialSources(
    IReadOnlyList<ICredentialSource> Environment, IReadOnlyList<ProfileStore> Files, IInstanceRole? Role)
{
    /// <summary>The last sources of the tools.</summary>
    public IReadOnlyList<ICredentialSource> Last { get; init; } = [];

    /// <summary>The variables that ask for a role, each by itself: a warning shows those that are set while no role is assumed.</summary>
    public IReadOnlyList<string> RoleVariables { get; init; } = [];

    /// <summary>What to do to assume their role.</summary>
    public string RoleAdvice { get; init; } = string.Empty;

    /// <summary>The variables that apply to the credential of any source.</summary>
    public EnvironmentSettings Settings { get; init; } = new();
}
