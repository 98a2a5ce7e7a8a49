using System;
using System.Management.Automation;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// The report of one command. A report that cannot be written ends the command: every method throws <see cref="CommandFailure"/> then.
/// </summary>
internal sealed class CommandReport : IDisposable
{
    private readonly string? _path;
    private readonly ReportWriter? _writer;

    /// <param name="path">The file; null when the command has no report.</param>
    /// <param name="runId">The run that the entries belong to.</param>
    /// <param name="isEarlierRun">Whether that is the run of an earlier command.</param>
    public CommandReport(string? path, string runId, bool isEarlierRun = false)
    {
        _path = path;
        try
        {
            _writer = path is null ? null : new ReportWriter(path, runId, TimeProvider.System, isEarlierRun);
        }
        catch (ReportException failure)
        {
            throw Unavailable(ErrorCategory.OpenError, failure);
        }

        Entries = (IRunReport?)_writer ?? new NullReport();
    }

    /// <summary>How the targets that were not sent are sent later.</summary>
    public string HowToResume => _path is null
        ? "Send these targets again; with -ReportPath, Get-CloudPasswordReport -Resumable returns them."
        : $"Get-CloudPasswordReport -Path '{PrintableText.Line(_path).Replace("'", "''")}' -Resumable returns the targets to send again.";

    /// <summary>The part that the engine appends to.</summary>
    public IRunReport Entries { get; }

    /// <summary>Appends a target that failed before it was submitted to the engine.</summary>
    public void Rejected(ReportEntry entry)
    {
        // A duplicate has no entry: the target has entries already, and they have its outcome.
        if (entry.ErrorId != ErrorIds.DuplicateTarget)
        {
            Completed(entry);
        }
    }

    /// <summary>Appends the last entry of a target.</summary>
    public void Completed(ReportEntry entry) => Guard(() => _writer?.Write(entry));

    /// <summary>Appends where the generated password of a target was stored.</summary>
    public void Stored(TargetResult result, string? vaultName, string? secretName) =>
        Guard(() => _writer?.Stored(result, vaultName, secretName));

    /// <summary>Does what may append to the report.</summary>
    public void Guard(Action append)
    {
        try
        {
            append();
        }
        catch (ReportException failure)
        {
            throw Unavailable(ErrorCategory.WriteError, failure);
        }
    }

    public void Dispose() => _writer?.Dispose();

    private CommandFailure Unavailable(ErrorCategory category, ReportException failure) =>
        new(ErrorIds.ReportUnavailable, category, failure.Message, _path);
}
