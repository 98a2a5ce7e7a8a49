using PasswordCmdlets.Sandbox.Clock;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Roles;

namespace PasswordCmdlets.Sandbox.State;

/// <summary>One provider's cloud in the sandbox.</summary>
/// <param name="clock">The clock.</param>
/// <param name="keys">The access keys.</param>
/// <param name="roles">The roles.</param>
internal abstract class ProviderCloud(SandboxClock clock, AccessKeyStore keys, RoleStore roles)
{
    /// <summary>The clock.</summary>
    public SandboxClock Clock => clock;

    /// <summary>The access keys of all providers.</summary>
    public AccessKeyStore Keys => keys;

    /// <summary>The roles and identity providers of all providers.</summary>
    public RoleStore Roles => roles;

    /// <summary>Forgets everything; the options go back to their defaults.</summary>
    public abstract void Clear();
}
