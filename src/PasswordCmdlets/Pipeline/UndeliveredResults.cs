using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// Results whose generated password is stored nowhere else, until they were certainly received: what was written is dropped by an
/// assignment after Ctrl+C, with -ErrorAction Stop, and when a later command of the pipeline throws, at its own end too.
/// </summary>
/// <param name="cmdlet">The command.</param>
internal sealed class UndeliveredResults(PSCmdlet cmdlet)
{
    private const string Variable = "global:PasswordCmdletsUndelivered";

    private readonly Dictionary<PSCredential, PasswordChangeResult> _results = [];
    private int _thread;
    private bool _areReceived;

    /// <summary>Adds a result, in place of an earlier one with the same credential; one without a credential needs nothing.</summary>
    public void Add(PasswordChangeResult result)
    {
        if (result.Credential is { } credential)
        {
            _results[credential] = result;
        }
    }

    /// <summary>Every result was written. They count as received unless the pipeline ends early before <see cref="Keep"/>.</summary>
    public void Written()
    {
        _areReceived = true;
        _thread = Environment.CurrentManagedThreadId;
        AppDomain.CurrentDomain.FirstChanceException += Observe;
    }

    /// <summary>The pipeline ended: results that may not have been received are kept in a global variable.</summary>
    public void Keep()
    {
        AppDomain.CurrentDomain.FirstChanceException -= Observe;
        if (_results.Count == 0 || (_areReceived && !cmdlet.Stopping))
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

    // A later command that collects its input (Sort-Object, for example) passes it on after this command has ended. No property shows a
    // command whether its pipeline failed, but PowerShell throws this exception on the pipeline's thread whenever a command ends one early.
    private void Observe(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (thrown.Exception is PipelineStoppedException && Environment.CurrentManagedThreadId == _thread)
        {
            _areReceived = false;
        }
    }
}
