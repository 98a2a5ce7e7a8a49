using System.Management.Automation;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// Writes the errors of a command. With -ErrorAction Stop the first one ends the command, so it waits until every result is written.
/// </summary>
/// <param name="host">Writes to the cmdlet's streams.</param>
internal sealed class CommandErrors(CmdletHost host)
{
    private readonly bool _holdsFirst = host.StopsOnError;
    private ErrorRecord? _held;

    /// <summary>Whether an error waits for the end.</summary>
    public bool HasHeld => _held is not null;

    /// <summary>Writes an error, or holds it.</summary>
    public void Write(ErrorRecord error)
    {
        if (_holdsFirst)
        {
            _held ??= error;
        }
        else
        {
            host.Error(error);
        }
    }

    /// <summary>Writes the error that waited.</summary>
    public void WriteHeld()
    {
        if (_held is { } held)
        {
            _held = null;
            host.Error(held);
        }
    }
}
