using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class ReportTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"report-{Guid.NewGuid():N}.jsonl");
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Several_writers_of_one_file_lose_no_line()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(() =>
        {
            using ReportWriter report = new(_path, $"run{writer}", _time);
            for (int i = 0; i < 200; i++)
            {
                report.Planned(StubOperation.Work($"{writer}-{i}"));
            }
        })));

        List<string> torn = [];
        Assert.Equal(1200, ReportReader.ReadLastStates(_path, torn.Add, static () => false).Count);
        Assert.Empty(torn);
    }

    [Fact]
    public void A_writer_waits_for_another_process_for_as_long_as_that_one_appends()
    {
        ForeignLock other = new(_path);
        int appended = 0;
        SteppingTimeProvider time = new(TimeSpan.FromSeconds(10), () =>
        {
            if (++appended < 50)
            {
                other.Append($"{{\"line\":{appended}}}\n");
            }
            else
            {
                other.Dispose();
            }
        });
        using ReportWriter waiting = new(_path, "ours", time);

        waiting.Planned(StubOperation.Work("a"));

        string[] lines = File.ReadAllLines(_path);
        Assert.Equal(50, lines.Length);
        Assert.Equal("a", ReportEntry.Parse(lines[^1])!.InstanceId);
    }

    [Fact]
    public void A_writer_gives_up_when_another_process_keeps_its_lock_and_appends_nothing()
    {
        int reads = 0;
        using ForeignLock other = new(_path);
        using ReportWriter report = new(_path, "ours", new SteppingTimeProvider(TimeSpan.FromSeconds(10), () => reads++));

        ReportException failure = Assert.Throws<ReportException>(() => report.Planned(StubOperation.Work("a")));

        Assert.EndsWith("another process holds its lock and has appended nothing for 30 seconds.", failure.Message,
            StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(_path).Length);

        // At the beginning, and after 10, 20 and 30 seconds.
        Assert.Equal(4, reads);
    }

    [Fact]
    public void A_writer_holds_the_lock_only_while_it_appends()
    {
        using ReportWriter report = new(_path, "ours", _time);
        report.Planned(StubOperation.Work("a"));

        // Its constructor asserts that it gets the lock.
        new ForeignLock(_path).Dispose();
    }

    [Fact]
    public void A_reader_in_the_same_process_does_not_end_the_lock()
    {
        using FileStream file = new(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

        new ReportLock(file, _time).Hold(() =>
        {
            File.ReadAllText(_path);
            Assert.ThrowsAny<Exception>(() => new ForeignLock(_path));
        });

        new ForeignLock(_path).Dispose();
    }

    [Fact]
    public void A_link_is_written_through_unless_it_is_of_another_user()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Only root gives a link to another user.");
        using TemporaryFolder folder = new();
        string link = folder.FileOf("link.jsonl");
        File.CreateSymbolicLink(link, _path);
        using (ReportWriter own = new(link, "ours", _time))
        {
            own.Planned(StubOperation.Work("a"));
        }

        Assert.Equal(0, ChangeOwnerOfLink(link, user: 65534, group: 65534));

        ReportException failure = Assert.Throws<ReportException>(() => new ReportWriter(link, "ours", _time));
        Assert.EndsWith("it is a symbolic link of another user.", failure.Message, StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(_path));
    }

    [Fact]
    public void A_torn_line_of_a_killed_writer_costs_that_line_alone()
    {
        using (ReportWriter first = new(_path, "killed", _time))
        {
            first.Planned(StubOperation.Work("a"));
            first.Sent([StubOperation.Work("b")]);
        }

        using (FileStream file = new(_path, FileMode.Open))
        {
            file.SetLength(file.Length - 20);
        }

        using (ReportWriter second = new(_path, "later", _time))
        {
            second.Planned(StubOperation.Work("c"));
        }

        List<string> torn = [];
        IReadOnlyList<ReportEntry> states = ReportReader.ReadLastStates(_path, torn.Add, static () => false);
        Assert.Equal([("a", false), ("c", true)], states.Select(static line => (line.InstanceId, line.IsResumable)));
        RunHistory killed = ReportReader.ReadRun(_path, "killed", static _ => { }, CancellationToken.None);
        Assert.Equal((true, 1), (Assert.Single(killed.Targets).NeedsSeed, killed.SkippedLines));
        Assert.StartsWith("Line 2 of the report is incomplete", Assert.Single(torn), StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_a_killed_run_sent_is_never_resumable_whatever_rejection_follows()
    {
        using (ReportWriter first = new(_path, "killed", _time))
        {
            first.Planned(StubOperation.Work("sent"));
            first.Sent([StubOperation.Work("sent")]);
            first.Planned(StubOperation.Work("planned"));
        }

        using (ReportWriter second = new(_path, "later", _time))
        {
            second.Planned(StubOperation.Work("sent"));
            second.Finished(Result("sent", ChangeStatus.Failed));
        }

        IReadOnlyList<ReportEntry> states = ReportReader.ReadLastStates(_path, static _ => { }, static () => false);
        Assert.Equal(["planned"], states.Where(static line => line.IsResumable).Select(static line => line.InstanceId));
        Assert.Equal("Sent", states.Single(static line => line.InstanceId == "sent").Status);
    }

    [Fact]
    public void A_report_that_cannot_be_written_says_so() =>
        Assert.Throws<ReportException>(() => new ReportWriter(Path.Combine(_path, "no", "such", "folder.jsonl"), "run", _time));

    [Fact]
    public void A_line_without_an_end_ends_the_reading()
    {
        File.WriteAllText(_path, "{}\n" + new string('x', 100_000));

        ReportException failure = Assert.Throws<ReportException>(
            () => ReportReader.ReadLastStates(_path, static _ => { }, static () => false));
        Assert.Equal("line 2 is longer than any line of a report", failure.Message);
    }

    [Theory]
    [InlineData(64 * 1024, false)]
    [InlineData((64 * 1024) + 1, true)]
    public void A_line_has_64_KB_at_most(int length, bool isRejected)
    {
        File.WriteAllText(_path, new string('x', length) + "\n");

        Exception? failure = Record.Exception(() => ReportReader.Read(_path, static _ => { }).Count());

        Assert.Equal(isRejected ? typeof(ReportException) : null, failure?.GetType());
    }

    [Fact]
    public void A_device_is_neither_read_nor_written()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Devices are files on Linux.");

        Assert.Throws<ReportException>(() => ReportReader.ReadLastStates("/dev/zero", static _ => { }, static () => false));
        Assert.Throws<ReportException>(() => new ReportWriter("/dev/zero", "run", _time));
    }

    [Fact]
    public void A_new_report_is_for_its_owner_alone()
    {
        using ReportWriter report = new(_path, "run", _time);

        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has access lists in place of modes.");
        }
        else
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path));
        }
    }

    [Fact]
    public void A_report_may_be_a_link_of_its_own_user()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The owner of a link is known on Linux.");
        string link = _path + ".link";
        File.CreateSymbolicLink(link, _path);
        try
        {
            using ReportWriter report = new(link, "run", _time);
            report.Planned(StubOperation.Work("a"));

            Assert.Single(File.ReadAllLines(_path));
        }
        finally
        {
            File.Delete(link);
        }
    }

    [Fact]
    public void Every_line_is_read_as_it_was_written()
    {
        Gen<string?> text = Gen.OneOf(Gen.Constant<string?>(null),
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(static any => (string?)Wellformed(any.Get)));
        Gen<string> some = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(static any => Wellformed(any.Get));
        Gen<int?> number = ArbMap.Default.GeneratorFor<int?>();
        Gen<DateTimeOffset> moment = Gen.Choose(0, int.MaxValue)
            .Select(static seconds => DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddTicks(seconds % 10_000_000));
        Gen<ReportEntry> lines =
            from names in Gen.ArrayOf(some, 4)
            from texts in Gen.ArrayOf(text, 12)
            from time in moment
            from started in Gen.OneOf(Gen.Constant<DateTimeOffset?>(null), moment.Select(static at => (DateTimeOffset?)at))
            from numbers in Gen.ArrayOf(number, 4)
            from restart in Gen.Elements<bool?>(null, true, false)
            select new ReportEntry
            {
                Time = time,
                RunId = names[0],
                Provider = names[1],
                Resource = names[2],
                Status = names[3],
                InstanceId = texts[0],
                UserName = texts[1],
                Region = texts[2],
                ProjectId = texts[3],
                Account = texts[4],
                RequestId = texts[5],
                ErrorId = texts[6],
                ErrorCode = texts[7],
                Message = texts[8],
                VaultName = texts[9],
                SecretName = texts[10],
                ProfileName = texts[11],
                Attempts = numbers[0] ?? 0,
                StartedAt = started,
                Duration = numbers[1] is { } ticks ? TimeSpan.FromTicks(ticks * 1000L) : null,
                RestartRequired = restart,
                RetryTimesLeft = numbers[2],
                LockTimeLeft = numbers[3],
            };
        Prop.ForAll(lines.ToArbitrary(), static line =>
        {
            using MemoryStream written = new();
            using (Utf8JsonWriter json = new(written, new JsonWriterOptions { SkipValidation = true }))
            {
                line.WriteTo(json);
            }

            return line == ReportEntry.Parse(Encoding.UTF8.GetString(written.ToArray()));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("a Planned", "Planned", true)]
    [InlineData("a Planned, a Sent", "Sent", false)]
    [InlineData("a Sent, a Failed", "Failed", true)]
    [InlineData("a Sent, a Cancelled", "Cancelled", true)]
    [InlineData("a Sent, a Accepted", "Accepted", false)]
    [InlineData("a Sent, a Unknown, b Planned, b Failed", "Unknown", false)]
    [InlineData("a Sent, b Planned", "Sent", false)]
    [InlineData("a Sent, b Sent, b Succeeded", "Succeeded", false)]
    [InlineData("a Sent, b Sent, b Succeeded, c Failed", "Failed", true)]
    [InlineData("a Unknown, b Sent, b Failed, a Failed", "Failed", true)]
    [InlineData("a Unknown, b Accepted, c Failed", "Accepted", false)]
    public void The_last_state_is_the_one_that_is_safe_to_act_on(string lines, string status, bool resumable)
    {
        IEnumerable<ReportEntry> entries = lines.Split(", ").Select(static (line, i) =>
            Line(line.Split(' ')[0], line.Split(' ')[1]) with { Time = DateTimeOffset.UnixEpoch.AddSeconds(i) });

        ReportEntry last = Assert.Single(TargetStates.Of(entries).Last);

        Assert.Equal((status, resumable), (last.Status, last.IsResumable));
    }

    [Theory]
    [InlineData("r1", "Failed")]
    [InlineData("r2", "Accepted")]
    [InlineData(null, "Accepted")]
    public void A_change_that_a_later_command_saw_fail_is_open_no_more(string? request, string status)
    {
        ReportEntry[] entries =
        [
            Line("a", "Sent"),
            Line("a", "Accepted") with { RequestId = "r1" },
            Line("wait", "Failed") with { RequestId = request },
        ];

        Assert.Equal(status, Assert.Single(TargetStates.Of(entries).Last).Status);
        Assert.Equal(status == "Accepted", Assert.Single(new RunHistory("a", entries).Targets).NeedsSeed);
    }

    [Fact]
    public void An_instance_is_one_target_for_every_account_and_a_user_one_in_each_account()
    {
        ReportEntry[] lines =
        [
            Line("a", "Planned") with { Account = "one" },
            Line("b", "Planned") with { Account = "two" },
            Line("a", "Planned") with { InstanceId = null, UserName = "alice", Account = "one" },
            Line("b", "Planned") with { InstanceId = null, UserName = "alice", Account = "two" },
            Line("b", "Planned") with { Region = "elsewhere" },
        ];

        Assert.Equal(["i", "alice", "alice", "i"], TargetStates.Of(lines).Last.Select(static line => line.InstanceId ?? line.UserName));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("nothing")]
    [InlineData("""{"RunId":"a","Provider":"Tencent","Resource":"CvmInstance"}""")]
    [InlineData("""{"RunId":1,"Provider":"Tencent","Resource":"CvmInstance","Status":"Sent"}""")]
    [InlineData("""{"RunId":"\ud800","Provider":"Tencent","Resource":"CvmInstance","Status":"Sent"}""")]
    [InlineData("""{"RunId":"a","Provider":"Tencent","Resource":"CvmInstance","Status":"Sent","Message":"\ude00\ud83d"}""")]
    public void Text_that_is_not_a_line_is_skipped(string text) => Assert.Null(ReportEntry.Parse(text));

    [Fact]
    public void Members_of_another_kind_than_ours_are_as_if_they_were_missing()
    {
        ReportEntry line =
            ReportEntry.Parse(
                """
                {"RunId":"a","Provider":"Tencent","Resource":"CvmInstance","Status":"Sent","Time":5,"InstanceId":7,"Attempts":"many",
                "Duration":3,"RestartRequired":"yes","RetryTimesLeft":1.5,"StartedAt":"late"}
                """)!;

        Assert.Equal(new ReportEntry { Time = default, RunId = "a", Provider = "Tencent", Resource = "CvmInstance", Status = "Sent" },
            line);
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z", "10675199.02:48:05")]
    [InlineData("3000-01-01T00:00:00Z", "-10675199.02:48:05.4775808")]
    public void Times_that_no_run_recorded_are_as_if_they_were_missing(string time, string duration)
    {
        ReportEntry line = ReportEntry.Parse(
            $$"""
            {"RunId":"a","Provider":"Tencent","Resource":"CvmInstance","Status":"Sent","Time":"{{time}}","StartedAt":"{{time}}",
            "Duration":"{{duration}}"}
            """)!;

        Assert.Equal((default, null, null), (line.Time, line.StartedAt, line.Duration));
    }

    [Fact]
    public void Each_event_is_in_the_file_at_once_on_a_line_of_its_own()
    {
        using ReportWriter report = new(_path, "run", _time);
        report.Planned(StubOperation.Work("ü-1"));
        Assert.Single(File.ReadAllLines(_path));
        report.Sent([StubOperation.Work("ü-1"), StubOperation.Work("ü-2")]);

        string[] lines = File.ReadAllLines(_path);
        Assert.Equal(["Planned", "Sent", "Sent"], lines.Select(static line => ReportEntry.Parse(line)!.Status));
        Assert.Contains("\"InstanceId\":\"ü-2\"", lines[2], StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);

    private static ReportEntry Line(string run, string status) => new()
    {
        Time = DateTimeOffset.UnixEpoch,
        RunId = run,
        Provider = "Tencent",
        Resource = "CvmInstance",
        InstanceId = "i",
        Status = status,
        Attempts = 1,
    };

    // JSON has no place for half a surrogate pair.
    private static string Wellformed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static TargetResult Result(string id, ChangeStatus status) => new()
    {
        Target = new PasswordTarget { Id = id },
        Provider = "Huawei",
        Resource = "Stub",
        Account = "stub",
        Status = status,
        Message = "No.",
    };

    [DllImport("libc", EntryPoint = "lchown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwnerOfLink([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);
}
