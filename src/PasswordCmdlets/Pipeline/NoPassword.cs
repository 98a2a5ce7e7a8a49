using System;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba;
using PasswordCmdlets.Core.Providers.Tencent;

namespace PasswordCmdlets.Pipeline;

/// <summary>Stands where no password is needed any more.</summary>
internal sealed class NoPassword : IPasswordSource
{
    public static readonly NoPassword Instance = new();

    public bool IsShared => true;

    public int MaximumAttempts => 1;

    public SecretText PasswordFor(PasswordTarget target, int attempt) => throw new InvalidOperationException("Waiting needs no password.");
}
