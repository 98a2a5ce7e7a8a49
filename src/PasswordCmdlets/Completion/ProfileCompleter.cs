using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Completion;

/// <summary>Completes the names of the profiles in the settings files of the provider's own tools.</summary>
public sealed class ProfileCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = CompletionContext.Word(wordToComplete);
        ProviderDescriptor[] providers = CompletionContext.ProvidersOf(CompletionContext.CommandOf(commandName), fakeBoundParameters);

        // A settings file may be a pipe without a writer, or on a share that does not respond.
        return CompletionContext.InTime(() => Task.FromResult(Names(providers, word)));
    }

    private static CompletionResult[] Names(ProviderDescriptor[] providers, string word) =>
    [
        .. providers
            .SelectMany(static provider => ProfileNames.Of(provider), static (provider, name) => (provider, name))
            .Where(profile => profile.name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .GroupBy(static profile => profile.name, static profile => profile.provider.Name, StringComparer.Ordinal)
            .Select(static profile => CompletionContext.Result(profile.Key, $"{profile.Key}: profile of {string.Join(", ", profile)}")),
    ];
}
