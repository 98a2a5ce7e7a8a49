using System.Collections.Generic;

namespace PasswordCmdlets.Interleavings.Scheduling;

/// <summary>One schedule again, by its choices.</summary>
internal sealed class Replay(IReadOnlyList<int> choices) : Strategy
{
    public override int Choose(IReadOnlyList<Option> options, int decision) => decision < choices.Count ? choices[decision] : 0;

    public override bool MoveNext(IReadOnlyList<int> last) => false;
}
