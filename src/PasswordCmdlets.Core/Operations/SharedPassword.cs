using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations;

/// <summary>One password for every target.</summary>
/// <param name="password">The password.</param>
internal sealed class SharedPassword(SecretText password) : IPasswordSource
{
    public bool IsShared => true;

    public int MaximumAttempts => 1;

    public SecretText PasswordFor(PasswordTarget target, int attempt) => password;
}
