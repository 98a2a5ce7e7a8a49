using System;
using System.Linq;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public class FaultFactsTests
{
    [Theory]
    [InlineData(nameof(Fault.Throttled), ErrorIds.Throttled)]
    [InlineData(nameof(Fault.ClockSkew), ErrorIds.AuthenticationFailed)]
    [InlineData(nameof(Fault.CredentialExpired), ErrorIds.AuthenticationFailed)]
    [InlineData(nameof(Fault.AuthenticationFailed), ErrorIds.AuthenticationFailed)]
    [InlineData(nameof(Fault.AccessDenied), ErrorIds.AccessDenied)]
    [InlineData(nameof(Fault.TargetNotFound), ErrorIds.TargetNotFound)]
    [InlineData(nameof(Fault.TargetBusy), ErrorIds.TargetBusy)]
    [InlineData(nameof(Fault.TargetStateInvalid), ErrorIds.TargetStateInvalid)]
    [InlineData(nameof(Fault.PasswordRejected), ErrorIds.PasswordPolicyViolation)]
    [InlineData(nameof(Fault.OldPasswordIncorrect), ErrorIds.OldPasswordIncorrect)]
    [InlineData(nameof(Fault.AccountLocked), ErrorIds.AccountLocked)]
    [InlineData(nameof(Fault.Transient), ErrorIds.ProviderUnavailable)]
    [InlineData(nameof(Fault.Unreadable), ErrorIds.ProviderUnavailable)]
    [InlineData(nameof(Fault.ResponseTooLarge), ErrorIds.ProviderUnavailable)]
    [InlineData(nameof(Fault.NonceUsed), ErrorIds.ProviderError)]
    [InlineData(nameof(Fault.Rejected), ErrorIds.ProviderError)]
    public void A_fault_has_an_error_id(string fault, string errorId) => Assert.Equal(errorId, Enum.Parse<Fault>(fault).ErrorId());

    [Fact]
    public void Faults_are_classified()
    {
        Assert.Equal(
            [Fault.NonceUsed, Fault.Transient, Fault.Unreadable, Fault.ResponseTooLarge], Those(FaultFacts.MayHaveExecuted));
        Assert.Equal([Fault.TargetNotFound, Fault.TargetBusy, Fault.TargetStateInvalid], Those(FaultFacts.IsAboutOneTarget));
        Assert.Equal([Fault.ClockSkew, Fault.CredentialExpired, Fault.AuthenticationFailed], Those(FaultFacts.IsAboutCredential));
        Assert.Equal([Fault.PasswordRejected, Fault.OldPasswordIncorrect, Fault.AccountLocked], Those(FaultFacts.IsAboutPassword));
        Assert.Equal(
            [
                Fault.Throttled, Fault.NonceUsed, Fault.ClockSkew, Fault.Transient, Fault.Unreadable, Fault.ResponseTooLarge,
                Fault.CredentialExpired, Fault.AuthenticationFailed,
            ],
            Those(static fault => !fault.ShowsCredentialAccepted()));
    }

    [Theory]
    [InlineData(nameof(Fault.PasswordRejected), "the new password")]
    [InlineData(nameof(Fault.OldPasswordIncorrect), "the old password")]
    [InlineData(nameof(Fault.AccountLocked), "locked")]
    [InlineData(nameof(Fault.Rejected), "withheld")]
    public void A_message_that_is_withheld_is_replaced(string fault, string words) =>
        Assert.Contains(words, Enum.Parse<Fault>(fault).InsteadOfMessage(), StringComparison.Ordinal);

    [Theory]
    [InlineData(nameof(Fault.Rejected), 500, nameof(Fault.Transient))]
    [InlineData(nameof(Fault.Rejected), 499, nameof(Fault.Rejected))]
    [InlineData(nameof(Fault.Rejected), 408, nameof(Fault.Transient))]
    [InlineData(nameof(Fault.PasswordRejected), 408, nameof(Fault.PasswordRejected))]
    [InlineData(nameof(Fault.TargetBusy), 503, nameof(Fault.TargetBusy))]
    [InlineData(nameof(Fault.TargetBusy), 400, nameof(Fault.TargetBusy))]
    public void A_rejection_with_the_status_of_a_server_error_may_have_been_executed(string listed, int status, string fault) =>
        Assert.Equal(fault, new ErrorCodeMeaning(Enum.Parse<Fault>(listed)).FaultOf(status).ToString());

    private static Fault[] Those(Func<Fault, bool> are) => [.. Enum.GetValues<Fault>().Where(are)];
}
