using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;
using static PasswordCmdlets.Core.Tests.TestSupport.ConfirmationBench;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>What is left of an earlier run once it is known which of its passwords is in force.</summary>
public sealed class RunConfirmationTests : IDisposable
{
    private const string SeedName = "PasswordCmdlets-run-" + RunId;
    private const string Entry = "Tencent-CvmInstance-ap-guangzhou-ins-1";

    private readonly ConfirmationBench _bench = new();

    [Fact]
    public void The_password_of_the_attempt_is_stored_before_the_pending_entry_and_the_seed_are_removed()
    {
        _bench.AddSeed(Ended([Entry]));
        _bench.Store.Entries[$"{Entry}-pending-{RunId}"] = "pending";
        using RunConfirmation run = _bench.Open(null);

        ConfirmedTarget target = run.Find(Request("ins-1", attempt: 2), out _)!;
        run.Store(target, 2);
        Assert.Equal(3, _bench.Store.Entries.Count);
        run.Close(target);

        Assert.Null(run.CloseSeed());
        Assert.Equal([Entry], _bench.Store.Entries.Keys);
        Assert.Equal(Password("ins-1", 2), _bench.Store.Entries[Entry]);
    }

    [Theory]
    [InlineData("here", true)]
    [InlineData("elsewhere", false)]
    public void The_seed_of_a_run_without_an_end_goes_where_the_run_cannot_be_at_work(string origin, bool isRemoved)
    {
        _bench.AddSeed(Running(origin));
        using RunConfirmation run = _bench.Open([Reported("ins-1", "Sent")]);

        Confirm(run, "ins-1");

        Assert.Equal(isRemoved, run.CloseSeed() is null);
        Assert.Equal(isRemoved, !_bench.Store.Entries.ContainsKey(SeedName));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("Sent", LaterRunId)]

    // The results of a command that waited for the run's changes.
    [InlineData("Failed", RunId)]
    public void The_seed_stays_where_the_report_is_not_that_of_the_run(string? status, string? runId)
    {
        _bench.AddSeed(Running("here"));
        using RunConfirmation run = _bench.Open(status is null ? [] : [Reported("ins-1", status) with { RunId = runId! }]);

        const string Reason = "the run did not write this report. Specify -ReportPath with the report of the run.";
        Assert.EndsWith(Reason, run.CloseSeed(), StringComparison.Ordinal);
        Assert.True(_bench.Store.Entries.ContainsKey(SeedName));
    }

