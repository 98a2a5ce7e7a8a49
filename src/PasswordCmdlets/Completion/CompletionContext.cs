using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
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

    /// <summary>
    /// The name of a cmdlet as the catalog has it. What is typed may have the prefix that the module was imported with, the name of the
    /// module, or be an alias.
    /// </summary>
    public static string CommandOf(string? typed)
    {
        string name = typed ?? string.Empty;
        return ImplementationOf(name)?.GetCustomAttribute<CmdletAttribute>() is { } cmdlet
            ? $"{cmdlet.VerbName}-{cmdlet.NounName}"
            : name.Substring(name.LastIndexOf('\\') + 1);
    }

    /// <summary>The providers that a command line is about.</summary>
    /// <param name="command">The cmdlet, by <see cref="CommandOf"/>.</param>
    /// <param name="bound">The parameters that were typed.</param>
    public static ProviderDescriptor[] ProvidersOf(string command, IDictionary? bound)
    {
        IEnumerable<object?> names = LanguagePrimitives.GetEnumerable(bound?["Provider"])?.Cast<object?>() ?? [bound?["Provider"]];
        ProviderDescriptor[] named = [.. names.Select(static name => ProviderCatalog.Find(name?.ToString())).OfType<ProviderDescriptor>()];
        return named.Length > 0 ? named : [.. ProviderCatalog.Providers.Where(provider => OperationsOf(provider, command).Any())];
    }

    /// <summary>The operations of a provider that a command runs; all of them for a command that runs none.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="command">The cmdlet, by <see cref="CommandOf"/>.</param>
    public static IEnumerable<OperationDescriptor> OperationsOf(ProviderDescriptor provider, string command)
    {
        return ProviderCatalog.Operations.Any(Makes) ? provider.Operations.Where(Makes) : provider.Operations;

        bool Makes(OperationDescriptor operation) => string.Equals(operation.Command, command, StringComparison.OrdinalIgnoreCase);
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

    private static Type? ImplementationOf(string name)
    {
        try
        {
            using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            CommandInfo? command = shell.AddCommand("Microsoft.PowerShell.Core\\Get-Command").AddParameter("Name", name)
                .AddParameter("ErrorAction", "Ignore").Invoke<CommandInfo>().FirstOrDefault();
            return ((command as AliasInfo)?.ResolvedCommand ?? command) is CmdletInfo cmdlet ? cmdlet.ImplementingType : null;
        }
        catch (Exception failure) when (failure is RuntimeException or InvalidOperationException)
        {
            // The name as it is typed has to do.
            return null;
        }
    }
}
