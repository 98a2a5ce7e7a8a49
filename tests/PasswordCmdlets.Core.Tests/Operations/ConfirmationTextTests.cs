using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;
using static PasswordCmdlets.Core.Tests.TestSupport.ConfirmationBench;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>Why a target of an earlier run cannot be confirmed, and why the seed of the run stays.</summary>
public sealed class ConfirmationTextTests : IDisposable
{
    private const string Account = "1234567890123456";

    private readonly ConfirmationBench _bench = new();

    [Theory]
    [InlineData("", "The run {0} has nothing open for ins-1: its entry " + Scope + "-ap-shanghai-ins-1 is not among those that need the "
        + "seed.")]
    [InlineData("ins-2", "The run {0} has nothing open for ins-1: its entry " + Scope + "-ap-shanghai-ins-1 is not among those that need "
        + "the seed (" + Scope + "-ap-guangzhou-ins-2).")]
    [InlineData("ins-2 ins-3", "The run {0} has nothing open for ins-1: its entry " + Scope + "-ap-shanghai-ins-1 is not among those "
        + "that need the seed (" + Scope + "-ap-guangzhou-ins-2, " + Scope + "-ap-guangzhou-ins-3).")]
    public void A_target_that_is_not_open_is_named_with_those_that_are(string open, string says)
    {
        string[] entries = [.. open.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(SecretNameOf)];
        _bench.AddSeed(Note() with { Ended = _bench.Time.GetUtcNow(), Open = entries });

        AssertProblem(null, Request("ins-1", region: "ap-shanghai"), says);
    }

    [Theory]
    [InlineData(null, "alice", Scope + " Zenlayer-ZecInstance", "alice is no target of the run {0}, which changed " + Scope
        + ", Zenlayer-ZecInstance.")]
    [InlineData("i-bp1sandbox00000000a1", null, "Alibaba-EcsInstance Alibaba-EcsVnc", "i-bp1sandbox00000000a1 may be of several resources. "
        + "Specify -Resource as one of: EcsVnc, EcsInstance.")]
    [InlineData(null, "alice", "Alibaba-RamUser", "Which account alice belongs to is in the run's report only. Specify -ReportPath.")]
    [InlineData("ins-1", null, Scope, "Specify -Region for ins-1, as in the run, or -ReportPath with the report of the run.")]
    public void Without_the_report_what_is_missing_is_said(string? id, string? user, string scopes, string says)
    {
        _bench.AddSeed(Note(scopes.Split(' ')));

        AssertProblem(null, Request(id, user), says);
    }

    [Fact]
    public void Where_names_have_the_account_of_an_instance_the_report_is_needed()
    {
        _bench.AddSeed(Note() with { Template = "{account}-{InstanceId}" });

        AssertProblem(
            null,
            Request("ins-1", region: "ap-guangzhou"),
            "Which account ins-1 belongs to is in the run's report only. Specify -ReportPath.");
        using RunConfirmation run = _bench.Open([Reported("ins-1", "Unknown") with { Account = "key" }]);
        Assert.Equal("key-ins-1", run.Find(Request("ins-1"), out _)!.Entry);
    }

    [Fact]
    public void The_resource_that_is_specified_is_the_one()
    {
        _bench.AddSeed(Note("Alibaba-EcsInstance", "Alibaba-EcsVnc"));
        using RunConfirmation run = _bench.Open(null);

        ConfirmedTarget? target = run.Find(Request("i-bp1sandbox00000000a1", region: "cn-hangzhou") with { Resource = "ecsvnc" }, out _);

        Assert.Equal(("EcsVnc", null), (target!.Operation.Resource, target.Last));
    }

