using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Returns the last state of every target in reports.</summary>
[Cmdlet(VerbsCommon.Get, "CloudPasswordReport", HelpUri = HelpLinks.GetCloudPasswordReport)]
[OutputType(typeof(PasswordChangeResult))]
public sealed class GetCloudPasswordReportCommand : PSCmdlet
{
    // The reports, and where in the input each was.
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private RecordPosition? _position;
    private bool _isIncomplete;

    /// <summary>The reports that -ReportPath wrote.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "ReportPath")]
    [BoundPath("Path", "FullName", "PSPath", "ReportPath")]
    [SupportsWildcards]
    public string?[]? Path { get; set; }

    /// <summary>Only targets that may safely be sent again and can succeed then: planned, failed or cancelled.</summary>
    [Parameter]
    public SwitchParameter Resumable { get; set; }

    /// <summary>With -Resumable, also targets that do not exist or are invalid.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    // A line of another file that is piped in place of a path may hold a secret, so only a path on the command line is shown.
    private bool ShowsPaths => !MyInvocation.ExpectingInput;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _position = new RecordPosition(this);
        this.Terminating(() =>
        {
            _position.RequireInput(nameof(Path), "the paths of reports");
            if (All && !Resumable)
            {
                throw CommandFailure.Invalid(
                    "-All adds targets to those of -Resumable. Specify -Resumable too, or neither for all targets.");
            }
        });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _position!.Next();
        foreach (string? path in Path ?? [null])
        {
            _position.NextItem();
            Add(path);
        }
    }

    /// <summary>Writes the targets: what became of one may be in any of the reports.</summary>
    protected override void EndProcessing()
    {
        if (Resumable)
        {
            WriteResumable();
            return;
        }

        foreach (ReportEntry entry in ReportFiles.ReadStates(_order, [], WriteWarning, () => Stopping, Fail).Last)
        {
            Write(entry);
        }
    }

    private void WriteResumable()
    {
        (TargetStates states, ISet<string> atWork) = ReportFiles.ReadStatesAndRuns(_order, WriteWarning, () => Stopping, Fail);
        if (_isIncomplete || Stopping)
        {
            return;
        }

        int doubtful = 0;
        Dictionary<string, int> planned = new(StringComparer.Ordinal);
        foreach (TargetHistory target in states.Targets)
        {
            ReportEntry entry = target.Last!;
            if (target.PlannedBy.FirstOrDefault(atWork.Contains) is { } runId)
            {
                planned[runId] = planned.TryGetValue(runId, out int count) ? count + 1 : 1;
            }
            else if (entry.MayBeSent)
            {
                doubtful++;
            }
            else if (entry.IsResumable && (All || !entry.WouldFailAgain))
            {
                Write(entry);
            }
        }

        foreach (KeyValuePair<string, int> run in planned)
        {
            WriteWarning($"{LeftOut(run.Value)}: the run {PrintableText.Line(run.Key)} is still at work. "
                + "Read the report again when it has ended.");
        }

        if (doubtful > 0)
        {
            string they = doubtful == 1 ? "it" : "they";
            WriteWarning($"{LeftOut(doubtful)}: a later line of the report is incomplete, so {they} may have been sent. "
                + "Get-CloudPasswordReport without -Resumable shows which: try the new password before you send one again.");
        }
    }

    private void Write(ReportEntry entry) => WriteObject(EarlierResult.Printable(ResultFactory.Create(WithAdvice(entry))));

    private static string LeftOut(int count) => count == 1 ? "1 planned target is left out" : $"{count} planned targets are left out";

    // What was sent, or may have been, and has no result has no message either.
    private static ReportEntry WithAdvice(ReportEntry entry) =>
        entry.Message is null && (entry.Status == ReportEntry.Sent || entry.MayBeSent)
            ? entry with { Message = ErrorAdvice.Of(entry) }
            : entry;

    private void Add(string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            WriteFailure($"{_position}: the report has no path.", null);
            return;
        }

        try
        {
            foreach (string file in ReportFiles.Resolve(SessionState, [path!]))
            {
                if (!_files.ContainsKey(file))
                {
                    _files.Add(file, _position!.ToString());
                    _order.Add(file);
                }
            }
        }
        catch (CommandFailure failure)
        {
            WriteFailure(
                ShowsPaths ? failure.Message
                    : WildcardPattern.ContainsWildcardCharacters(path!) ? $"{_position}: no file matches the path."
                    : $"{_position}: the report is not in the file system. Specify the path of a file.",
                path);
        }
    }

    private void Fail(string file, string problem) => WriteFailure(
        ShowsPaths ? $"The report {PrintableText.Line(file)} {problem}" : $"{_files[file]}: the report {problem}", file);

    private void WriteFailure(string message, string? path)
    {
        _isIncomplete = true;
        string consequence = Resumable ? " -Resumable returns nothing without it." : string.Empty;
        WriteError(new CommandFailure(ErrorIds.ReportUnavailable, ErrorCategory.ReadError, message + consequence, ShowsPaths ? path : null)
            .ToErrorRecord());
    }
}
