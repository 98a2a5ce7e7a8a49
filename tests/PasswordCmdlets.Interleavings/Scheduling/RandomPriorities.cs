using System;
using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Interleavings.Scheduling;

/// <summary>
/// Gives each thread a random priority and lowers that of the running one at random points ("A randomized scheduler with probabilistic
/// guarantees of finding bugs", 2010). A seed gives one schedule.
/// </summary>
internal sealed class RandomPriorities : Strategy
{
    private const int MostChanges = 4;

    // How many decisions the first schedule may have; a later one may have as many as the one before it.
    private const int FirstDecisions = 200;

    private readonly int _count;
    private readonly Dictionary<int, double> _priorities = [];
    private readonly HashSet<int> _changes = [];
    private Random _random;
    private double _lowest;

    /// <param name="count">How many schedules: their seeds are 1 to this.</param>
    public RandomPriorities(int count)
    {
        _count = count;
        _random = Prepare(FirstDecisions);
    }

    public int Seed { get; private set; } = 1;

    public override int Choose(IReadOnlyList<Option> options, int decision)
    {
        if (options[0].Kind == OptionKind.StoreNow)
        {
            return _random.Next(3) == 0 ? 1 : 0;
        }

        if (options[^1].Kind == OptionKind.Timer && _random.Next(100) == 0)
        {
            return options.Count - 1;
        }

        if (_changes.Contains(decision))
        {
            _priorities[options[0].ThreadId] = --_lowest;
        }

        return Enumerable.Range(0, options.Count)
            .Where(index => options[index].Kind == OptionKind.Thread)
            .MaxBy(index => PriorityOf(options[index].ThreadId));
    }

    public override string ToString() => $"random priorities, seed {Seed}";

    public override bool MoveNext(IReadOnlyList<int> last)
    {
        if (Seed == _count)
        {
            return false;
        }

        Seed++;
        _random = Prepare(Math.Max(last.Count, 10));
        return true;
    }

    private Random Prepare(int decisions)
    {
        Random random = new(Seed);
        _priorities.Clear();
        _changes.Clear();
        _lowest = 0;
        for (int i = random.Next(MostChanges + 1); i > 0; i--)
        {
            _changes.Add(random.Next(decisions));
        }

        return random;
    }

    private double PriorityOf(int thread) =>
        _priorities.TryGetValue(thread, out double known) ? known : _priorities[thread] = _random.NextDouble();
}