    [Fact]
    public void A_user_belongs_to_the_account_that_the_run_wrote_down()
    {
        _bench.AddSeed(Note("Alibaba-RamUser", SeedNote.AccountScopeOf("Alibaba", "RamUser", Account)));
        using RunConfirmation run = _bench.Open(null);

        ConfirmedTarget target = run.Find(Request(null, "alice"), out _)!;

        Assert.Equal((Account, "alice"), (target.Target.Account, target.Target.UserName));
        Assert.Equal($"Alibaba-RamUser-global-{Account}-alice", target.Entry);
    }

    [Fact]
    public void The_account_of_a_report_is_the_one_that_the_run_wrote_down_or_else_its_access_key()
    {
        ReportEntry alice = Reported("x", "Unknown") with
        {
            Provider = "Alibaba",
            Resource = "RamUser",
            InstanceId = null,
            Account = "key",
        };
        _bench.AddSeed(Note("Alibaba-RamUser", $"Alibaba-RamUser-{Account}"));
        using (RunConfirmation run = _bench.Open([alice with { UserName = "alice" }]))
        {
            Assert.Equal(Account, run.Find(Request(null, "alice"), out _)!.Target.Account);
        }

        // The access key's own user, whose name is not known.
        _bench.AddSeed(Note("Alibaba-RamUser"));
        using RunConfirmation own = _bench.Open([alice]);
        Assert.Equal("key", own.Find(Request(null, "KEY"), out _)!.Target.Account);
    }

    [Fact]
    public void A_target_that_the_report_does_not_have_is_named_with_the_user_names_that_it_has()
    {
        const string NotThere = "The run {0} has no such target ins-1, by its report.";
        ReportEntry root = Reported("ins-1", "Unknown") with { UserName = "root" };
        _bench.AddSeed(Note());

        AssertProblem([], Request("ins-1"), "The report has no entry of the run {0}.");
        AssertProblem([Reported("ins-2", "Unknown")], Request("ins-1"), NotThere);
        AssertProblem([root], Request("ins-1"), NotThere + " Its -UserName in the run: root.");
        AssertProblem(
            [root, root with { UserName = "ubuntu" }, Reported("ins-2", "Unknown") with { UserName = "x" }],
            Request("ins-1"),
            NotThere + " Its -UserName in the run: root, ubuntu.");
    }

    [Fact]
    public void A_target_that_cannot_be_told_from_another_or_has_no_known_resource_is_an_error()
    {
        ReportEntry target = Reported("ins-1", "Unknown");
        _bench.AddSeed(Note());

        AssertProblem(
            [target, target with { Region = "ap-shanghai" }],
            Request("ins-1"),
            "The run {0} has several targets ins-1. Specify -Region or -Resource too.");
        AssertProblem(
            [target with { Resource = "Nosuch" }],
            Request("ins-1"),
            "The report names a resource that does not exist for ins-1.");
    }

    [Fact]
    public void A_target_whose_password_is_not_that_of_the_run_or_is_stored_is_an_error()
    {
        _bench.AddSeed(Note());

        AssertProblem(
            [Reported("ins-1", "Failed")],
            Request("ins-1"),
            "The run {0} did not change ins-1: it is Failed, by the report.");
        AssertProblem(
            [Reported("ins-1", "Succeeded") with { SecretName = "stored" }],
            Request("ins-1"),
            "The password of ins-1 is stored already, as stored, by the report.");
        AssertProblem(
            [
                Reported("ins-1", "Unknown"),
                Reported("ins-1", "Sent") with { RunId = LaterRunId },
                Reported("ins-1", "Succeeded") with { RunId = LaterRunId },
            ],
            Request("ins-1"),
            "The run " + LaterRunId + " set another password of ins-1 after the run {0}, by the report.");
    }

    [Fact]
    public void A_target_without_a_user_is_another_than_one_with_a_user()
    {
        _bench.AddSeed(Note());

        AssertProblem([Reported("ins-1", "Unknown")], Request("ins-1", "root"),
            "The run {0} has no such target ins-1, by its report. Its -UserName in the run: none.");
    }

