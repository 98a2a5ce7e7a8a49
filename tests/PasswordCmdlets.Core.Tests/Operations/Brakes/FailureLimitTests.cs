using System.Globalization;
using PasswordCmdlets.Core.Operations.Brakes;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Brakes;

public sealed class FailureLimitTests
{
    [Theory]
    [InlineData("3", 3, 3, false)]
    [InlineData("3", 4, 4, true)]
    [InlineData("0", 0, 1000, false)]
    [InlineData("0", 1, 1, true)]
    [InlineData("5%", 19, 19, false)]
    [InlineData("5%", 1, 20, false)]
    [InlineData("5%", 2, 20, true)]
    [InlineData("5%", 5, 100, false)]
    [InlineData("5%", 6, 100, true)]
    [InlineData("2.5%", 25, 1000, false)]
    [InlineData("2.5%", 26, 1000, true)]
    [InlineData("0%", 1, 19, false)]
    [InlineData("0%", 1, 20, true)]
    [InlineData("100%", 20, 20, false)]
    public void More_than_the_limit_exceeds_it_and_a_share_counts_from_the_twentieth_result(
        string text, int failed, int results, bool exceeded) =>
        Assert.Equal(exceeded, FailureLimit.Parse(text)!.IsExceeded(failed, results));

    [Theory]
    [InlineData("")]
    [InlineData(" 3")]
    [InlineData("3 ")]
    [InlineData("3\n")]
    [InlineData("-1")]
    [InlineData("+3")]
    [InlineData("3.0")]
    [InlineData("2.5")]
    [InlineData("1e3")]
    [InlineData("0x3")]
    [InlineData("5 %")]
    [InlineData("%5")]
    [InlineData("5%%")]
    [InlineData("2,5%")]
    [InlineData(".5%")]
    [InlineData("101%")]
    [InlineData("100.1%")]
    [InlineData("9999999999")]
    [InlineData("١")]
    public void Any_other_text_is_no_limit(string text) => Assert.Null(FailureLimit.Parse(text));

    [Fact]
    public void A_limit_does_not_depend_on_the_culture()
    {
        CultureInfo earlier = CultureInfo.CurrentCulture;
        CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NumberDecimalSeparator = ",";
        other.NumberFormat.NumberGroupSeparator = ".";
        CultureInfo.CurrentCulture = other;
        try
        {
            Assert.True(FailureLimit.Parse("2.5%")!.IsExceeded(26, 1000));
            Assert.False(FailureLimit.Parse("2.5%")!.IsExceeded(25, 1000));
        }
        finally
        {
            CultureInfo.CurrentCulture = earlier;
        }
    }
}
