using System;
using System.Diagnostics;
using PasswordCmdlets.Core.Operations.State;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.State;

public sealed class ProcessIdentityTests
{
    private static readonly ProcessIdentity Current = ProcessIdentity.Current;

    [Fact]
    public void The_current_process_is_this_one()
    {
        using Process process = Process.GetCurrentProcess();

        Assert.Equal((Environment.MachineName, process.Id), (Current.Host, Current.Id));
        Assert.Equal(TimeSpan.Zero, Current.Started.Offset);
        Assert.InRange(Current.Started.UtcDateTime, process.StartTime.ToUniversalTime().AddSeconds(-2), DateTime.UtcNow);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1999, true)]
    [InlineData(-1999, true)]
    [InlineData(2000, false)]
    [InlineData(-2000, false)]
    public void The_start_of_a_process_is_read_with_two_seconds_of_tolerance(int milliseconds, bool isSame) =>
        Assert.Equal(isSame, Current.IsSameAs(Current with { Started = Current.Started.AddMilliseconds(milliseconds) }));

    [Fact]
    public void A_process_of_another_id_or_computer_is_another_one()
    {
        Assert.False(Current.IsSameAs(Current with { Id = Current.Id + 1 }));
        Assert.False(Current.IsSameAs(Current with { Host = Current.Host + "2" }));
    }

    [Fact]
    public void A_process_that_runs_may_be_running()
    {
        Assert.True(Current.MayBeRunning());
        Assert.True((Current with { Started = Current.Started.AddSeconds(1) }).MayBeRunning());
    }

    [Fact]
    public void A_process_whose_id_another_one_has_has_ended()
    {
        Assert.False((Current with { Started = Current.Started.AddHours(-1) }).MayBeRunning());
        Assert.False((Current with { Started = Current.Started.AddHours(1) }).MayBeRunning());
    }

    [Fact]
    public void A_process_without_a_process_of_its_id_has_ended() => Assert.False((Current with { Id = int.MaxValue }).MayBeRunning());

    [Fact]
    public void Of_another_computer_nothing_is_known_so_its_process_may_be_running() =>
        Assert.True((Current with { Host = "elsewhere", Id = int.MaxValue }).MayBeRunning());
}
