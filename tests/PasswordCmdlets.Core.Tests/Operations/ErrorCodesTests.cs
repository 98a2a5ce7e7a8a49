using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations.Calls;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class ErrorCodesTests
{
    private readonly ErrorCodes _codes = new(
        new Dictionary<string, ErrorCodeMeaning> { ["Denied.Now"] = new(Fault.AccessDenied) },
        new Dictionary<string, ErrorCodeMeaning>
        {
            ["Denied"] = new(Fault.TargetBusy),
            ["Denied.Later"] = new(Fault.Throttled),
            ["A"] = new(Fault.TargetNotFound),
        });

    [Theory]
    [InlineData("Denied.Now", nameof(Fault.AccessDenied))]
    [InlineData("Denied.Now.Really", nameof(Fault.TargetBusy))]
    [InlineData("Denied", nameof(Fault.TargetBusy))]
    [InlineData("Denied.Later", nameof(Fault.Throttled))]
    [InlineData("Denied.Later.Than.Any.Family", nameof(Fault.Throttled))]
    [InlineData("Denied.LaterThanAnyFamily", nameof(Fault.TargetBusy))]
    [InlineData("DeniedLater", nameof(Fault.Rejected))]
    [InlineData(".Denied", nameof(Fault.Rejected))]
    [InlineData("", nameof(Fault.Rejected))]
    public void The_longest_family_before_a_dot_counts(string code, string fault) => Assert.Equal(fault, _codes.Of(code).Fault.ToString());

    [Theory]
    [InlineData("InternalServerError.Timeout", nameof(Fault.Transient))]
    [InlineData("RequestTimeout", nameof(Fault.Transient))]
    [InlineData("GATEWAY_TIMED_OUT", nameof(Fault.Transient))]
    [InlineData("internal_error", nameof(Fault.Transient))]
    [InlineData("Service.Unavailable", nameof(Fault.Transient))]
    [InlineData("ResourceUnavailable.Recycled", nameof(Fault.Rejected))]
    [InlineData("UnknownParameter", nameof(Fault.Rejected))]
    [InlineData("Denied.Timeout", nameof(Fault.TargetBusy))]
    public void An_unlisted_code_of_a_server_that_failed_may_have_been_executed(string code, string fault) =>
        Assert.Equal(fault, _codes.Of(code).Fault.ToString());

    [Fact]
    public void A_long_code_of_dots_does_not_cost_the_square_of_its_length()
    {
        string code = new('.', 100_000);
        _codes.Of(code);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(Fault.Rejected, _codes.Of(code).Fault);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }
}
