using System;
using System.Linq;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba.Ram;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Passwords;

public class PasswordPoliciesTests
{
    [Fact]
    public void The_policies_have_the_names_the_cmdlets_accept() =>
        Assert.Equal(
            [
                "EcsVnc", "Ram", "EcsLinux", "EcsWindows", "TencentLinux", "TencentWindows", "LighthouseLinux", "LighthouseWindows",
                "HuaweiEcs", "Dcs", "Zenlayer",
            ],
            PasswordPolicies.All.Select(policy => policy.Name));

    [Theory]
    [InlineData("dcs", "Dcs")]
    [InlineData("TENCENTWINDOWS", "TencentWindows")]
    public void A_policy_is_found_whatever_the_case(string asked, string name) => Assert.Equal(name, PasswordPolicies.Find(asked).Name);

    [Fact]
    public void The_error_of_an_unknown_name_lists_the_known_ones()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => PasswordPolicies.Find("Aws"));

        Assert.All(PasswordPolicies.All, policy => Assert.Contains(policy.Name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_rule_says_where_and_when_it_was_published()
    {
        PublishedRule[] rules = [.. PasswordPolicies.All.SelectMany(policy => policy.Rules)];

        Assert.All(rules, rule =>
        {
            Assert.NotEmpty(rule.Source);
            Assert.StartsWith("https://", rule.Url, StringComparison.Ordinal);
            Assert.Matches("^([0-9]{4}(-[0-9]{2})?|undated)$", rule.AsOf);
            Assert.InRange(rule.MinLength, 1, rule.MaxLength ?? int.MaxValue);
        });
        Assert.Equal(rules.Length, rules.Select(rule => rule.Id).Distinct().Count());
    }

    [Fact]
    public void Every_policy_has_a_rule_in_force() =>
        Assert.All(PasswordPolicies.All, policy => Assert.Contains(policy.Rules, rule => rule.Kind == RuleKind.Current));

    [Theory]
    [InlineData(false, "LighthouseLinux", 8)]
    [InlineData(true, "LighthouseWindows", 12)]
    [InlineData(null, "LighthouseLinux", 12)]
    public void Lighthouse_policies_are_chosen_by_operating_system(bool? isWindows, string name, int shortestGenerated)
    {
        PasswordPolicy policy = ProviderCatalog.FindResource("LighthouseInstance")!.Policies.For(isWindows);

        Assert.Equal((name, shortestGenerated), (policy.Name, policy.MinGeneratedLength));
    }

    [Theory]
    [InlineData(false, "TencentLinux", 8)]
    [InlineData(true, "TencentWindows", 12)]
    [InlineData(null, "TencentLinux", 12)]
    public void Tencent_policies_are_chosen_by_operating_system(bool? isWindows, string name, int shortestGenerated)
    {
        PasswordPolicy policy = ProviderCatalog.FindResource("CvmInstance")!.Policies.For(isWindows);

        Assert.Equal(name, policy.Name);
        Assert.Equal(shortestGenerated, policy.MinGeneratedLength);
    }

    [Fact]
    public void The_policy_of_an_account_replaces_the_published_defaults()
    {
        PasswordPolicy policy = RamPasswordPolicy.From(new RamAccountPolicy
        {
            MinimumPasswordLength = 20,
            RequireNumbers = true,
            RequireSymbols = true,
            MinimumPasswordDifferentCharacter = 5,
            PasswordNotContainUserName = true,
        });

        PublishedRule rule = Assert.Single(policy.Rules);
        Assert.Equal(RuleKind.Account, rule.Kind);
        Assert.Equal("at least 20 characters; all of: digits, special characters; at least 5 different characters; without the user name",
            rule.Summary);
        Assert.Equal((20, 32, 32), (policy.MinGeneratedLength, policy.MaxGeneratedLength, policy.DefaultGeneratedLength));
    }
}
