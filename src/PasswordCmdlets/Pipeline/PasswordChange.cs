using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Pipeline;

/// <summary>What a command does with a target.</summary>
/// <param name="Provider">The provider of the target.</param>
/// <param name="Operation">The operation to run.</param>
/// <param name="Passwords">The source of the new passwords.</param>
internal sealed record PasswordChange(ProviderDescriptor Provider, ProviderOperation Operation, IPasswordSource Passwords)
{
    /// <summary>Whether the operation needs a region.</summary>
    public bool NeedsRegion { get; init; } = Operation.Descriptor.NeedsRegion;

    /// <summary>Whether a missing credential ends the command rather than failing one target.</summary>
    public bool EndsCommand { get; init; } = true;

    /// <summary>Whether it matters whose the credential is: for the names of users in a vault, and for the lock-out guard.</summary>
    public bool NeedsIdentity { get; init; }

    /// <summary>The kind of target.</summary>
    public string Resource => Operation.Descriptor.Resource;
}
