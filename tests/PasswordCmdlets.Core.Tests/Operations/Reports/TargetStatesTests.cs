using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Reports;

public sealed class TargetStatesTests
{
    [Fact]
    public void Of_several_runs_that_left_a_target_open_the_last_is_its_state()
    {
        ReportEntry[] entries = [.. new[] { "first Sent", "second Sent", "third Failed" }.Select(static text => text.Split(' '))
            .Select(static words => TestReport.Entry("i", words[1]) with { RunId = words[0] })];

        Assert.Equal("second", Assert.Single(TargetStates.Of(entries).Last).RunId);
    }

    [Theory]
    [InlineData("Planned, Sent, Unknown, Planned, Sent, Failed", "Unknown")]
    [InlineData("Planned, Sent, Accepted r-1, Planned, Sent, Failed r-2", "Accepted")]
    [InlineData("Planned, Sent, Accepted r-1, Planned, Sent, Succeeded r-2", "Succeeded")]
    [InlineData("Planned, Sent, Accepted r-1, Failed r-1", "Failed")]
    [InlineData("Planned, Sent, Sent, Failed", "Failed")]
    [InlineData("Planned, Sent, Unknown, Unknown, Planned", "Unknown")]
    public void A_target_that_is_twice_in_a_run_stays_open_until_a_change_succeeds(string entries, string status)
    {
        ReportEntry last = Assert.Single(TargetStates.Of(entries.Split(", ").Select(Entry)).Last);

        Assert.Equal(status, last.Status);
    }

    [Theory]
    [InlineData("Sent", "run", "Sent")]
    [InlineData("Unknown", "run", "Unknown")]
    [InlineData("Accepted", "run", "Accepted")]
    [InlineData("Succeeded", "run", "Succeeded")]
    [InlineData("Planned", "run", "Failed")]
    [InlineData("Succeeded", "later", "Failed")]
    [InlineData("Unknown", "later", "Unknown")]
    public void A_record_that_a_run_rejects_unsent_says_nothing_about_what_it_sent(string status, string rejectedBy, string last)
    {
        ReportEntry[] entries =
        [
            TestReport.Entry("i", status) with { RunId = "run", Attempts = 1 },
            TestReport.Entry("i", "Failed") with { RunId = rejectedBy, Attempts = 0, ErrorId = "InvalidTarget" },
        ];

        Assert.Equal(last, Assert.Single(TargetStates.Of(entries).Last).Status);
    }

