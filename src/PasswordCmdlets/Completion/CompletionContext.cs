using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Completion;

/// <summary>What completers read from the command line that is being typed, and how they write completions.</summary>
internal static class CompletionContext
{
    /// <summary>How long a completer may keep the user waiting.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly Regex Bare = new(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant, Patience);

    /// <summary>The providers that a command line is about.</summary>
    public static ProviderDescriptor[] ProvidersOf(string? commandName, IDictionary? bound)
    {
        IEnumerable<object?> names = LanguagePrimitives.GetEnumerable(bound?["Provider"])?.Cast<object?>() ?? [bound?["Provider"]];
        ProviderDescriptor[] named = [.. names.Select(static name => ProviderCatalog.Find(name?.ToString())).OfType<ProviderDescriptor>()];
        return named.Length > 0 ? named : [.. ProviderCatalog.Providers.Where(provider => OperationsOf(provider, commandName).Any())];
    }

    /// <summary>The operations of a provider that a command runs; all of them for a command that runs none.</summary>
    public static IEnumerable<OperationDescriptor> OperationsOf(ProviderDescriptor provider, string? commandName)
    {
        string name = commandName ?? string.Empty;
        name = name.Substring(name.LastIndexOf('\\') + 1);
        return ProviderCatalog.Operations.Any(Makes) ? provider.Operations.Where(Makes) : provider.Operations;

        bool Makes(OperationDescriptor operation) => string.Equals(operation.Command, name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What was typed so far, without a quote that was opened.</summary>
    public static string Word(string? typed) => (typed ?? string.Empty).Trim('\'', '"');

    /// <summary>A completion, in quotes where the value needs them.</summary>
    public static CompletionResult Result(string value, string toolTip)
    {
        string text = Bare.IsMatch(value) ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
        return new CompletionResult(text, value, CompletionResultType.ParameterValue, toolTip);
    }

    /// <summary>
    /// The completions that a search finds while the user waits; none when it fails or takes longer. A late search continues in the
    /// background and its completions are dropped.
    /// </summary>
    public static T[] InTime<T>(Func<Task<T[]>> search)
    {
        Task<T[]> found = Task.Run(search);
        try
        {
            return found.Wait(Patience) ? found.Result : [];
        }
        catch (AggregateException)
        {
            return [];
        }
    }
}
