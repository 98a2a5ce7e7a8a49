using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Interleavings.Scheduling;

/// <summary>
/// Every schedule that differs from the undisturbed one by so many delays at most, depth first. To choose the third of three options
/// delays two of them ("Delay-bounded scheduling", 2011).
/// </summary>
internal sealed class DelayBounded(int mostDelays) : Strategy
{
    private readonly List<int> _prefix = [];
    private readonly List<int> _counts = [];

    public override int Choose(IReadOnlyList<Option> options, int decision)
    {
        if (decision < _counts.Count)
        {
            // A replayed decision: more or fewer options than before would be a schedule that depends on more than its decisions.
            if (_counts[decision] != options.Count)
            {
                Scheduler.Current!.Fail($"Decision {decision} had {_counts[decision]} options and now has {options.Count}.");
            }
        }
        else
        {
            _counts.Add(options.Count);
        }

        return decision < _prefix.Count ? _prefix[decision] : 0;
    }

    public override string ToString() => $"those with up to {mostDelays} delays";

    public override bool MoveNext(IReadOnlyList<int> last)
    {
        int delays = last.Sum();
        for (int decision = last.Count - 1; decision >= 0; decision--)
        {
            delays -= last[decision];
            int next = last[decision] + 1;
            if (next < _counts[decision] && delays + next <= mostDelays)
            {
                _prefix.Clear();
                _prefix.AddRange(last.Take(decision));
                _prefix.Add(next);
                _counts.RemoveRange(decision + 1, _counts.Count - decision - 1);
                return true;
            }
        }

        return false;
    }
}
