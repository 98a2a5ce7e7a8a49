using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using PasswordCmdlets.Core;

namespace PasswordCmdlets.Completion;

/// <summary>What completers know of the command line that is being typed, and how they write their answers.</summary>
internal static class CompletionContext
{
    /// <summary>How long a completer may keep the user waiting.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly CloudProvider[] All = [CloudProvider.Alibaba, CloudProvider.Tencent, CloudProvider.Huawei, CloudProvider.Zenlayer];
    private static readonly Regex Bare = new(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant, Patience);

    /// <summary>The providers that a command line is about.</summary>
    public static CloudProvider[] ProvidersOf(string? commandName, IDictionary? bound)
    {
        CloudProvider[] named = LanguagePrimitives.GetEnumerable(bound?["Provider"]) is { } several
            ? [.. several.Cast<object?>().SelectMany(Parse)]
            : Parse(bound?["Provider"]);
        if (named.Length > 0)
        {
            return named;
        }

        string name = commandName ?? string.Empty;
        return name.Substring(name.LastIndexOf('\\') + 1).ToUpperInvariant() switch
        {
            "SET-ECSVNCPASSWORD" or "SET-RAMUSERPASSWORD" => [CloudProvider.Alibaba],
            "SET-DCSPASSWORD" => [CloudProvider.Huawei],
            "RESET-CLOUDINSTANCEPASSWORD" => [CloudProvider.Tencent, CloudProvider.Zenlayer],
            _ => All,
        };
    }

    /// <summary>What was typed so far, without a quote that was opened.</summary>
    public static string Word(string? typed) => (typed ?? string.Empty).Trim('\'', '"');

    /// <summary>A completion, in quotes where the value needs them.</summary>
    public static CompletionResult Result(string value, string toolTip)
    {
        string text = Bare.IsMatch(value) ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
        return new CompletionResult(text, value, CompletionResultType.ParameterValue, toolTip);
    }

    /// <summary>What a search finds while the user waits; nothing when it fails or takes longer. It goes on beside, and what it then finds is dropped.</summary>
    public static CompletionResult[] InTime(Func<Task<CompletionResult[]>> search)
    {
        Task<CompletionResult[]> found = Task.Run(search);
        try
        {
            return found.Wait(Patience) ? found.Result : [];
        }
        catch (AggregateException)
        {
            return [];
        }
    }

    private static CloudProvider[] Parse(object? name) => Enum.TryParse(name?.ToString(), ignoreCase: true, out CloudProvider provider) && Array.IndexOf(All, provider) >= 0 ? [provider] : [];
}
