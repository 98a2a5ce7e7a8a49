using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Completion;

/// <summary>Completes the names of the providers that the command is for, with their resources as tooltips.</summary>
public sealed class ProviderCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = CompletionContext.Word(wordToComplete);
        string command = CompletionContext.CommandOf(commandName);
        return CompletionContext.ProvidersOf(command, bound: null)
            .Where(provider => provider.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(provider => CompletionContext.Result(
                provider.Name,
                $"{provider.Name}: {string.Join(", ", ResourcesOf(provider, command))}"))
            .ToArray();
    }

    private static IEnumerable<string> ResourcesOf(ProviderDescriptor provider, string command) =>
        CompletionContext.OperationsOf(provider, command).Select(static operation => operation.Resource).Distinct();
}
