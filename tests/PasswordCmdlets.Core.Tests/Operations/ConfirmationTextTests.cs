using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>Why a target of an earlier run cannot be confirmed, and why the seed of the run stays.</summary>
public sealed class ConfirmationTextTests : IDisposable
{
    private const string RunId = "20261120160000aaaaaa";
    private const string Later = "20261120170000bbbbbb";
    private const string Scope = "Tencent-CvmInstance";
    private const string Account = "1234567890123456";

    private readonly FakeTimeProvider _time = new();
    private readonly MemoryVault _store = new();
    private readonly RunSeed _seed = RunSeed.Create();

    [Theory]
    [InlineData("", "The run {0} has nothing open for ins-1: its entry " + Scope + "-ap-shanghai-ins-1 is not among those that need the "
        + "seed.")]
    [InlineData("ins-2", "The run {0} has nothing open for ins-1: its entry " + Scope + "-ap-shanghai-ins-1 is not among those that need "
        + "the seed (" + Scope + "-ap-guangzhou-ins-2).")]
    [InlineData("ins-2 ins-3", "The run {0} has nothing open for ins-1: its entry " + Scope + "-ap-shanghai-ins-1 is not among those "
        + "that need the seed (" + Scope + "-ap-guangzhou-ins-2, " + Scope + "-ap-guangzhou-ins-3).")]
    public void A_target_that_is_not_open_is_named_with_those_that_are(string open, string says)
    {
        string[] entries = [.. open.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Entry)];
        AddSeed(Note() with { Ended = _time.GetUtcNow(), Open = entries });

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
        AddSeed(Note(scopes.Split(' ')));

