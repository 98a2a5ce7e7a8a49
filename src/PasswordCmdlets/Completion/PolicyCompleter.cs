using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Completion;

/// <summary>Completes the names of the password policies, with what they apply to as tooltips.</summary>
public sealed class PolicyCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = CompletionContext.Word(wordToComplete);
        return PasswordPolicies.All
            .Where(policy => policy.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(static policy => CompletionContext.Result(policy.Name, $"{policy.Name}: {policy.AppliesTo}"))
            .ToArray();
    }
}
