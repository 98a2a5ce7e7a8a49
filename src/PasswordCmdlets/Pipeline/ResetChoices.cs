using System;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Pipeline;

/// <summary>What one command wants of the resets it makes.</summary>
internal sealed record ResetChoices(SecretText? Password, OperationOptions Options, Action<string> Warn);
