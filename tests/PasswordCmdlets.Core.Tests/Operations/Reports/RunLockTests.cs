using System;
using System.IO;
using System.Linq;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Tests.Credentials;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Reports;

public sealed class RunLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    private string FilePath => _folder.FileOf("report.jsonl");

    [Fact]
    public void A_run_is_at_work_while_its_report_is_open()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "macOS has no such lock.");
        using (ReportWriter first = new(FilePath, "first", _time))
        using (ReportWriter second = new(FilePath, "second", _time))
        using (ReportWriter earlier = new(FilePath, "earlier", _time, isEarlierRun: true))
        {
            first.Planned(StubOperation.Work("a"));
            Assert.Equal(["first", "second"], Held());
            second.Dispose();

            // Neither a reader nor another writer that ends has an effect on it.
            File.ReadAllText(FilePath);
            Assert.Equal(["first"], Held());
        }

        Assert.Empty(Held());
    }

    [Fact]
    public void A_second_writer_of_a_run_needs_no_lock_of_its_own()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "macOS has no such lock.");
        using ReportWriter first = new(FilePath, "first", _time);
        using (ReportWriter same = new(FilePath, "first", _time))
        {
            same.Planned(StubOperation.Work("a"));
        }

        Assert.Equal(["first"], Held());
    }

    [Fact]
    public void A_report_that_may_only_be_read_says_so_too()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "macOS has no such lock.");
        using ReportWriter first = new(FilePath, "first", _time);
        first.Planned(StubOperation.Work("a"));
        File.SetAttributes(FilePath, FileAttributes.ReadOnly);
        try
        {
            Assert.Equal(["first"], Held());
        }
        finally
        {
            File.SetAttributes(FilePath, FileAttributes.Normal);
        }
    }

    [Fact]
    public void A_pipe_is_not_opened_and_an_empty_report_has_no_run()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kind of a file is known on Linux.");
        using ReportWriter empty = new(FilePath, "first", _time);
        string pipe = _folder.FileOf("pipe");
        CredentialFileTests.MakeFifo(pipe);

        Assert.Throws<ReportException>(() => RunLock.FindHeld(pipe, ["first"]));
        Assert.Empty(Held());
    }

    [Theory]
    [InlineData(0, false, 0)]
    [InlineData(1, false, 1)]
    [InlineData(4, false, 4)]
    [InlineData(5, true, 4)]
    public void A_probe_of_another_reader_is_not_a_run(int probes, bool isHeld, int pauses)
    {
        int released = 0;
        int paused = 0;

        bool held = ByteLock.Probe(() => probes-- <= 0, () => released++, () => paused++);

        Assert.Equal((isHeld, isHeld ? 0 : 1, pauses), (held, released, paused));
    }

    [Fact]
    public void A_probe_does_not_release_the_lock_of_its_own_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.Is64BitProcess, "Only Linux has both kinds of locks.");
        using FileStream file = new(FilePath, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        using FileStream reader = new(FilePath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.True(new ByteLock(file, 1) { IsOfOpenFile = false }.TryAcquire());

        Assert.False(new ByteLock(reader, 1) { IsOfOpenFile = false }.IsHeld());

        Assert.True(new ByteLock(reader, 1).IsHeld());
    }

    [Fact]
    public void A_report_is_written_where_the_file_system_does_not_lock_and_closed_when_it_cannot_be()
    {
        using (ReportWriter report = new(FilePath, "first", _time, disk: new LocklessDisk(new IOException("No locks."))))
        {
            report.Planned(StubOperation.Work("a"));
            Assert.Empty(Held());
        }

        Assert.Throws<InvalidOperationException>(
            () => new ReportWriter(FilePath, "first", _time, disk: new LocklessDisk(new InvalidOperationException())));
        Assert.Single(File.ReadAllLines(FilePath));
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux lists the open files.");
        Assert.DoesNotContain(
            FilePath, Directory.GetFiles("/proc/self/fd").Select(static file => File.ResolveLinkTarget(file, false)?.FullName));
    }

    public void Dispose() => _folder.Dispose();

    private string[] Held() => [.. RunLock.FindHeld(FilePath, ["first", "second", "earlier", "other"])];

    private sealed class LocklessDisk(Exception failure) : ReportDisk
    {
        public override bool TryAcquire(ByteLock runLock) => throw failure;
    }
}
