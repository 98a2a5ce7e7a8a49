using System.Collections.Generic;

namespace PasswordCmdlets.Interleavings.Scheduling;

/// <summary>One schedule again, by its choices.</summary>
internal sealed class Replay(IReadOnlyList<int> choices) : Strategy
{
    public override int Choose(IReadOnlyList<Option> options, int decision)
    {
        int choice = decision < choices.Count ? choices[decision] : 0;
        if (choice >= options.Count)
        {
            Scheduler.Current!.Fail($"Decision {decision} has {options.Count} options: the choices are those of another schedule.");
        }

        return choice;
    }

    public override bool MoveNext(IReadOnlyList<int> last) => false;
}
