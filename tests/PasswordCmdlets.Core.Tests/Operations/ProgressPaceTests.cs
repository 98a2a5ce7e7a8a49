using System;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class ProgressPaceTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Nothing_is_drawn_in_the_first_half_second()
    {
        ProgressPace pace = new(_time);

        Assert.False(pace.TakeTurn());
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(pace.TakeTurn());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(pace.TakeTurn());
    }

    [Fact]
    public void However_often_it_is_asked_there_are_five_updates_in_any_second()
    {
        ProgressPace pace = new(_time);
        int drawn = 0;
        for (int millisecond = 0; millisecond < 10_500; millisecond++)
        {
            drawn += pace.TakeTurn() ? 1 : 0;
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(50, drawn);
    }
}
