using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Interleavings.Scenarios;
using Xunit;

namespace PasswordCmdlets.Interleavings;

/// <summary>The run's concurrency, schedule by schedule.</summary>
public sealed class InterleavingTests(ITestOutputHelper output, Totals totals) : IClassFixture<Totals>
{
    /// <summary>
    /// The variable that sets how many schedules of each kind (by delays, by random priorities) a scenario runs at most; by delays, up to
    /// five of them.
    /// </summary>
    public const string SchedulesVariable = "PASSWORDCMDLETS_SCHEDULES";

    /// <summary>The variable that limits the tests to one scenario.</summary>
    public const string ScenarioVariable = "PASSWORDCMDLETS_SCENARIO";

    private static readonly Scenario[] s_all = [.. PrimitiveScenarios.All, .. RunScenarios.All, .. BrakeScenarios.All];

    public static TheoryData<string> Scenarios => [.. s_all
        .Select(static scenario => scenario.Name)
        .Where(static name => Environment.GetEnvironmentVariable(ScenarioVariable) is not { } only || name == only)];

    /// <summary>The variable with the choices of a schedule to show.</summary>
    public const string ChoicesVariable = "PASSWORDCMDLETS_CHOICES";

    private static int? MostSchedules =>
        int.TryParse(Environment.GetEnvironmentVariable(SchedulesVariable), out int schedules) ? schedules : null;

    [Theory(Explicit = true)]
    [MemberData(nameof(Scenarios))]
    public void Show_a_schedule(string name)
    {
        string? choices = Environment.GetEnvironmentVariable(ChoicesVariable);
        Assert.SkipWhen(choices is null, $"{ChoicesVariable} is not set.");
        output.WriteLine(Exploration.Show(
            s_all.Single(scenario => scenario.Name == name),
            [.. choices!.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static choice => int.Parse(choice, null))]));
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Every_schedule_ends_as_it_must(string name)
    {
        ConcurrentQueue<Exception> unobserved = [];
        void Observe(object? sender, UnobservedTaskExceptionEventArgs args) => unobserved.Enqueue(args.Exception);
        TaskScheduler.UnobservedTaskException += Observe;
        try
        {
            Explored explored = Exploration.Explore(s_all.Single(scenario => scenario.Name == name), MostSchedules);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            output.WriteLine(explored.Text);
            totals.Add(explored);
            Assert.True(explored.Failure is null, explored.Failure);
            Assert.Empty(unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Observe;
        }
    }
}
