using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Reports.Export;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Writes one page or table about run reports or results, for people, auditors and spreadsheets.</summary>
[Cmdlet(
    VerbsData.Export,
    "CloudPasswordReport",
    SupportsShouldProcess = true,
    DefaultParameterSetName = "Path",
    HelpUri = HelpLinks.ExportCloudPasswordReport)]
[OutputType(typeof(FileInfo))]
public sealed class ExportCloudPasswordReportCommand : PSCmdlet
{
    private readonly StopSource _stopping = new();
    private readonly List<string> _paths = [];
    private readonly List<ReportEntry> _results = [];
    private RecordPosition? _position;
    private string? _destination;
    private int _skipped;
    private bool _isIncomplete;

    /// <summary>The reports that -ReportPath wrote.</summary>
    [Parameter(ParameterSetName = "Path", Position = 0, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>Results, or the files of reports.</summary>
    [Parameter(ParameterSetName = "InputObject", ValueFromPipeline = true)]
    public PSObject?[]? InputObject { get; set; }

    /// <summary>The file to write; its extension is the format: .html, .csv or .md.</summary>
    [Parameter(ParameterSetName = "Path", Position = 1, Mandatory = true)]
    [Parameter(ParameterSetName = "InputObject", Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>Do not replace a file that exists.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Replace a file that is read-only.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Return the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _position = new RecordPosition(this);
        this.Terminating(() =>
        {
            _destination = ReportFile.Resolve(SessionState, Destination!);
            if (ExportFormat.Of(_destination) is null)
            {
                throw Invalid($"The format of {PrintableText.Line(Destination!)} is not known. "
                    + "Specify a -Destination that ends with .html, .csv or .md.");
            }

            RequireWritable();
        });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _position!.Next();
        foreach (PSObject? input in InputObject ?? [])
        {
            _position.NextItem();
            Add(input);
        }
    }

    /// <summary>Writes the file.</summary>
    protected override void EndProcessing() => this.Terminating(() =>
    {
        IReadOnlyList<string> files = ReportFiles.Resolve(SessionState, Path ?? [.. _paths]);
        if (files.Contains(_destination, StringComparer.OrdinalIgnoreCase))
        {
            throw Invalid($"The destination {PrintableText.Line(Destination!)} is one of the reports. Specify another file.");
        }

        if (_isIncomplete && files.Count == 0 && _results.Count == 0)
        {
            return;
        }

        if (!ShouldProcess(PrintableText.Line(_destination!), "Export the report"))
        {
            return;
        }

        TargetStates states = ReportFiles.ReadStates(files, _results, Skip, () => Stopping);
        Write(new ReportSummary([.. states.Last], TimeProvider.System.GetUtcNow()) { SkippedLines = _skipped });
        if (PassThru)
        {
            WriteObject(new FileInfo(_destination!));
        }
    });

    /// <summary>Ctrl+C: nothing is written.</summary>
    protected override void StopProcessing() => _stopping.Stop();

    private void Add(PSObject? input)
    {
        if (input?.BaseObject is FileInfo file)
        {
            _paths.Add(file.FullName);
        }
        else if (input?.BaseObject is string text && IsReport(text))
        {
            _paths.Add(text);
        }
        else if (input?.BaseObject is string)
        {
            // A line of another file that is piped in place of a path may hold a secret, so the error does not hold it.
            string message = $"{_position}: the report does not exist. Check the path.";
            _isIncomplete = true;
            WriteError(new CommandFailure(ErrorIds.ReportUnavailable, ErrorCategory.ReadError, message).ToErrorRecord());
        }
        else if (EarlierResult.Read(input, out string problem) is { } result)
        {
            _results.Add(ResultFactory.Entry(result));
        }
        else
        {
            // An object of another kind may hold a secret, so the error does not hold it.
            string message = $"{_position} is neither a result of a password cmdlet nor the file of a report: {problem}. "
                + "Pipe results, or the paths of reports.";
            _isIncomplete = true;
            WriteError(CommandFailure.Invalid(message).ToErrorRecord());
        }
    }

    private bool IsReport(string path)
    {
        try
        {
            return ReportFiles.Resolve(SessionState, [path]).All(File.Exists);
        }
        catch (CommandFailure)
        {
            return false;
        }
    }

    private void RequireWritable()
    {
        if (Directory.Exists(_destination))
        {
            throw Invalid($"The destination {PrintableText.Line(Destination!)} is a folder. Specify a file.");
        }

        FileInfo file = new(_destination!);
        if (file.Directory is not { Exists: true })
        {
            throw Invalid($"The folder of the destination {PrintableText.Line(Destination!)} does not exist. Create it first.");
        }

        if (file.Exists && NoClobber)
        {
            throw Failure(
                ErrorCategory.ResourceExists,
                $"The file {PrintableText.Line(Destination!)} exists, and -NoClobber keeps it. Specify another -Destination.");
        }

        if (file is { Exists: true, IsReadOnly: true } && !Force)
        {
            throw Failure(
                ErrorCategory.PermissionDenied, $"The file {PrintableText.Line(Destination!)} is read-only. Specify -Force to replace it.");
        }
    }

    private void Write(ReportSummary summary)
    {
        try
        {
            RegularFile.Require(_destination!);
            if (Force && File.Exists(_destination))
            {
                File.SetAttributes(_destination!, File.GetAttributes(_destination!) & ~FileAttributes.ReadOnly);
            }

            ExportFile.Write(_destination!, !NoClobber, ExportFormat.Of(_destination!)!, summary, _stopping.Token);
        }
        catch (Exception failure) when (
            failure is ReportException or IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Failure(
                ErrorCategory.WriteError, $"The export {PrintableText.Line(Destination!)} cannot be written: {failure.Message}");
        }
    }

    private void Skip(string text)
    {
        _skipped++;
        WriteWarning(text);
    }

    private CommandFailure Invalid(string message) => Failure(ErrorCategory.InvalidArgument, message);

    private CommandFailure Failure(ErrorCategory category, string message) =>
        new(ErrorIds.ReportUnavailable, category, message, Destination);
}
