using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PasswordCmdlets.Completion;

/// <summary>Completes region ids of the provider that the command is about, with their names as tooltips.</summary>
public sealed class RegionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = CompletionContext.Word(wordToComplete);
        return CompletionContext.ProvidersOf(CompletionContext.CommandOf(commandName), fakeBoundParameters)
            .SelectMany(static provider => provider.Endpoints.Regions)
            .Where(region => region.Id.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(static region => CompletionContext.Result(region.Id, $"{region.Id}: {region.Name}"))
            .ToArray();
    }
}
