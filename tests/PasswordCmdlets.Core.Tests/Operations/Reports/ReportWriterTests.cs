using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Reports;

public sealed class ReportWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    private string FilePath => _folder.FileOf("report.jsonl");

    [Fact]
    public void The_entries_of_a_target_say_which_one_it_is()
    {
        TargetWork work = StubOperation.Work(
            new PasswordTarget { Id = "i-1", UserName = "alice", Region = "cn-north-4", ProjectId = "project", ProfileName = "ops" });
        TargetResult result = TargetResult.Of(work, TargetOutcome.Cancelled("Stopped."), _time.GetUtcNow());
        using (ReportWriter report = new(FilePath, "run", _time))
        {
            report.Planned(work);
            work.Attempts = 1;
            report.Sent([work]);
            report.Finished(result);
            report.Stored(result, "fleet", "entry");
            report.Write(ReportEntry.Of(result, "run", _time.GetUtcNow()) with { ErrorId = "InvalidTarget" });
        }

        ReportEntry planned = new()
        {
            Time = _time.GetUtcNow(),
            RunId = "run",
            Provider = "Huawei",
            Resource = "Stub",
            Status = "Planned",
            InstanceId = "i-1",
            UserName = "alice",
            Region = "cn-north-4",
            ProjectId = "project",
            ProfileName = "ops",
            Account = "stub",
        };
        ReportEntry finished = ReportEntry.Of(result, "run", _time.GetUtcNow());
        Assert.Equal(
            [
                planned, planned with { Status = "Sent", Attempts = 1 }, finished,
                finished with { VaultName = "fleet", SecretName = "entry" }, finished with { ErrorId = "InvalidTarget" },
            ],
            ReportReader.Read(FilePath, Assert.Fail));
    }

    [Fact]
    public void What_is_about_to_be_sent_is_on_the_disk_first()
    {
        List<string?> onDisk = [];
        TargetWork work = StubOperation.Work("a");
        using ReportWriter report = new(FilePath, "run", _time, disk: new TestDisk { Flushing = AddLast });

        report.Planned(work);
        report.Sent([work]);
        report.Finished(TargetResult.Of(work, TargetOutcome.Cancelled("Stopped."), _time.GetUtcNow()));

        Assert.Equal(["Sent"], onDisk);

        void AddLast() => onDisk.Add(ReportEntry.Parse(File.ReadAllLines(FilePath)[^1])?.Status);
    }

    [Fact]
    public void Nothing_is_sent_when_the_disk_fails()
    {
        bool isBroken = true;
        TestDisk disk = new() { Flushing = () => _ = isBroken ? throw new IOException("The disk failed.") : 0 };
        using ReportWriter report = new(FilePath, "run", _time, disk: disk);

        Assert.Throws<ReportException>(() => report.Sent([StubOperation.Work("a")]));

        isBroken = false;
        report.Sent([StubOperation.Work("b")]);
    }

    [Fact]
    public async Task One_flush_serves_all_that_was_appended_before_it_and_none_that_was_appended_later()
    {
        using Appends appends = new(this);
        Task first = appends.Send("first");
        appends.WaitForFlush();
        Task[] rest = [.. Enumerable.Range(0, 8).Select(index => appends.Send($"{index}"))];
        appends.WaitFor(count: 9);
        appends.Report.Planned(StubOperation.Work("planned meanwhile"));

        Assert.DoesNotContain(rest, static sent => sent.IsCompleted);
        appends.LetFlush();
        await Task.WhenAll([first, .. rest]);

        Assert.Equal(2, appends.Flushes);
    }

    [Fact]
    public async Task A_flush_that_fails_fails_all_that_it_was_to_serve()
    {
        using Appends appends = new(this);
        Task first = appends.Send("first");
        appends.WaitForFlush();
        Task[] rest = [.. Enumerable.Range(0, 4).Select(index => appends.Send($"{index}"))];
        appends.WaitFor(count: 5);
        appends.FailAt = 2;

        appends.LetFlush();

        await first;
        foreach (Task sent in rest)
        {
            await Assert.ThrowsAsync<ReportException>(() => sent);
        }

        Assert.Equal(2, appends.Flushes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("torn")]
    public void A_write_that_fails_leaves_no_part_of_a_line(string earlier)
    {
        TestDisk disk = new();
        using ReportWriter report = new(FilePath, "run", _time, disk: disk);
        report.Planned(StubOperation.Work("a"));
        File.AppendAllText(FilePath, earlier);
        string before = File.ReadAllText(FilePath);

        disk.LongestWrite = 10;
        Assert.Throws<ReportException>(() => report.Planned(StubOperation.Work("b")));
        Assert.Equal(before, File.ReadAllText(FilePath));

        disk.LongestWrite = int.MaxValue;
        report.Planned(StubOperation.Work("c"));
        Assert.Equal(earlier.Length > 0 ? 3 : 2, File.ReadAllLines(FilePath).Length);
    }

    [Fact]
    public void A_line_that_another_process_is_writing_is_read_when_it_is_whole()
    {
        const string Line = """{"RunId":"a","Provider":"P","Resource":"R","Status":"Sent"}""";
        File.WriteAllText(FilePath, Line + "\n");
        ForeignLock other = new(FilePath);
        other.Append(Line[..20]);

        Assert.Equal(2, ReportReader.Read(FilePath, Assert.Fail, pause: Finish).Count());

        void Finish()
        {
            other.Append(Line[20..] + "\n");
            other.Dispose();
        }
    }

    [Fact]
    public void A_process_that_stops_in_the_middle_of_a_line_does_not_stop_a_reader()
    {
        List<string> warnings = [];
        File.WriteAllText(FilePath, "{");
        using ForeignLock other = new(FilePath);

        Assert.Empty(ReportReader.Read(FilePath, warnings.Add, pause: static () => { }));
        Assert.Single(warnings);
    }

    [Fact]
    public void Text_of_any_language_is_written_as_it_is()
    {
        using (ReportWriter report = new(FilePath, "run", _time))
        {
            report.Planned(StubOperation.Work("\u5f20<ü>"));
        }

        Assert.Contains("\"\u5f20<ü>\"", File.ReadAllText(FilePath), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_goes_on_where_the_last_line_ended()
    {
        File.WriteAllText(FilePath, "\n");
        using (ReportWriter report = new(FilePath, "run", _time))
        {
            report.Planned(StubOperation.Work("a"));
            report.Planned(StubOperation.Work("b"));
        }

        Assert.Equal(["", "a", "b", ""],
            File.ReadAllText(FilePath).Split('\n').Select(static line => ReportEntry.Parse(line)?.InstanceId ?? line));
    }

    [Fact]
    public void The_error_of_a_closed_report_or_of_a_folder_has_the_path()
    {
        ReportWriter closed = new(FilePath, "run", _time);
        closed.Dispose();

        ReportException write = Assert.Throws<ReportException>(() => closed.Planned(StubOperation.Work("a")));
        ReportException open = Assert.Throws<ReportException>(() => new ReportWriter(_folder.FullName, "run", _time));
        Assert.StartsWith($"The report {FilePath} cannot be written: ", write.Message, StringComparison.Ordinal);
        Assert.StartsWith($"The report {_folder.FullName} cannot be written: ", open.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_is_read_while_another_writes_it_and_may_be_removed()
    {
        using ReportWriter report = new(FilePath, "run", _time);
        report.Planned(StubOperation.Work("a"));

        Assert.Equal("a", Assert.Single(ReportReader.ReadLastStates(FilePath, Assert.Fail, static () => false)).InstanceId);
        File.Delete(FilePath);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\r\n\n")]
    public void A_report_without_an_entry_has_no_target(string content)
    {
        File.WriteAllText(FilePath, content);

        Assert.Empty(ReportReader.Read(FilePath, Assert.Fail));
    }

    [Fact]
    public void The_last_line_needs_no_end_and_a_line_may_be_as_long_as_any_message()
    {
        string line = """{"RunId":"a","Provider":"P","Resource":"R","Status":"Sent","Message":"!"}""".Replace("!", new string('m', 60_000),
            StringComparison.Ordinal);
        File.WriteAllText(FilePath, line + "\r\n" + line);

        Assert.Equal(2, ReportReader.Read(FilePath, Assert.Fail).Count());
        Assert.Single(ReportReader.ReadRun(FilePath, "A", Assert.Fail, CancellationToken.None).Targets);
    }

    [Fact]
    public void A_report_that_does_not_exist_cannot_be_read() =>
        Assert.Throws<FileNotFoundException>(() => ReportReader.ReadLastStates(FilePath, Assert.Fail, static () => false));

    public void Dispose() => _folder.Dispose();

    private sealed class TestDisk : ReportDisk
    {
        public Action Flushing { get; init; } = static () => { };

        public Action Written { get; init; } = static () => { };

        public int LongestWrite { get; set; } = int.MaxValue;

        public override void Write(FileStream file, byte[] bytes, int count)
        {
            base.Write(file, bytes, Math.Min(count, LongestWrite));
            if (count > LongestWrite)
            {
                throw new IOException("No space left on device.");
            }

            Written();
        }

        public override void Flush(FileStream file) => Flushing();
    }

    /// <summary>Sends targets on threads of their own, and holds the first flush until it is let go.</summary>
    private sealed class Appends : IDisposable
    {
        private readonly ManualResetEventSlim _isFlushing = new();
        private readonly ManualResetEventSlim _mayFlush = new();
        private readonly ReportWriterTests _test;
        private int _written;
        private string _onDisk = string.Empty;

        public Appends(ReportWriterTests test)
        {
            _test = test;
            TestDisk disk = new() { Flushing = Flush, Written = () => Interlocked.Increment(ref _written) };
            Report = new ReportWriter(test.FilePath, "run", test._time, disk: disk);
        }

        public ReportWriter Report { get; }

        public int Flushes { get; private set; }

        public int FailAt { get; set; }

        public Task Send(string id) => Task.Factory.StartNew(
            () =>
            {
                Report.Sent([StubOperation.Work(id)]);
                Assert.Contains($"\"{id}\"", Volatile.Read(ref _onDisk), StringComparison.Ordinal);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        public void WaitForFlush() => _isFlushing.Wait(TestContext.Current.CancellationToken);

        public void WaitFor(int count) => Wait.Until(() => Volatile.Read(ref _written) == count);

        public void LetFlush() => _mayFlush.Set();

        public void Dispose()
        {
            _mayFlush.Set();
            Report.Dispose();
            _isFlushing.Dispose();
            _mayFlush.Dispose();
        }

        private void Flush()
        {
            Flushes++;
            string content = File.ReadAllText(_test.FilePath);
            _isFlushing.Set();
            _mayFlush.Wait();
            if (Flushes == FailAt)
            {
                throw new IOException("The disk failed.");
            }

            Volatile.Write(ref _onDisk, content);
        }
    }
}
