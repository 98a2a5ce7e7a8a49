using System;
using PasswordCmdlets.Core.Operations;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class SecondsTextTests
{
    [Theory]
    [InlineData(0, "0 seconds")]
    [InlineData(1, "1 second")]
    [InlineData(1.4, "1 second")]
    [InlineData(900, "900 seconds")]
    public void A_time_is_written_in_seconds(double seconds, string text) =>
        Assert.Equal(text, SecondsText.Of(TimeSpan.FromSeconds(seconds)));
}