        AssertProblem(null, Request(id, user), says);
    }

    [Fact]
    public void The_resource_that_is_specified_is_the_one()
    {
        AddSeed(Note("Alibaba-EcsInstance", "Alibaba-EcsVnc"));
        using RunConfirmation run = New(null);

        ConfirmedTarget? target = run.Find(Request("i-bp1sandbox00000000a1", region: "cn-hangzhou") with { Resource = "ecsvnc" }, out _);

        Assert.Equal(("EcsVnc", null), (target!.Operation.Resource, target.Last));
    }

    [Fact]
    public void A_user_belongs_to_the_account_that_the_run_wrote_down()
    {
        AddSeed(Note("Alibaba-RamUser", $"Alibaba-RamUser-{Account}"));
        using RunConfirmation run = New(null);

        ConfirmedTarget target = run.Find(Request(null, "alice"), out _)!;

        Assert.Equal((Account, "alice"), (target.Target.Account, target.Target.UserName));
        Assert.Equal($"Alibaba-RamUser-global-{Account}-alice", target.Entry);
    }

    [Fact]
    public void The_account_of_a_report_is_the_one_that_the_run_wrote_down_or_else_its_access_key()
    {
        ReportEntry alice = At("x", "Unknown") with { Provider = "Alibaba", Resource = "RamUser", InstanceId = null, Account = "key" };
        AddSeed(Note("Alibaba-RamUser", $"Alibaba-RamUser-{Account}"));
        using (RunConfirmation run = New([alice with { UserName = "alice" }]))
        {
            Assert.Equal(Account, run.Find(Request(null, "alice"), out _)!.Target.Account);
        }

        // The access key's own user, whose name is not known.
        AddSeed(Note("Alibaba-RamUser"));
        using RunConfirmation own = New([alice]);
        Assert.Equal("key", own.Find(Request(null, "KEY"), out _)!.Target.Account);
    }

    [Theory]
    [InlineData("", "The report has no entry of the run {0}.")]
    [InlineData("ins-2", "The run {0} has no such target ins-1, by its report.")]
    [InlineData("ins-1/root", "The run {0} has no such target ins-1, by its report. Its -UserName in the run: root.")]
    [InlineData("ins-1/root ins-1/ubuntu ins-2/x", "The run {0} has no such target ins-1, by its report. Its -UserName in the run: root, "
        + "ubuntu.")]
    [InlineData("ins-1 ins-1@ap-shanghai", "The run {0} has several targets ins-1. Specify -Region or -Resource too.")]
    [InlineData("ins-1#Nosuch", "The report names a resource that does not exist for ins-1.")]
    [InlineData("ins-1=Failed", "The run {0} did not change ins-1: it is Failed, by the report.")]
    [InlineData("ins-1=Succeeded>stored", "The password of ins-1 is stored already, as stored, by the report.")]
    [InlineData("ins-1=Unknown ins-1=Sent! ins-1=Succeeded!", "The run " + Later + " set another password of ins-1 after the run {0}, "
        + "by the report.")]
    public void By_the_report_what_is_missing_is_said(string entries, string says)
    {
        AddSeed(Note());

        AssertProblem([.. entries.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse)], Request("ins-1"), says);
    }

    [Fact]
    public void A_target_without_a_user_is_another_than_one_with_a_user()
    {
        AddSeed(Note());

        AssertProblem([At("ins-1", "Unknown")], Request("ins-1", "root"),
            "The run {0} has no such target ins-1, by its report. Its -UserName in the run: none.");
    }

    [Theory]
    [InlineData(1, "1 target may still need it (e-1).")]
    [InlineData(2, "2 targets may still need it (e-1, e-2).")]
    [InlineData(5, "5 targets may still need it (e-1, e-2, e-3, e-4, e-5).")]
    [InlineData(6, "6 targets may still need it (e-1, e-2, e-3, e-4, e-5, ...).")]
    public void A_seed_that_stays_names_the_first_targets_that_need_it(int count, string says)
    {
        DateTimeOffset ended = _time.GetUtcNow().AddDays(-1);
        AddSeed(Note() with { Ended = ended, Open = [.. Enumerable.Range(1, count).Select(static number => $"e-{number}")] });
        using RunConfirmation run = New(null);

        Assert.Equal(Kept(says), run.CloseSeed());
        Assert.Equal((ended, count), (Stored().Ended, Stored().Open!.Count));
    }

    [Fact]
    public void What_was_stored_since_needs_the_seed_no_longer()
    {
        AddSeed(Note() with { Ended = _time.GetUtcNow(), Open = [Entry("ins-1"), Entry("ins-2")] });
        using RunConfirmation run = New([At("ins-1", "Succeeded") with { SecretName = Entry("ins-1") }, At("ins-2", "Unknown")]);

        Assert.Equal(Kept($"1 target may still need it ({Entry("ins-2")})."), run.CloseSeed());
    }

    [Fact]
    public void The_pending_password_of_a_target_that_a_later_run_changed_goes_with_the_seed()
    {
        AddSeed(Note());
        string pending = $"{Entry("ins-1")}-pending-{RunId}";
        _store.Entries[pending] = "pending";
        _store.Entries[$"{Entry("ins-2")}-pending-{RunId}"] = "pending";
        using RunConfirmation run = New(
        [
            At("ins-1", "Unknown"), At("ins-1", "Sent") with { RunId = Later }, At("ins-1", "Succeeded") with { RunId = Later },
            At("ins-2", "Failed"),
        ]);

        Assert.Null(run.CloseSeed());
        Assert.Equal([$"{Entry("ins-2")}-pending-{RunId}"], _store.Entries.Keys);
    }

    [Theory]
    [InlineData(false, "here", "the run did not write down which targets need it. Specify -ReportPath with the report of the run.")]
    [InlineData(true, "elsewhere", "the run is of another computer or account and may still be at work. When it is not, remove the seed "
        + "with Remove-Secret.")]
    public void A_seed_whose_targets_are_not_known_stays(bool hasReport, string origin, string says)
    {
        AddSeed(Note() with { Origin = origin });
        using RunConfirmation run = New(hasReport ? [At("ins-1", "Unknown")] : null);

        Assert.Equal(Kept(says), run.CloseSeed());
    }

    [Fact]
    public void A_vault_that_fails_keeps_the_seed_and_says_why()
    {
        AddSeed(Note() with { Ended = _time.GetUtcNow(), Open = [] });
        using RunConfirmation run = New(null);
        _store.Fails = true;

        Assert.Equal(Kept("The vault is locked."), run.CloseSeed());
    }

    [Fact]
    public void The_seed_of_a_run_that_overlapped_with_another_stays()
    {
        AddSeed(Note() with { Ended = _time.GetUtcNow(), Open = [] });
        AddSeed(Note() with { Origin = "elsewhere" }, "20261120155959bbbbbb");
        using RunConfirmation run = New(null);

        Assert.Equal(Kept("the run 20261120155959bbbbbb of another computer or account may have changed the same targets meanwhile. "
            + "Remove it when both have ended and their passwords work."), run.CloseSeed());
    }

    [Fact]
    public void The_targets_that_need_the_seed_are_named_in_order()
    {
        AddSeed(Note());
        using RunConfirmation run = New([At("ins-2", "Unknown"), At("ins-3", "Sent"), At("ins-1", "Accepted"), At("ins-4", "Failed")]);

        Assert.Equal(Kept($"3 targets may still need it ({Entry("ins-1")}, {Entry("ins-2")}, {Entry("ins-3")})."), run.CloseSeed());
    }

    [Fact]
    public void A_password_that_the_vault_does_not_return_is_not_stored()
    {
        AddSeed(Note() with { Ended = _time.GetUtcNow() });
        using RunConfirmation run = New(null);
        ConfirmedTarget target = run.Find(Request("ins-1", region: "ap-guangzhou"), out _)!;
        _store.Keeps = static _ => "another";

        Assert.Equal($"The vault memory does not return the password that was stored in it as {Entry("ins-1")}.",
            Assert.Throws<SecretStoreException>(() => run.Store(target, 1)).Message);
        Assert.Empty(new ConfirmationRequest { RunId = RunId, Attempt = 1 }.Id);
    }

    [Fact]
    public void A_seed_that_is_gone_or_damaged_is_an_error_that_says_so()
    {
        Assert.EndsWith("The seed of a run is removed when no target needs it any more.",
            Assert.Throws<SecretStoreException>(() => New(null)).Message, StringComparison.Ordinal);

        foreach (string damaged in new[] { "seed", "PasswordCmdlets-1.AAAA", string.Empty })
        {
            _store.Entries[SecretNames.ForRun(RunId)] = damaged;
            Assert.Throws<SecretStoreException>(() => New(null));
        }
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 2)]
    [InlineData(false, false, 0)]
    public void The_age_of_a_confirmed_password_is_that_of_its_change(bool hasReport, bool hasStart, int hours)
    {
        AddSeed(Note() with { Ended = _time.GetUtcNow() });
        DateTimeOffset began = RunIds.StartOf(RunId)!.Value;
        ReportEntry changed = At("ins-1", "Unknown") with { Time = began.AddHours(2), StartedAt = hasStart ? began.AddHours(1) : null };
        using RunConfirmation run = New(hasReport ? [changed] : null);

        run.Store(run.Find(Request("ins-1", region: "ap-guangzhou"), out _)!, 1);

        Assert.Equal(began.AddHours(hours), SecretFacts.Read(name => _store.Metadata[Entry("ins-1")].GetValueOrDefault(name))!.ChangedAt);
    }

    public void Dispose() => _seed.Dispose();

    private static string Entry(string id) => $"{Scope}-ap-guangzhou-{id}";

    private static string Kept(string why) =>
        $"The seed of the run {RunId} stays in the vault memory as PasswordCmdlets-run-{RunId}: {why}";

    private static SeedNote Note(params string[] scopes) => new() { Origin = "here", Scopes = scopes.Length == 0 ? [Scope] : scopes };

    private static ConfirmationRequest Request(string? id, string? user = null, string? region = null) =>
        new() { RunId = RunId, Attempt = 1, InstanceId = id, UserName = user, Region = region };

    private static ReportEntry At(string id, string status) => new()
    {
        Time = default,
        RunId = RunId,
        Provider = "Tencent",
        Resource = "CvmInstance",
        Region = "ap-guangzhou",
        InstanceId = id,
        Status = status,
    };

    // id/user@region#resource=status>secret, with ! where another run wrote it.
    private static ReportEntry Parse(string text)
    {
        string? After(char sign) => text.IndexOf(sign) is var at and >= 0
            ? new string([.. text[(at + 1)..].TakeWhile(static character => !"/@#=>!".Contains(character))])
            : null;
        return At(new string([.. text.TakeWhile(static character => !"/@#=>!".Contains(character))]), After('=') ?? "Unknown") with
        {
            UserName = After('/'),
            Region = After('@') ?? "ap-guangzhou",
            Resource = After('#') ?? "CvmInstance",
            SecretName = After('>'),
            RunId = text.EndsWith('!') ? Later : RunId,
        };
    }

    private void AssertProblem(IReadOnlyList<ReportEntry>? report, ConfirmationRequest request, string says)
    {
        using RunConfirmation run = New(report);

        Assert.Null(run.Find(request, out string? problem));
        Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, says, RunId), problem);
    }

    private void AddSeed(SeedNote note, string runId = RunId) => SeedEntry.Write(_store, runId, _seed, note);

    private SeedNote Stored()
    {
        using SeedEntry entry = SeedEntry.Read(_store, RunId);
        return entry.Note;
    }

    private RunConfirmation New(IReadOnlyList<ReportEntry>? report) => new(
        _store,
        RunId,
        report is null ? null : new RunHistory(RunId, report),
        new VaultWait { Timeout = TimeSpan.FromMinutes(1), Time = _time, Origin = "here" });
}
