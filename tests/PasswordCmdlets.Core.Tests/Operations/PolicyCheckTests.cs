using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba.Ram;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class PolicyCheckTests
{
    private static readonly PasswordPolicy Policy = PasswordPolicies.Find("EcsVnc");

    [Fact]
    public void A_password_that_some_rule_accepts_passes_with_a_warning()
    {
        using SecretText password = new("123456".AsSpan());

        Assert.Null(PolicyCheck.Reject(password, Policy, new PasswordContext()));
        PasswordValidationResult result = PasswordValidator.Validate(password, Policy, new PasswordContext());
        Assert.Empty(PolicyCheck.Errors(result, Policy));
        Assert.NotEmpty(PolicyCheck.Warnings(result)!);
    }

    [Fact]
    public void One_that_every_rule_rejects_fails_with_a_summary_of_the_policy()
    {
        using SecretText password = new("ab-".AsSpan());

        TargetOutcome rejection = PolicyCheck.Reject(password, Policy, new PasswordContext())!;

        Assert.Equal((ChangeStatus.Failed, ErrorIds.PasswordPolicyViolation), (rejection.Status, rejection.ErrorId));
        Assert.Equal(
            "EcsVnc: exactly 6 characters, all of: lower-case letters, upper-case letters, digits. "
                + "Use letters a-z and A-Z, digits only. See Test-CloudPassword -For EcsVnc.",
            rejection.Message);
    }

    [Theory]
    [InlineData("TencentLinux", "short",
        "TencentLinux: 8 to 30 characters, at least 3 of: lower-case letters, upper-case letters, digits, special characters.")]
    [InlineData("Ram", "short", "Ram: at least 8 characters.")]
    [InlineData("Dcs", "Cloud-Tour-1\n",
        "Remove the control characters (a line break or a tab, often left at the end by copying) and anything that is not valid Unicode.")]
    public void The_message_names_no_rule_and_says_what_to_do(string name, string text, string message)
    {
        using SecretText password = new(text.AsSpan());
        PasswordPolicy policy = PasswordPolicies.Find(name);

        Assert.Equal($"{message} See Test-CloudPassword -For {name}.",
            PolicyCheck.Reject(password, policy, new PasswordContext())!.Message);
    }

    [Fact]
    public void The_accounts_own_policy_is_not_one_that_Test_CloudPassword_knows()
    {
        using SecretText password = new("alllowercase".AsSpan());
        PasswordPolicy policy = RamPasswordPolicy.From(new RamAccountPolicy { MinimumPasswordLength = 20 });

        Assert.Equal("The account's password policy: at least 20 characters.",
            PolicyCheck.Reject(password, policy, new PasswordContext())!.Message);
    }

    // Of an unknown system the cmdlet has checked what holds for both, and a generated password satisfies the rules of each.
    [Theory]
    [InlineData("ab-", true, false, false)]
    [InlineData("ab-", true, true, false)]
    [InlineData("ab-", true, null, true)]
    [InlineData("ab-", false, false, true)]
    [InlineData("aB3xY9", true, false, true)]
    public void A_shared_password_must_satisfy_the_rules_of_a_known_system(string text, bool isShared, bool? isWindows, bool passes)
    {
        using CallBench bench = new();
        TargetWork work = new ScriptedOperation().Work(bench, "a", new OnePassword(text, isShared));

        Assert.Equal(passes, PolicyCheck.Reject(work, isWindows) is null);
    }

    [Fact]
    public void One_that_every_rule_accepts_has_no_warning()
    {
        using SecretText password = new("aB3xY9".AsSpan());

        Assert.Null(PolicyCheck.Warnings(PasswordValidator.Validate(password, Policy, new PasswordContext())));
    }

    private sealed class OnePassword(string text, bool isShared) : IPasswordSource
    {
        public bool IsShared => isShared;

        public int MaximumAttempts => 1;

        public SecretText PasswordFor(PasswordTarget target, int attempt) => new(text.AsSpan());
    }
}
