using System;
using System.Text;
using PasswordCmdlets.Interleavings.Scheduling;

namespace PasswordCmdlets.Interleavings.Scenarios;

/// <summary>Runs a scenario in one schedule after the other until one fails or none is left.</summary>
internal static class Exploration
{
    // A few random schedules are enough in dotnet test; ./build.sh explore runs more.
    private const int RandomSchedules = 20;
    private const int MostDelays = 5;

    /// <summary>Explores every schedule with few delays, then some by random priorities.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="most">
    /// The most schedules of each of the two kinds; null for what the scenario asks for and <see cref="RandomSchedules"/> others.
    /// </param>
    public static Explored Explore(Scenario scenario, int? most)
    {
        int count = 0;
        int complete = -1;
        for (int delays = 0; delays <= (most is null ? scenario.Delays : MostDelays); delays++)
        {
            // Those with fewer delays are among them.
            (Explored explored, bool isComplete) = Explore(scenario, new DelayBounded(delays), most ?? int.MaxValue);
            if (explored.Failure is not null)
            {
                return explored;
            }

            count = explored.Schedules;
            if (!isComplete)
            {
                break;
            }

            complete = delays;
        }

        int seeds = most ?? RandomSchedules;
        Explored random = Explore(scenario, new RandomPriorities(seeds), int.MaxValue).Explored;
        return random with
        {
            Schedules = count + random.Schedules,
            Text = $"{scenario.Name}: {count + random.Schedules} schedules; {count} by delays, "
                + $"all with up to {complete}; {random.Schedules} by random priorities, seeds 1 to {seeds}",
        };
    }

    /// <summary>What happens in one schedule, step by step.</summary>
    public static string Show(Scenario scenario, params int[] choices)
    {
        StringBuilder log = new();
        Scheduler scheduler = new(new Replay(choices), scenario.HasPointsAtLoads, log);
        scheduler.Run(() => scenario.Body(scheduler));
        return log.AppendLine(scheduler.Failure).ToString();
    }

    private static (Explored Explored, bool IsComplete) Explore(Scenario scenario, Strategy strategy, int most)
    {
        for (int count = 1; ; count++)
        {
            Scheduler scheduler = new(strategy, scenario.HasPointsAtLoads);
            scheduler.Run(() => scenario.Body(scheduler));
            if (scheduler.Failure is { } failure)
            {
                string choices = string.Join(',', scheduler.Choices);
                string text = $"{scenario.Name}, schedule {count} of {strategy}: {failure}{Environment.NewLine}"
                    + $"Choices: {choices}{Environment.NewLine}{Show(scenario, [.. scheduler.Choices])}";
                return (new Explored(count, text), false);
            }

            if (!strategy.MoveNext(scheduler.Choices))
            {
                return (new Explored(count, null), true);
            }

            if (count == most)
            {
                return (new Explored(count, null), false);
            }
        }
    }
}

/// <summary>What an exploration found.</summary>
/// <param name="Schedules">How many schedules ran.</param>
/// <param name="Failure">The defect, with the schedule that shows it; null without one.</param>
internal sealed record Explored(int Schedules, string? Failure)
{
    /// <summary>What was explored.</summary>
    public string Text { get; init; } = string.Empty;
}
