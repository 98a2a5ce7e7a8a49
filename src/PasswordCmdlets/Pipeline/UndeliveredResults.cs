using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// Results whose generated password is stored nowhere else, until they were certainly received: what was written is dropped by an
/// assignment after Ctrl+C, with -ErrorAction Stop, and when a later command of the pipeline throws.
/// </summary>
/// <param name="cmdlet">The command.</param>
internal sealed class UndeliveredResults(PSCmdlet cmdlet)
{
    private const string Variable = "global:PasswordCmdletsUndelivered";

    private readonly Dictionary<PSCredential, PasswordChangeResult> _results = [];

    /// <summary>Adds a result, in place of an earlier one with the same credential; one without a credential needs nothing.</summary>
    public void Add(PasswordChangeResult result)
    {
        if (result.Credential is { } credential)
        {
            _results[credential] = result;
        }
    }

    /// <summary>Every result was received.</summary>
    public void Clear() => _results.Clear();

    /// <summary>The command ended: results that may not have been received are kept in a global variable.</summary>
    public void Keep()
    {
        if (_results.Count == 0)
        {
            return;
        }

        // Commands and streams no longer work while the pipeline ends; setting a variable does.
        object? earlier = cmdlet.SessionState.PSVariable.GetValue(Variable);
        object?[] kept = earlier is null ? [] : LanguagePrimitives.GetEnumerable(earlier)?.Cast<object?>().ToArray() ?? [earlier];
        foreach (object? one in kept)
        {
            if ((one is PSObject wrapped ? wrapped.BaseObject : one) is PasswordChangeResult { Credential: { } known })
            {
                // Another command of the pipeline has kept it.
                _results.Remove(known);
            }
        }

        if (_results.Count == 0)
        {
            return;
        }

        cmdlet.SessionState.PSVariable.Set(Variable, (object?[])[.. kept, .. _results.Values]);
        LateWarning.Write(
            cmdlet.Host,
            $"{_results.Count} result(s) with generated passwords may not have been received. They are in ${Variable}: "
            + "store them, then remove the variable.");
    }
}