    [Fact]
    public void A_wait_for_a_result_without_its_attempts_ends_the_change()
    {
        ReportEntry accepted = TestReport.Entry("i", "Accepted") with { RunId = "run", RequestId = "r-1" };
        ReportEntry[] entries = [accepted, accepted with { Status = "Failed", Attempts = 0 }];

        Assert.Equal("Failed", Assert.Single(TargetStates.Of(entries).Last).Status);
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

    [Theory]
    [InlineData("Failed", 0, null, "Planned", "Planned")]
    [InlineData("Failed", 0, null, "Succeeded", "Succeeded")]
    [InlineData("Failed", 0, "ap-shanghai", "Succeeded", "Failed Succeeded")]
    [InlineData("Failed", 1, null, "Succeeded", "Failed Succeeded")]
    [InlineData("Unknown", 1, null, "Succeeded", "Unknown Succeeded")]
    public void A_target_that_failed_before_its_region_was_known_is_the_one_that_comes_with_it(
        string first, int attempts, string? region, string second, string states)
    {
        ReportEntry[] entries =
        [
            TestReport.Entry("i", first) with { Region = region, Attempts = attempts },
            TestReport.Entry("other", "Failed") with { Region = null, Attempts = 0 },
            TestReport.Entry("i", second) with { Region = "ap-guangzhou", RunId = "second" },
        ];

        Assert.Equal($"{states} other", string.Join(' ', [.. Of("i"), .. Of("other").Select(static _ => "other")]));

        IEnumerable<string> Of(string id) => TargetStates.Of(entries).Last.Where(entry => entry.InstanceId == id)
            .Select(static entry => entry.Status);
    }

    [Fact]
    public void A_user_whose_account_was_not_known_is_the_one_of_the_account()
    {
        ReportEntry user = TestReport.Entry("i", "Failed") with { InstanceId = null, UserName = "alice", Region = null, Attempts = 0 };
        ReportEntry[] entries =
        [
            user with { Account = null },
            user with { Account = "second" },
            user with { Account = "first", Status = "Succeeded", Attempts = 1 },
        ];

        Assert.Equal(["second", "first"], TargetStates.Of(entries).Last.Select(static entry => entry.Account));
    }

    [Fact]
    public void A_user_is_one_whatever_the_case_of_the_name_and_an_instance_has_users_of_either_case()
    {
        ReportEntry user = TestReport.Entry("i", "Failed") with { InstanceId = null, UserName = "Bob", Account = "1" };
        ReportEntry[] entries = [user, user with { UserName = "bob", Status = "Succeeded" }];

        Assert.Equal("Succeeded", Assert.Single(TargetStates.Of(entries).Last).Status);
        Assert.Equal(2, TargetStates.Of(entries.Select(static entry => entry with { InstanceId = "i" })).Last.Count());
    }

    [Theory]
    [InlineData("DcsInstance", "5a4db0c5-1111-4000-8000-000000000001//", "5A4DB0C5-1111-4000-8000-000000000001//project")]
    [InlineData("EcsInstance", "i-1//", "i-1/root/")]
    [InlineData("EcsServer", "i-1/root/project", "i-1//")]
    [InlineData("ZecInstance", "i-1//", "i-1/root/")]
    public void Another_spelling_of_a_target_does_not_end_what_is_open(string resource, string first, string second)
    {
        foreach (string rejection in new[] { "Planned", "Failed" })
        {
            ReportEntry[] entries = [Spelt(first, "Unknown", "run"), Spelt(second, rejection, "later")];

            Assert.Equal("Unknown", Assert.Single(TargetStates.Of(entries).Last).Status);
        }

        ReportEntry Spelt(string words, string status, string runId)
        {
            string?[] parts = [.. words.Split('/').Select(static word => word.Length > 0 ? word : null)];
            return TestReport.Entry(parts[0]!, status) with
            {
                RunId = runId,
                Provider = ProviderCatalog.ProviderOf(ProviderCatalog.FindResource(resource)!).Name,
                Resource = resource,
                Region = resource == "ZecInstance" && runId == "later" ? "here" : "CN-north-4",
                UserName = parts[1],
                ProjectId = parts[2],
            };
        }
    }

    [Fact]
    public void Users_of_an_instance_are_targets_of_their_own_where_each_has_a_password()
    {
        ReportEntry[] entries =
            [TestReport.Entry("i", "Unknown") with { UserName = "alice" }, TestReport.Entry("i", "Failed") with { UserName = "bob" }];

        Assert.Equal(["Unknown", "Failed"], TargetStates.Of(entries).Last.Select(static entry => entry.Status));
    }

    [Fact]
    public void What_one_account_left_open_is_not_ended_by_a_rejection_of_another()
    {
        ReportEntry[] entries =
        [
            .. new[] { "a Planned", "b Planned", "a Sent", "b Sent", "a Unknown", "b Failed" }.Select(static text => text.Split(' '))
                .Select(static words => TestReport.Entry("i", words[1]) with { Account = words[0] }),
        ];

        ReportEntry last = Assert.Single(TargetStates.Of(entries).Last);
        Assert.Equal(("a", "Unknown"), (last.Account, last.Status));
        Assert.False(last.IsResumable);
    }

    [Theory]
    [InlineData("Planned, -", "Planned", false)]
    [InlineData("-, Planned", "Planned", true)]
    [InlineData("Planned, Failed, -", "Failed", true)]
    [InlineData("Planned, -, Failed", "Failed", true)]
    [InlineData("Planned, -, later Planned", "Planned", false)]
    [InlineData("Planned, -, later Failed", "Planned", false)]
    [InlineData("Planned, -, later Sent, later Succeeded", "Succeeded", false)]
    [InlineData("Planned, -, later Sent, later Succeeded, later Planned", "Planned", true)]
    [InlineData("Planned, -, Sent", "Sent", false)]
    public void A_line_that_is_skipped_may_be_the_Sent_of_a_planned_target(string lines, string status, bool isResumable)
    {
        SkippedLines skipped = new();
        TargetStates states = new();
        foreach (string[] words in lines.Split(", ").Select(static line => line.Split(' ')))
        {
            if (words[0] == "-")
            {
                skipped.Add();
            }
            else
            {
                states.Add(TestReport.Entry("i", words[^1]) with { RunId = words.Length > 1 ? words[0] : "run" }, skipped);
            }
        }

        ReportEntry last = Assert.Single(states.Last);
        Assert.Equal((status, isResumable, status == "Planned" && !isResumable), (last.Status, last.IsResumable, last.MayBeSent));
        Assert.Equal(last.MayBeSent || status == "Sent", last.IsUncertain);
    }

    [Theory]
    [InlineData("a Planned", "a")]
    [InlineData("a Planned, a Sent", "")]
    [InlineData("a Planned, a Cancelled", "")]
    [InlineData("a Planned, b Planned", "a b")]
    [InlineData("a Planned, b Planned, b Failed", "a")]
    [InlineData("a Planned, b Planned, b Failed, a Cancelled", "")]
    public void A_run_may_still_send_what_it_planned_last(string entries, string runs)
    {
        TargetStates states = TargetStates.Of(entries.Split(", ").Select(static line => line.Split(' '))
            .Select(static words => TestReport.Entry("i", words[1]) with { RunId = words[0] }));

        Assert.Equal(runs, string.Join(' ', states.PlannedBy.Order()));
    }

    [Theory]
    [InlineData("a 6 Unknown, a 3 Succeeded", "Succeeded")]
    [InlineData("a 6 Unknown, b 3 Succeeded, c 7 Failed", "Failed")]
    public void A_success_ends_what_is_before_it_also_where_the_clock_was_set_back(string lines, string status)
    {
        IEnumerable<ReportEntry> entries = lines.Split(", ").Select(static line => line.Split(' '))
            .Select(static words => TestReport.Entry("i", words[2]) with
            {
                RunId = words[0],
                Time = TestReport.Night.AddHours(int.Parse(words[1], CultureInfo.InvariantCulture)),
            });

        Assert.Equal(status, Assert.Single(TargetStates.Of(entries).Last).Status);
    }

    [Fact]
    public void A_line_that_is_skipped_says_nothing_about_targets_of_another_report()
    {
        SkippedLines damaged = new();
        TargetStates states = new();
        states.Add(TestReport.Entry("a", "Planned"), new SkippedLines());
        states.Add(TestReport.Entry("b", "Planned"), damaged);
        damaged.Add();

        Assert.Equal([true, false], states.Last.Select(static entry => entry.IsResumable));
    }

    // A status, and a request id where there is one.
    private static ReportEntry Entry(string text)
    {
        string[] words = text.Split(' ');
        return TestReport.Entry("i", words[0]) with { RequestId = words.Length > 1 ? words[1] : null };
    }
}
