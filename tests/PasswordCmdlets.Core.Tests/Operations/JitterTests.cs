using System.Linq;
using PasswordCmdlets.Core.Operations.Calls;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class JitterTests
{
    [Fact]
    public void Jitter_is_full()
    {
        double[] drawn = [.. Enumerable.Range(0, 1000).Select(static _ => Jitter.Next())];

        Assert.All(drawn, static number => Assert.True(number is >= 0 and < 1));

        // Each half is missed by a thousand draws once in 10^301 runs.
        Assert.Contains(drawn, static number => number < 0.5);
        Assert.Contains(drawn, static number => number >= 0.5);
    }
}
