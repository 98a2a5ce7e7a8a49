using System;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Pipeline;

/// <summary>What one command wants of the resets it makes.</summary>
internal sealed record ResetChoices(SecretText? Password, string OperatingSystem, bool Force, Action<string> Warn);
