using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Reports;

public sealed class RunHistoryTests
{
    [Theory]
    [InlineData("a Planned, a Sent, a Succeeded", "Succeeded", null, true)]
    [InlineData("A Sent, A Unknown", "Unknown", null, true)]
    [InlineData("a Sent, a Failed", "Failed", null, false)]
    [InlineData("b Sent, b Failed, a Planned", "Planned", null, false)]
    [InlineData("a Sent, a Accepted, b Sent, b Failed", "Accepted", null, true)]
    [InlineData("a Sent, a Accepted, b Sent, b Succeeded", "Accepted", "b", false)]
    [InlineData("a Sent, a Accepted, b Succeeded", "Accepted", null, true)]
    [InlineData("a Planned, b Sent, b Succeeded, a Sent, a Unknown", "Unknown", null, true)]
    [InlineData("a Planned, b Sent, a Sent, b Succeeded, a Unknown", "Unknown", null, true)]
    [InlineData("a Planned, b Sent, b Succeeded", "Planned", "b", false)]
    [InlineData("a Sent, a Unknown, a Planned, a Sent, a Failed", "Unknown", null, true)]
    public void A_target_has_the_runs_last_entry_and_the_later_run_that_set_another_password(
        string entries, string status, string? replacedBy, bool needsSeed)
    {
        RunTarget target = Assert.Single(new RunHistory("a", Entries(entries)).Targets);

        Assert.Equal((status, replacedBy, needsSeed), (target.Last.Status, target.ReplacedBy, target.NeedsSeed));
    }

    [Fact]
    public void A_password_that_is_stored_under_its_own_name_needs_no_seed()
    {
        ReportEntry stored = Entries("a Succeeded").Single() with { VaultName = "fleet", SecretName = "entry" };

        Assert.False(Assert.Single(new RunHistory("a", [stored]).Targets).NeedsSeed);
    }

    [Fact]
    public void Targets_of_other_runs_alone_are_not_in_it() =>
        Assert.Empty(new RunHistory("a", Entries("b Sent, b Succeeded")).Targets);

    [Theory]
    [InlineData("a Planned", true)]
    [InlineData("a Sent, a Unknown", true)]
    [InlineData("b Planned, b Sent, a Succeeded, a Failed", false)]
    public void A_report_that_has_only_results_of_the_run_is_not_the_one_that_the_run_wrote(string entries, bool isOwn) =>
        Assert.Equal(isOwn, new RunHistory("a", Entries(entries)).IsOwn);

    [Fact]
    public void A_target_that_a_later_run_spelt_otherwise_was_replaced_too()
    {
        ReportEntry[] entries = [.. Entries("a Sent, b Sent, b Succeeded").Select(static entry => entry with
        {
            Provider = "Huawei", Resource = "DcsInstance", ProjectId = entry.RunId == "a" ? null : "project",
        })];

        Assert.Equal("b", Assert.Single(new RunHistory("a", entries).Targets).ReplacedBy);
    }

    [Fact]
    public void A_target_whose_passwords_have_two_names_needs_the_seed_for_each()
    {
        ReportEntry[] entries = [.. Entries("a Sent, a Accepted, a Planned, a Sent, a Unknown, b Sent, b Failed").Select(
            static (entry, index) => entry with
            {
                Provider = "Alibaba", Resource = "EcsInstance", UserName = index is 2 or 3 or 4 ? "root" : null,
            })];

        Assert.Equal([(null, true), ("root", true)],
            new RunHistory("a", entries).Targets.Select(static target => (target.Last.UserName, target.NeedsSeed)));
    }

    [Theory]
    [InlineData("-, b Sent, -, a Planned, a Sent", 0)]
    [InlineData("-, a Planned, -, b Sent, -", 2)]
    [InlineData("-, b Sent", 1)]
    public void A_line_that_was_incomplete_before_the_run_began_is_not_the_runs(string lines, int count)
    {
        SkippedLines skipped = new();

        Assert.Equal(count, new RunHistory("a", Read(), skipped).SkippedLines);

        IEnumerable<ReportEntry> Read()
        {
            foreach (string line in lines.Split(", "))
            {
                if (line != "-")
                {
                    yield return Entries(line).Single();
                }
                else
                {
                    skipped.Add();
                }
            }
        }
    }

    private static IEnumerable<ReportEntry> Entries(string text) => text.Split(", ").Select(static entry => entry.Split(' '))
        .Select(static words => TestReport.Entry("i", words[1]) with { RunId = words[0] });
}