    [Theory]
    [InlineData(LaterRunId, 1, true)]
    [InlineData(LaterRunId, -1, false)]
    [InlineData(RunId, 1, false)]
    [InlineData("no run", 1, false)]
    public void The_password_of_a_later_run_is_not_replaced(string storedBy, int hoursLater, bool isRejected)
    {
        _bench.AddSeed(Ended([Entry]));
        DateTimeOffset storedAt = RunIds.StartOf(RunId)!.Value.AddHours(hoursLater);
        _bench.Store.Entries[Entry] = "another password";
        _bench.Store.Metadata[Entry] = new SecretMetadata(null, storedBy, storedAt, null).ToMetadata();
        using RunConfirmation run = _bench.Open(null);

        Exception? failure = Record.Exception(() => Confirm(run, "ins-1"));

        Assert.Equal(isRejected, failure is SecretStoreException);
        Assert.Equal(isRejected ? "another password" : Password("ins-1", 1), _bench.Store.Entries[Entry]);
        Assert.Equal(isRejected, failure?.Message.Contains($"of a later run, {LaterRunId}.", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void The_seed_of_a_run_that_is_at_work_in_the_pipeline_stays_as_it_is()
    {
        _bench.AddSeed(Running("here"));
        string before = _bench.Store.Entries[SeedName];
        using RunConfirmation run = _bench.Open([Reported("ins-1", "Unknown")]);
        Confirm(run, "ins-1");

        Assert.Contains("still at work in this pipeline", run.CloseSeed(isAtWork: true), StringComparison.Ordinal);
        Assert.Equal(before, _bench.Store.Entries[SeedName]);
    }

    [Fact]
    public void After_the_report_told_which_targets_are_open_the_note_does()
    {
        _bench.AddSeed(Running("here"));
        ReportEntry[] report =
            [Reported("ins-1", "Sent"), Reported("ins-2", "Unknown"), Reported("ins-3", "Failed"), Reported("ins-4", "Planned")];
        using (RunConfirmation run = _bench.Open(report))
        {
            Confirm(run, "ins-1");
            const string Reason = "1 target may still need it (Tencent-CvmInstance-ap-guangzhou-ins-2)";
            Assert.Contains(Reason, run.CloseSeed(), StringComparison.Ordinal);
        }

        using RunConfirmation later = _bench.Open(null);
        Confirm(later, "ins-2");
        Assert.Null(later.CloseSeed());
    }

    [Theory]
    [InlineData("Sent", null, null, null, true)]
    [InlineData("Accepted", null, null, null, true)]
    [InlineData("Unknown", null, null, null, true)]
    [InlineData("Succeeded", null, null, null, true)]
    [InlineData("Succeeded", Entry, null, null, false)]
    [InlineData("Failed", null, null, null, false)]
    [InlineData("Planned", null, null, null, false)]

    // Another command that waited for the run's change, or set another password.
    [InlineData("Accepted", null, null, "Succeeded", true)]
    [InlineData("Accepted", null, "Sent", "Succeeded", false)]
    [InlineData("Accepted", null, "Sent", "Unknown", true)]
    [InlineData("Accepted", null, "Sent", "Failed", true)]
    public void A_target_can_be_confirmed_while_its_password_may_be_in_force_and_is_not_stored(
        string status, string? stored, string? sent, string? later, bool isOpen)
    {
        _bench.AddSeed(Running("here"));
        IEnumerable<ReportEntry> others = new[] { sent, later }.OfType<string>()
            .Select(static other => Reported("ins-1", other) with { RunId = LaterRunId });
        using RunConfirmation run = _bench.Open([Reported("ins-1", status) with { SecretName = stored }, .. others]);

        ConfirmedTarget? target = run.Find(Request("ins-1"), out string? problem);

        Assert.Equal(isOpen, target is not null);
        Assert.Equal(isOpen, problem is null);
    }

    [Fact]
    public void The_seed_stays_where_a_run_of_elsewhere_overlapped()
    {
        _bench.AddSeed(Ended([Entry]));
        _bench.AddSeed(Running("elsewhere"), "20261120155959bbbbbb");
        using RunConfirmation run = _bench.Open(null);

        Confirm(run, "ins-1");

        Assert.Contains("the run 20261120155959bbbbbb of another computer", run.CloseSeed(), StringComparison.Ordinal);
        Assert.Contains(SeedName, _bench.Store.Entries.Keys);
    }

    [Fact]
    public void A_password_that_the_vault_does_not_return_leaves_everything_as_it_was()
    {
        _bench.AddSeed(Ended([Entry]));
        using RunConfirmation run = _bench.Open(null);
        ConfirmedTarget target = run.Find(Request("ins-1"), out _)!;
        _bench.Store.Keeps = static secret => secret.Substring(1);

        SecretStoreException failure = Assert.Throws<SecretStoreException>(() => run.Store(target, 1));

        Assert.DoesNotContain(Password("ins-1", 1), failure.Message, StringComparison.Ordinal);
        Assert.Contains(SeedName, _bench.Store.Entries.Keys);
    }

    [Theory]
    [InlineData("ins-1", null, "ap-shanghai", "nothing open for ins-1")]
    [InlineData("ins-2", null, "ap-guangzhou", "nothing open for ins-2")]
    [InlineData("ins-2", null, null, "Specify -Region for ins-2")]
    [InlineData(null, "alice", null, "alice is no target of the run")]
    public void A_target_that_the_run_did_not_leave_open_cannot_be_confirmed(string? id, string? user, string? region, string says)
    {
        _bench.AddSeed(Ended([Entry]));
        using RunConfirmation run = _bench.Open(null);

        Assert.Null(run.Find(Request(id) with { UserName = user, Region = region }, out string? problem));
        Assert.Contains(says, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_one_of_two_targets_needs_stays_open()
    {
        // Their projects differ, which names do not have.
        _bench.AddSeed(Ended([Entry]));
        using RunConfirmation run = _bench.Open(
            [Reported("ins-1", "Unknown") with { ProjectId = "project" }, Reported("ins-1", "Failed"), Reported("ins-2", "Sent")]);

        Assert.Contains($"1 target may still need it ({Entry})", run.CloseSeed(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "1 incomplete line, and a target in it may need the seed.")]
    [InlineData(2, "2 incomplete lines, and a target in them may need the seed.")]
    public void The_seed_stays_when_the_report_has_incomplete_lines(int lines, string says)
    {
        _bench.AddSeed(Running("here"));
        SkippedLines skipped = new();
        using RunConfirmation run = _bench.Open([Reported("ins-1", "Sent")], skipped);
        Enumerable.Range(0, lines).ToList().ForEach(_ => skipped.Add());

        Confirm(run, "ins-1");

        Assert.Contains(says, run.CloseSeed(), StringComparison.Ordinal);
        Assert.True(_bench.Store.Entries.ContainsKey(SeedName));
    }

    [Theory]
    [InlineData("Failed", false, true)]
    [InlineData("Failed", true, false)]
    [InlineData("Planned", false, false)]
    public void A_report_that_lacks_lines_does_not_overrule_what_the_run_listed(string status, bool isIncomplete, bool isRemoved)
    {
        _bench.AddSeed(Ended([Entry]));
        SkippedLines skipped = new();
        using RunConfirmation run = _bench.Open([Reported("ins-1", status)], skipped);
        if (isIncomplete)
        {
            skipped.Add();
        }

        string? reason = run.CloseSeed();

        Assert.Equal(isRemoved, reason is null);
        Assert.Equal(isRemoved, !_bench.Store.Entries.ContainsKey(SeedName));
        Assert.Equal(isIncomplete, reason?.EndsWith("does not count.", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void The_list_of_the_run_removes_the_seed_whatever_the_report_lacks()
    {
        _bench.AddSeed(Ended([Entry]));
        SkippedLines skipped = new();
        using RunConfirmation run = _bench.Open([Reported("ins-1", "Sent")], skipped);
        skipped.Add();

        Confirm(run, "ins-1");

        Assert.Null(run.CloseSeed());
    }

    [Fact]
    public void A_template_of_any_text_is_read_back_from_the_note()
    {
        SeedNote note = Ended([]) with { Template = "prod.{InstanceId},\u5f20*" };

        Assert.Equal(note.Template, SeedNote.Parse(note.ToString())!.Template);
        Assert.Null(SeedNote.Parse(Ended([]).ToString())!.Template);
        Assert.Null(SeedNote.Parse("running.here.Tencent-CvmInstance.*.?"));
        Assert.Null(SeedNote.Parse((note with { Template = "{InstanceId" }).ToString()));
        Assert.Null(SeedNote.Parse((note with { Template = "{Other}" }).ToString()));
    }

    public void Dispose() => _bench.Dispose();

    private static ConfirmationRequest Request(string? id, int attempt = 1) => new() { RunId = RunId, Attempt = attempt, InstanceId = id };

    private static SeedNote Running(string origin) => new() { Origin = origin, Scopes = ["Tencent-CvmInstance"] };

    private static void Confirm(RunConfirmation run, string id)
    {
        ConfirmedTarget target = run.Find(Request(id), out _)!;
        run.Store(target, 1);
        run.Close(target);
    }

    private SeedNote Ended(string[] open) => Running("here") with { Ended = _bench.Time.GetUtcNow(), Open = open };

    private string Password(string id, int attempt)
    {
        GeneratedPasswords passwords = new(_bench.Seed, "CvmInstance", ProviderCatalog.FindResource("CvmInstance")!.Policies.Generation);
        using SecretText text = passwords.PasswordFor(new PasswordTarget { Id = id }, attempt);
        return text.Reveal(0, static (characters, _) => characters.ToString());
    }
}
