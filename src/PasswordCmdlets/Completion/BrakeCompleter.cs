using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PasswordCmdlets.Completion;

/// <summary>Completes -MaximumFailure and -NotAfter with one example of each form, and what it means as its tooltip.</summary>
public sealed class BrakeCompleter : IArgumentCompleter
{
    private static readonly (string Value, string Meaning)[] Limits =
    [
        ("3", "stop when more than 3 targets failed"),
        ("5%", "stop when more than 5% of the results so far failed, from the twentieth result on"),
    ];

    private static readonly (string Value, string Meaning)[] Deadlines =
    [
        ("05:00", "the next five o'clock, local time"),
        ("4h", "four hours from now; 90m and 1h30m are time spans too"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = CompletionContext.Word(wordToComplete);
        return (string.Equals(parameterName, "MaximumFailure", StringComparison.OrdinalIgnoreCase) ? Limits : Deadlines)
            .Where(example => example.Value.StartsWith(word, StringComparison.Ordinal))
            .Select(static example => CompletionContext.Result(example.Value, $"{example.Value}: {example.Meaning}"))
            .ToArray();
    }
}
