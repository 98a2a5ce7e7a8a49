using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class PolicyCheckTests
{
    private static readonly PasswordPolicy Policy = PasswordPolicies.Find("EcsVnc");

    [Fact]
    public void A_password_that_some_rule_takes_passes_with_a_warning()
    {
        using SecretText password = new("123456".AsSpan());

        Assert.Null(PolicyCheck.Refuse(password, Policy, new PasswordContext()));
        PasswordValidationResult verdict = PasswordValidator.Validate(password, Policy, new PasswordContext());
        Assert.Empty(PolicyCheck.Errors(verdict));
        Assert.NotEmpty(PolicyCheck.Warnings(verdict)!);
    }

    [Fact]
    public void One_that_every_rule_rejects_is_refused_with_all_that_is_wrong()
    {
        using SecretText password = new("ab-".AsSpan());

        TargetOutcome refusal = PolicyCheck.Refuse(password, Policy, new PasswordContext())!;

        PasswordValidationResult verdict = PasswordValidator.Validate(password, Policy, new PasswordContext());
        Assert.Equal((ChangeStatus.Failed, ErrorIds.PasswordPolicyViolation, PolicyCheck.Errors(verdict)), (refusal.Status, refusal.ErrorId, refusal.Message));
        Assert.All(verdict.Findings, finding => Assert.Equal(finding.Severity == FindingSeverity.Error, refusal.Message.Contains(finding.Message, StringComparison.Ordinal)));
        Assert.DoesNotContain("ab-", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_every_rule_takes_has_no_warning()
    {
        using SecretText password = new("aB3xY9".AsSpan());

        Assert.Null(PolicyCheck.Warnings(PasswordValidator.Validate(password, Policy, new PasswordContext())));
    }
}
