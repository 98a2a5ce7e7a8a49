using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Completion;

/// <summary>Completes the ids of runs whose seed is in the vault or that left something open in the report, the latest first.</summary>
public sealed class RunIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = CompletionContext.Word(wordToComplete);
        Dictionary<string, string> runs = new(StringComparer.OrdinalIgnoreCase);
        foreach (string id in InReport(fakeBoundParameters?["ReportPath"]?.ToString()))
        {
            runs[id] = "open in the report";
        }

        string? vault = fakeBoundParameters?["VaultName"]?.ToString();
        foreach (string id in InVault(vault))
        {
            runs[id] = $"seed in {vault}";
        }

        return runs
            .Where(run => run.Key.StartsWith(word, StringComparison.OrdinalIgnoreCase) && TargetText.IsPlainWord(run.Key))
            .OrderByDescending(static run => run.Key, StringComparer.OrdinalIgnoreCase)
            .Select(static run => CompletionContext.Result(run.Key, $"{run.Key}: {BeganAt(run.Key)}{run.Value}"))
            .ToArray();
    }

    private static string BeganAt(string id) =>
        RunIds.StartOf(id) is { } began ? $"began {began.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}, " : string.Empty;

    private static IEnumerable<string> InVault(string? vault) => string.IsNullOrEmpty(vault)
        ? []
        : Invoke("Microsoft.PowerShell.SecretManagement\\Get-SecretInfo", ("Vault", vault!), ("Name", SecretNames.RunPrefix + "*"))
            .Select(static info => info.Properties["Name"]?.Value as string)
            .Where(static name => name?.StartsWith(SecretNames.RunPrefix, StringComparison.OrdinalIgnoreCase) == true)
            .Select(static name => name!.Substring(SecretNames.RunPrefix.Length))
            .Where(SecretNames.IsRunId);

    private static string[] InReport(string? path)
    {
        if (string.IsNullOrEmpty(path)
            || Invoke("Resolve-Path", ("LiteralPath", path!)).FirstOrDefault()?.Properties["ProviderPath"]?.Value is not string file)
        {
            return [];
        }

        return CompletionContext.InTime(() => Task.FromResult(OpenRuns(file)));
    }

    private static string[] OpenRuns(string file)
    {
        try
        {
            return
            [
                .. ReportReader.ReadLastStates(file, static _ => { }, static () => false)
                    .Where(static entry => entry.IsUncertain || entry is { Status: nameof(ChangeStatus.Succeeded), SecretName: null })
                    .Select(static entry => entry.RunId)
                    .Distinct(StringComparer.OrdinalIgnoreCase),
            ];
        }
        catch (Exception failure) when (failure is ReportException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static PSObject[] Invoke(string command, params (string Name, string Value)[] parameters)
    {
        try
        {
            using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            shell.AddCommand(command).AddParameter("ErrorAction", "Ignore");
            foreach ((string name, string value) in parameters)
            {
                shell.AddParameter(name, value);
            }

            return [.. shell.Invoke()];
        }
        catch (Exception failure) when (failure is RuntimeException or InvalidOperationException)
        {
            // Without SecretManagement there is nothing to complete.
            return [];
        }
    }
}
