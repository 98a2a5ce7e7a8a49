using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Discovery;

/// <summary>What is said where a list cannot be read.</summary>
public sealed class ListingOutcomeTests
{
    [Theory]
    [InlineData(nameof(CallEnd.Throttled), ErrorIds.Throttled, "Why. Run the command again later, or set a longer -ThrottleTimeoutSec.")]
    [InlineData(nameof(CallEnd.Unreachable), ErrorIds.ProviderUnavailable,
        "Why. Check the network, the proxy and the endpoint, then run the command again.")]
    [InlineData(nameof(CallEnd.OutcomeUnknown), ErrorIds.ProviderUnavailable,
        "Why. Check the network, the proxy and the endpoint, then run the command again.")]
    [InlineData(nameof(CallEnd.Stopped), ErrorIds.Cancelled, "Why.")]
    public void A_list_without_a_response_says_why_and_what_to_do(string end, string errorId, string message)
    {
        using CallBench bench = new();
        ProviderReply throttle = new() { Fault = Fault.Throttled, Code = "Busy", RequestId = "r-1" };

        TargetOutcome outcome = ListingOutcome.Of(bench.Session, Outcome(Enum.Parse<CallEnd>(end), "Why", throttle));

        Assert.Equal((errorId, message), (outcome.ErrorId, outcome.Message));
        Assert.Equal(end == nameof(CallEnd.Throttled) ? ("Busy", "r-1") : (null, null), (outcome.ErrorCode, outcome.RequestId));
        Assert.StartsWith("no response was received",
            ListingOutcome.Of(bench.Session, Outcome(CallEnd.Unreachable, null, null)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ErrorIds.AuthenticationFailed, false)]
    [InlineData(ErrorIds.ProviderUnavailable, null)]
    [InlineData(ErrorIds.Throttled, null)]
    [InlineData(ErrorIds.Cancelled, null)]
    [InlineData(ErrorIds.CredentialNotFound, null)]
    [InlineData(ErrorIds.AccessDenied, true)]
    [InlineData(null, true)]
    public void An_error_shows_whether_the_credential_was_accepted_or_does_not(string? errorId, bool? accepts) => Assert.Equal(
        accepts, ListingOutcome.AcceptsCredential(errorId is null ? null : TargetOutcome.Failed(errorId, "x")));

    [Theory]
    [InlineData("Never sent: no key.", "no key.")]
    [InlineData("No key.", "No key.")]
    public void A_list_was_never_a_target(string message, string shown) => Assert.Equal(shown, ListingOutcome.WithoutTarget(message));

    [Fact]
    public void A_list_is_named_by_provider_resource_and_region()
    {
        using CallBench bench = new();
        ListingQuery query = new() { Session = bench.Session, Region = "eu-1" };
        ListingJob job = new(new ScriptedOperation().Descriptor, null!, query);

        Assert.Equal("Tencent Scripted in eu-1", job.ToString());
        Assert.Equal("Tencent Scripted", (job with { Query = query with { Region = null } }).ToString());
        Assert.Equal((string.Empty, "eu-1"), (query.ProjectTarget.Id, query.ProjectTarget.Region));
    }

    private static CallOutcome Outcome(CallEnd end, string? reason, ProviderReply? reply) =>
        new() { End = end, Reason = reason, Reply = reply, MayHaveExecuted = false, Attempts = 1 };
}
