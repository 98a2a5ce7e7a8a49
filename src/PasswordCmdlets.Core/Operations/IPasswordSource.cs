using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations;

/// <summary>The new password of each target.</summary>
internal interface IPasswordSource
{
    /// <summary>Whether all targets get the same password, so that one call may carry many of them.</summary>
    bool IsShared { get; }

    /// <summary>The password for a target. The caller does not dispose it when <see cref="IsShared"/>.</summary>
    /// <param name="target">The target.</param>
    /// <param name="attempt">1, or 2 after the provider certainly rejected the first.</param>
    SecretText PasswordFor(PasswordTarget target, int attempt);

    /// <summary>How many different passwords may be tried for one target.</summary>
    int MaximumAttempts { get; }
}