    [Theory]
    [InlineData(1, "1 target may still need it (e-1).")]
    [InlineData(2, "2 targets may still need it (e-1, e-2).")]
    [InlineData(5, "5 targets may still need it (e-1, e-2, e-3, e-4, e-5).")]
    [InlineData(6, "6 targets may still need it (e-1, e-2, e-3, e-4, e-5, ...).")]
    public void A_seed_that_stays_names_the_first_targets_that_need_it(int count, string says)
    {
        DateTimeOffset ended = _bench.Time.GetUtcNow().AddDays(-1);
        _bench.AddSeed(Note() with { Ended = ended, Open = [.. Enumerable.Range(1, count).Select(static number => $"e-{number}")] });
        using RunConfirmation run = _bench.Open(null);

        Assert.Equal(Kept(says), run.CloseSeed());
        Assert.Equal((ended, count), (Stored().Ended, Stored().Open!.Count));
    }

    [Fact]
    public void What_was_stored_since_needs_the_seed_no_longer()
    {
        _bench.AddSeed(Note() with { Ended = _bench.Time.GetUtcNow(), Open = [SecretNameOf("ins-1"), SecretNameOf("ins-2")] });
        using RunConfirmation run = _bench.Open(
            [Reported("ins-1", "Succeeded") with { SecretName = SecretNameOf("ins-1") }, Reported("ins-2", "Unknown")]);

        Assert.Equal(Kept($"1 target may still need it ({SecretNameOf("ins-2")})."), run.CloseSeed());
    }

    [Fact]
    public void The_pending_password_of_a_target_that_a_later_run_changed_goes_with_the_seed()
    {
        _bench.AddSeed(Note());
        string pending = $"{SecretNameOf("ins-1")}-pending-{RunId}";
        _bench.Store.Entries[pending] = "pending";
        _bench.Store.Entries[$"{SecretNameOf("ins-2")}-pending-{RunId}"] = "pending";
        using RunConfirmation run = _bench.Open(
        [
            Reported("ins-1", "Sent"),
            Reported("ins-1", "Sent") with { RunId = LaterRunId },
            Reported("ins-1", "Succeeded") with { RunId = LaterRunId },
            Reported("ins-2", "Failed"),
        ]);

        Assert.Null(run.CloseSeed());
        Assert.Equal([$"{SecretNameOf("ins-2")}-pending-{RunId}"], _bench.Store.Entries.Keys);
    }

    [Theory]
    [InlineData(false, "here", "the run did not write down which targets need it. Specify -ReportPath with the report of the run.")]
    [InlineData(true, "elsewhere", "the run is of another computer or account and may still be at work. When it is not, remove the seed "
        + "with Remove-Secret.")]
    public void A_seed_whose_targets_are_not_known_stays(bool hasReport, string origin, string says)
    {
        _bench.AddSeed(Note() with { Origin = origin });
        using RunConfirmation run = _bench.Open(hasReport ? [Reported("ins-1", "Sent")] : null);

        Assert.Equal(Kept(says), run.CloseSeed());
    }

    [Fact]
    public void A_vault_that_fails_keeps_the_seed_and_says_why()
    {
        _bench.AddSeed(Note() with { Ended = _bench.Time.GetUtcNow(), Open = [] });
        using RunConfirmation run = _bench.Open(null);
        _bench.Store.Fails = true;

        Assert.Equal(Kept("The vault is locked."), run.CloseSeed());
    }

    [Fact]
    public void The_seed_of_a_run_that_overlapped_with_another_stays()
    {
        _bench.AddSeed(Note() with { Ended = _bench.Time.GetUtcNow(), Open = [] });
        _bench.AddSeed(Note() with { Origin = "elsewhere" }, "20261120155959bbbbbb");
        using RunConfirmation run = _bench.Open(null);

        Assert.Equal(Kept("the run 20261120155959bbbbbb of another computer or account may have changed the same targets meanwhile. "
            + "Remove it when both have ended and their passwords work."), run.CloseSeed());
    }

