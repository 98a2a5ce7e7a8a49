using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PasswordCmdlets.Core.Operations.Reports;
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
    [InlineData("early", "late", "late")]
    [InlineData("late", "early", "late")]
    public void Of_several_runs_that_left_a_target_open_the_latest_is_its_state(string first, string second, string last)
    {
        ReportEntry[] entries =
        [
            .. new[] { first, second }.Select(static run => Entries($"{run} Sent").Single() with
            {
                Time = DateTimeOffset.UnixEpoch.AddDays(run == "late" ? 1 : 0),
            }),
            .. Entries("third Failed"),
        ];

        Assert.Equal(last, Assert.Single(TargetStates.Of(entries).Last).RunId);
    }

    [Fact]
    public void Equal_texts_of_a_report_are_kept_once_until_there_are_too_many()
    {
        SharedTexts texts = new();
        ReportEntry entry = Numbered(1);
        ReportEntry shared = texts.Share(entry);

        Assert.Equal(entry, shared);
        ReportEntry again = texts.Share(Numbered(1));
        Assert.Equal(entry, again);
        Assert.All(TextsOf(shared).Zip(TextsOf(again)), static pair => Assert.Same(pair.First, pair.Second));
        for (int i = 2; i <= 10_000; i++)
        {
            texts.Share(Numbered(i));
        }

        ReportEntry beyond = Numbered(20_000);
        Assert.Same(beyond.Message, texts.Share(beyond).Message);
        ReportEntry twice = Numbered(20_000);
        Assert.Same(twice.Message, texts.Share(twice).Message);
        Assert.Same(shared.Message, texts.Share(Numbered(1)).Message);
        Assert.Equal(new ReportEntry { Time = default, RunId = "a", Provider = "b", Resource = "c", Status = "d" },
            texts.Share(new ReportEntry { Time = default, RunId = "a", Provider = "b", Resource = "c", Status = "d" }));
    }

    private static IEnumerable<ReportEntry> Entries(string text) => text.Split(", ").Select(static entry => new ReportEntry
    {
        Time = DateTimeOffset.UnixEpoch,
        RunId = entry.Split(' ')[0],
        Provider = "Tencent",
        Resource = "CvmInstance",
        InstanceId = "i",
        Status = entry.Split(' ')[1],
    });

    private static string?[] TextsOf(ReportEntry entry) =>
    [
        entry.RunId, entry.Provider, entry.Resource, entry.Status, entry.Region, entry.ProjectId, entry.ProfileName, entry.Account,
        entry.ErrorId, entry.ErrorCode, entry.Message, entry.VaultName,
    ];

    private static ReportEntry Numbered(int number)
    {
        string Of(string name) => name + number.ToString(CultureInfo.InvariantCulture);
        return new ReportEntry
        {
            Time = DateTimeOffset.UnixEpoch,
            RunId = Of("run"),
            Provider = Of("provider"),
            Resource = Of("resource"),
            Status = Of("status"),
            Region = Of("region"),
            ProjectId = Of("project"),
            ProfileName = Of("profile"),
            Account = Of("account"),
            ErrorId = Of("error"),
            ErrorCode = Of("code"),
            Message = Of("message"),
            VaultName = Of("vault"),
        };
    }
}
