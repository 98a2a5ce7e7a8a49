using System.Linq;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Reports;

public sealed class TargetStatesTests
{
    [Theory]
    [InlineData("early", "late", "late")]
    [InlineData("late", "early", "late")]
    public void Of_several_runs_that_left_a_target_open_the_latest_is_its_state(string first, string second, string last)
    {
        ReportEntry[] entries =
        [
            .. new[] { first, second }.Select(static run => TestReport.Entry("i", "Sent") with
            {
                RunId = run,
                Time = TestReport.Night.AddDays(run == "late" ? 1 : 0),
            }),
            TestReport.Entry("i", "Failed") with { RunId = "third" },
        ];

        Assert.Equal(last, Assert.Single(TargetStates.Of(entries).Last).RunId);
    }

    [Fact]
    public void A_target_that_one_of_two_runs_left_open_stays_open()
    {
        ReportEntry[] entries =
        [
            TestReport.Entry("i", "Sent") with { RunId = "first" },
            TestReport.Entry("i", "Sent") with { RunId = "second" },
            TestReport.Entry("i", "Failed") with { RunId = "second" },
        ];

        ReportEntry last = Assert.Single(TargetStates.Of(entries).Last);
        Assert.Equal(("first", "Sent"), (last.RunId, last.Status));
    }
}
