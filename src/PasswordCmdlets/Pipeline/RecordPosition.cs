using System.Management.Automation;

namespace PasswordCmdlets.Pipeline;

/// <summary>The position in its input that a cmdlet has reached, for messages that cannot quote the input.</summary>
internal sealed class RecordPosition(PSCmdlet cmdlet)
{
    private long _record;
    private int _item;

    /// <summary>The next record of the pipeline begins.</summary>
    public void Next()
    {
        _record++;
        _item = 0;
    }

    /// <summary>The next item of a parameter with several values begins.</summary>
    public void NextItem() => _item++;

    /// <summary>Throws <see cref="CommandFailure"/> unless the targets are either in a parameter or in the pipeline.</summary>
    /// <param name="parameter">The parameter that takes the targets.</param>
    /// <param name="input">What the pipeline takes.</param>
    /// <param name="instead">A sentence about what else the command can do; null for none.</param>
    public void RequireInput(string parameter, string input, string? instead = null)
    {
        string? problem = (cmdlet.MyInvocation.BoundParameters.ContainsKey(parameter), cmdlet.MyInvocation.ExpectingInput) switch
        {
            (false, false) => $"Specify -{parameter}, or pipe {input}.{(instead is null ? null : " " + instead)}",
            (true, true) => $"Specify -{parameter} or pipe {input}, not both.",
            _ => null,
        };
        if (problem is not null)
        {
            throw CommandFailure.Invalid(problem);
        }
    }

    // Before the first record only the command line is known.
    public override string ToString() => _record == 0
        ? "The command line"
        : cmdlet.MyInvocation.ExpectingInput ? $"Record {_record} of the input" : $"Item {_item}";
}
