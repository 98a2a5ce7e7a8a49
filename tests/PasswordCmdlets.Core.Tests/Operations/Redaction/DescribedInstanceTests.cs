using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Passwords;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Redaction;

public sealed class DescribedInstanceTests
{
    private static readonly DescribedInstance Harmless = new()
    {
        Id = "ins-1",
        State = "RUNNING",
        OperationName = "ResetInstancesPassword",
        OperationState = "FAILED",
        OperationRequestId = "6ef60bec-0242-43af-bb20-270359fb54a7",
        OperationError = "The disk of ins-1 is gone.",
        LockReason = "security",
        HasKeyPair = true,
    };

    [Fact]
    public void What_a_describe_call_returns_is_shown() => Assert.Equal(Harmless, Redact(Harmless));

    [Fact]
    public void What_a_describe_call_returns_is_checked_like_any_text_of_a_provider()
    {
        DescribedInstance redacted = Redact(new DescribedInstance
        {
            Id = "ins-1",
            State = "RUN\u001b[31mNING",
            OperationName = "##vso[task.setvariable]x",
            OperationState = "FAILED\n",
            OperationRequestId = "a\r\nb",
            OperationError = "Cl0ud%2DTour-1 is refused",
        });

        Assert.Equal(new DescribedInstance { Id = "ins-1", State = "withheld" }, redacted);
    }

    [Theory]
    [InlineData("Cl0udTour1")]
    [InlineData("xTour1")]
    public void A_field_that_quotes_the_password_is_dropped(string echo)
    {
        DescribedInstance redacted =
            Redact(new DescribedInstance
            {
                Id = "ins-1",
                State = echo,
                OperationName = echo,
                OperationState = echo,
                OperationRequestId = echo,
                OperationError = echo,
            });

        Assert.Equal(new DescribedInstance { Id = "ins-1", State = "withheld" }, redacted);
    }

    [Theory]
    [InlineData("##vso[task.setvariable]x")]
    [InlineData("Cl0udTour1")]
    public void An_instance_is_locked_although_the_reason_may_not_be_shown(string reason) =>
        Assert.Equal("withheld", Redact(new DescribedInstance { Id = "ins-1", LockReason = reason }).LockReason);

    // An operation that takes a missing state for one that allows the change must not take a strange word for a missing one.
    [Theory]
    [InlineData("FREEZING")]
    [InlineData("##vso[task.setvariable]x")]
    public void A_state_that_may_not_be_shown_is_not_a_missing_one(string state) =>
        Assert.Equal("withheld", Redact(new DescribedInstance { Id = "ins-1", State = state }).State);

    // Else a password such as Proactive-2026 would make every instance that is ACTIVE one of an unknown state.
    [Fact]
    public void A_documented_state_is_kept_whatever_the_password_is()
    {
        using KnownSecrets secrets = new();
        using SecretText password = new("Proactive-2026".AsSpan());
        secrets.Add(password);

        DescribedInstance seen = new() { Id = "i-1", State = "ACTIVE", StateIsListed = true };

        Assert.Equal("ACTIVE", seen.Redact(new Redactor(secrets), []).State);
        Assert.Equal("withheld", (seen with { StateIsListed = false }).Redact(new Redactor(secrets), []).State);
    }

    // A code means that the provider would reject the change; an empty one that it says none.
    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("RESOURCE_BUSY", "RESOURCE_BUSY")]
    [InlineData("Cl0udTour1", "")]
    public void A_denial_is_kept_although_its_code_may_not_be_shown(string? code, string? shown) =>
        Assert.Equal(shown, Redact(new DescribedInstance { Id = "ins-1", DenialCode = code }).DenialCode);

    [Fact]
    public void An_instance_that_was_not_requested_is_dropped()
    {
        using KnownSecrets secrets = new();
        DescribedInstances views = new(new Dictionary<string, DescribedInstance> { ["ins-1"] = Harmless, ["ins-2"] = Harmless });

        Assert.Equal(["ins-1"], views.Redact(new Redactor(secrets), ["ins-1", "ins-3"]).Instances.Keys);
    }

    private static DescribedInstance Redact(DescribedInstance view)
    {
        using SecretText password = new("Cl0ud-Tour-1".AsSpan());
        using KnownSecrets secrets = new();
        secrets.Add(password);
        return view.Redact(new Redactor(secrets), ["ins-1"]);
    }
}
