using System;
using System.IO;
using PasswordCmdlets.Core.Operations.Reports;
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

    public void Dispose() => _folder.Dispose();

    private string[] Held() => [.. RunLock.FindHeld(FilePath, ["first", "second", "earlier", "other"])];
}
