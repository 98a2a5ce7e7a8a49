using System;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Pipeline;

/// <summary>The password, the options and the warnings of one command.</summary>
/// <param name="Password">The password; null where each target gets its own.</param>
/// <param name="Options">The options that an operation depends on.</param>
/// <param name="Warn">Receives the warnings.</param>
internal sealed record OperationChoices(SecretText? Password, OperationOptions Options, Action<string> Warn);
