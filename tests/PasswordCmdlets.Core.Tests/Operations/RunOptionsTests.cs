using PasswordCmdlets.Core.Operations.Runs;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class RunOptionsTests
{
    [Theory]
    [InlineData(1, 6_400)]
    [InlineData(32, 6_400)]
    [InlineData(50, 10_000)]
    [InlineData(256, 16_384)]
    public void Two_batches_of_a_hundred_for_each_request_in_flight_are_in_memory_within_limits(int throttleLimit, int targets) =>
        Assert.Equal(targets, new RunOptions { ThrottleLimit = throttleLimit }.TargetsInMemory);
}
