using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PasswordCmdlets.Completion;

/// <summary>Completes the names of the SecretManagement vaults that are registered here.</summary>
public sealed class VaultCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = CompletionContext.Word(wordToComplete);
        try
        {
            using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            return
            [
                .. shell.AddCommand("Microsoft.PowerShell.SecretManagement\\Get-SecretVault").Invoke()
                    .Select(static vault => vault.Properties["Name"]?.Value as string)
                    .Where(name => name?.StartsWith(word, StringComparison.OrdinalIgnoreCase) == true)
                    .Select(static name => CompletionContext.Result(name!, $"{name}: vault")),
            ];
        }
        catch (Exception failure) when (failure is RuntimeException or InvalidOperationException)
        {
            // Without SecretManagement there is nothing to complete.
            return [];
        }
    }
}