    [Fact]
    public void The_targets_that_need_the_seed_are_named_in_order()
    {
        _bench.AddSeed(Note());
        using RunConfirmation run = _bench.Open(
            [Reported("ins-2", "Unknown"), Reported("ins-3", "Sent"), Reported("ins-1", "Accepted"), Reported("ins-4", "Failed")]);

        string names = $"{SecretNameOf("ins-1")}, {SecretNameOf("ins-2")}, {SecretNameOf("ins-3")}";
        Assert.Equal(Kept($"3 targets may still need it ({names})."), run.CloseSeed());
    }

    [Fact]
    public void A_password_that_the_vault_does_not_return_is_not_stored()
    {
        _bench.AddSeed(Note() with { Ended = _bench.Time.GetUtcNow() });
        using RunConfirmation run = _bench.Open(null);
        ConfirmedTarget target = run.Find(Request("ins-1", region: "ap-guangzhou"), out _)!;
        _bench.Store.Keeps = static _ => "another";

        Assert.Equal($"The vault memory does not return the password that was stored in it as {SecretNameOf("ins-1")}.",
            Assert.Throws<SecretStoreException>(() => run.Store(target, 1)).Message);
    }

    [Fact]
    public void A_seed_that_is_gone_or_damaged_is_an_error_that_says_so()
    {
        Assert.EndsWith("If the vault has no such entry: the seed of a run is removed when no target needs it any more.",
            Assert.Throws<SecretStoreException>(() => _bench.Open(null)).Message, StringComparison.Ordinal);

        foreach (string damaged in new[] { "seed", "PasswordCmdlets-1.AAAA", string.Empty })
        {
            _bench.Store.Entries[SecretNames.ForRun(RunId)] = damaged;
            Assert.Throws<SecretStoreException>(() => _bench.Open(null));
        }
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 2)]
    [InlineData(false, false, 0)]
    public void The_age_of_a_confirmed_password_is_that_of_its_change(bool hasReport, bool hasStart, int hours)
    {
        _bench.AddSeed(Note() with { Ended = _bench.Time.GetUtcNow() });
        DateTimeOffset began = RunIds.StartOf(RunId)!.Value;
        ReportEntry changed = Reported("ins-1", "Unknown") with
        {
            Time = began.AddHours(2),
            StartedAt = hasStart ? began.AddHours(1) : null,
        };
        using RunConfirmation run = _bench.Open(hasReport ? [changed] : null);

        run.Store(run.Find(Request("ins-1", region: "ap-guangzhou"), out _)!, 1);

        IReadOnlyDictionary<string, string> facts = _bench.Store.Metadata[SecretNameOf("ins-1")];
        Assert.Equal(began.AddHours(hours), SecretMetadata.Read(facts.GetValueOrDefault)!.ChangedAt);
    }

    public void Dispose() => _bench.Dispose();

    private static string Kept(string why) =>
        $"The seed of the run {RunId} stays in the vault memory as PasswordCmdlets-run-{RunId}: {why}";

    private static SeedNote Note(params string[] scopes) => new() { Origin = "here", Scopes = scopes.Length == 0 ? [Scope] : scopes };

    private static ConfirmationRequest Request(string? id, string? user = null, string? region = null) =>
        new() { RunId = RunId, Attempt = 1, InstanceId = id, UserName = user, Region = region };

    private void AssertProblem(IReadOnlyList<ReportEntry>? report, ConfirmationRequest request, string says)
    {
        using RunConfirmation run = _bench.Open(report);

        Assert.Null(run.Find(request, out string? problem));
        Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, says, RunId), problem);
    }

    private SeedNote Stored()
    {
        using SeedEntry entry = SeedEntry.Read(_bench.Store, RunId);
        return entry.Note;
    }
}
