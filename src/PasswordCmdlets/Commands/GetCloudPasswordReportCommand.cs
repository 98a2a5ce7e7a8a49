using System;
using System.Management.Automation;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Returns the last state of every target in a report.</summary>
[Cmdlet(VerbsCommon.Get, "CloudPasswordReport", HelpUri = HelpLinks.GetCloudPasswordReport)]
[OutputType(typeof(PasswordChangeResult))]
public sealed class GetCloudPasswordReportCommand : PSCmdlet
{
    private RecordPosition? _position;

    /// <summary>The report that -ReportPath wrote.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "ReportPath")]
    [BoundPath("Path", "FullName", "PSPath", "ReportPath")]
    public string? Path { get; set; }

    /// <summary>Only targets that may safely be sent again and can succeed then: planned, failed or cancelled.</summary>
    [Parameter]
    public SwitchParameter Resumable { get; set; }

    /// <summary>With -Resumable, also targets that do not exist or are invalid.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _position = new RecordPosition(this);
        this.Terminating(() => _position.RequireInput(nameof(Path), "the paths of reports"));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _position!.Next();
        _position.NextItem();
        if (string.IsNullOrEmpty(Path))
        {
            Fail("has no path.", null);
            return;
        }

        try
        {
            string file = ReportFile.Resolve(SessionState, Path!);
            foreach (ReportEntry entry in ReportReader.ReadLastStates(file, WriteWarning, () => Stopping))
            {
                if (!Resumable || (entry.IsResumable && (All || !entry.WouldFailAgain)))
                {
                    WriteObject(EarlierResult.Printable(ResultFactory.Create(WithAdvice(entry))));
                }
            }
        }
        catch (CommandFailure)
        {
            Fail("is not in the file system. Specify the path of a file.", Path);
        }
        catch (Exception failure) when (ReportFiles.Problem(failure) is { } problem)
        {
            Fail(problem, Path);
        }
    }

    // What was sent and has no result has no message either.
    private static ReportEntry WithAdvice(ReportEntry entry) =>
        entry.Status == ReportEntry.Sent && entry.Message is null ? entry with { Message = ErrorAdvice.Sent } : entry;

    // A line of another file that is piped in place of a path may hold a secret, so only a path on the command line is shown.
    private void Fail(string problem, string? path)
    {
        bool isShown = path is not null && !MyInvocation.ExpectingInput;
        string message = isShown ? $"The report {PrintableText.Line(path!)} {problem}" : $"{_position}: the report {problem}";
        WriteError(
            new CommandFailure(ErrorIds.ReportUnavailable, ErrorCategory.ReadError, message, isShown ? path : null).ToErrorRecord());
    }
}
