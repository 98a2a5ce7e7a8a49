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

    private readonly int _lastSeed;
    private readonly Dictionary<int, double> _priorities = [];
    private readonly HashSet<int> _changes = [];
    private Random _random;
    private double _lowest;

    public RandomPriorities(int firstSeed, int count, int decisions = 200)
    {
        Seed = firstSeed;
        _lastSeed = firstSeed + count - 1;
        _random = Prepare(decisions);
    }

    public int Seed { get; private set; }

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
        if (Seed == _lastSeed)
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
