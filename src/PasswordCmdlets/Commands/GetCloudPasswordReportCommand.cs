using System;
using System.IO;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Returns the last state of every target in a report.</summary>
[Cmdlet(VerbsCommon.Get, "CloudPasswordReport", HelpUri = HelpLinks.GetCloudPasswordReport)]
[OutputType(typeof(PasswordChangeResult))]
public sealed class GetCloudPasswordReportCommand : PSCmdlet
{
    /// <summary>The report that -ReportPath wrote.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "ReportPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Only targets that may safely be sent again: planned, failed or cancelled.</summary>
    [Parameter]
    public SwitchParameter Resumable { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string file = GetUnresolvedProviderPathFromPSPath(Path);
        try
        {
            foreach (ReportEntry line in ReportReader.ReadLastStates(file, WriteWarning))
            {
                if (!Resumable || line.IsResumable)
                {
                    WriteObject(ResultFactory.Create(line));
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            WriteError(new CommandFailure(ErrorIds.ReportUnavailable, ErrorCategory.ReadError, $"The report {file} cannot be read: {failure.Message}", Path).ToErrorRecord());
        }
    }
}
