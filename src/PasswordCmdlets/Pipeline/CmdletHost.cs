using System;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Pipeline;

/// <summary>Writes what the engine reports to the streams of a cmdlet, on the pipeline thread.</summary>
internal sealed class CmdletHost(PSCmdlet cmdlet)
{
    /// <summary>What the cmdlet is called.</summary>
    public string CommandName => cmdlet.MyInvocation.MyCommand.Name;

    /// <summary>Whether the command only shows what it would do.</summary>
    public bool IsWhatIf => IsSet("WhatIf") ?? LanguagePrimitives.IsTrue(cmdlet.GetVariableValue("WhatIfPreference"));

    /// <summary>Whether verbose messages are shown.</summary>
    public bool IsVerbose => IsSet("Verbose") ?? IsShown("VerbosePreference");

    /// <summary>Whether debug messages are shown.</summary>
    public bool IsDebug => IsSet("Debug") ?? IsShown("DebugPreference");

    /// <summary>Whether the first error ends the command.</summary>
    public bool StopsOnError
    {
        get
        {
            object? action = cmdlet.MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? bound)
                ? bound
                : cmdlet.GetVariableValue("ErrorActionPreference");
            return string.Equals(action?.ToString(), nameof(ActionPreference.Stop), StringComparison.OrdinalIgnoreCase);
        }
    }

    public void Write(object output) => cmdlet.WriteObject(output);

    public void Error(ErrorRecord error) => cmdlet.WriteError(error);

    public void Warning(string text) => cmdlet.WriteWarning(text);

    public void Notice(NoticeEvent notice)
    {
        switch (notice.Level)
        {
            case NoticeLevel.Warning:
                cmdlet.WriteWarning(notice.Text);
                break;
            // With -Debug alone PowerShell asks whether to go on after every verbose message.
            case NoticeLevel.Verbose when IsVerbose || !IsDebug:
                cmdlet.WriteVerbose(notice.Text);
                break;
            default:
                cmdlet.WriteDebug(notice.Text);
                break;
        }
    }

    public void Progress(ProgressRecord progress) => cmdlet.WriteProgress(progress);

    /// <summary>Asks yes or no; no when the host cannot ask.</summary>
    public bool Ask(string question, string caption)
    {
        try
        {
            // With a security impact Enter is a No.
            bool yesToAll = false;
            bool noToAll = false;
            return cmdlet.ShouldContinue(question, caption, hasSecurityImpact: true, ref yesToAll, ref noToAll);
        }
        catch (Exception failure) when (failure is not PipelineStoppedException)
        {
            // A host that is not interactive throws.
            return false;
        }
    }

    private bool? IsSet(string parameter) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out object? bound) ? ((SwitchParameter)bound).ToBool() : null;

    private bool IsShown(string preference) =>
        cmdlet.GetVariableValue(preference) is { } value
            && !string.Equals(value.ToString(), nameof(ActionPreference.SilentlyContinue), StringComparison.OrdinalIgnoreCase);
}
