using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Pipeline;

/// <summary>The password source of a wait, which sends no password.</summary>
internal sealed class NoPassword : IPasswordSource
{
    public static readonly NoPassword Instance = new();

    // There is none that a response could quote.
    public bool IsShared => false;

    public int MaximumAttempts => 1;

    public SecretText PasswordFor(PasswordTarget target, int attempt) => throw new InvalidOperationException("Waiting needs no password.");
}
