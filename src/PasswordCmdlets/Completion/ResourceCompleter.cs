using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PasswordCmdlets.Completion;

/// <summary>Completes the names of the resources that the command is for, of the provider where one is named.</summary>
public sealed class ResourceCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = CompletionContext.Word(wordToComplete);
        string command = CompletionContext.CommandOf(commandName);
        return CompletionContext.ProvidersOf(command, fakeBoundParameters)
            .SelectMany(
                provider => CompletionContext.OperationsOf(provider, command),
                static (provider, operation) => (provider, operation.Resource))
            .Distinct()
            .Where(item => item.Resource.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(static item => CompletionContext.Result(item.Resource, $"{item.Resource}: {item.provider}"))
            .ToArray();
    }
}
