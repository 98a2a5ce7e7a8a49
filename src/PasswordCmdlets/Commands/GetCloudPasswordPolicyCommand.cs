using System;
using System.Linq;
using System.Management.Automation;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Returns the password policies: their rules, where each is published, and as of when.</summary>
[Cmdlet(VerbsCommon.Get, "CloudPasswordPolicy", HelpUri = HelpLinks.GetCloudPasswordPolicy)]
[OutputType(typeof(CloudPasswordPolicy))]
public sealed class GetCloudPasswordPolicyCommand : PSCmdlet
{
    /// <summary>The policies; all of them when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateSet("TencentLinux", "TencentWindows", "Zenlayer", "EcsVnc", "Dcs", "Ram")]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PasswordPolicy policy in Name is { Length: > 0 } names ? names.Select(PasswordPolicies.Find) : PasswordPolicies.All)
        {
            WriteObject(Describe(policy));
        }
    }

    private static CloudPasswordPolicy Describe(PasswordPolicy policy) => new()
    {
        Name = policy.Name,
        Provider = policy.Provider,
        AppliesTo = policy.AppliesTo,
        MinLength = policy.MinGeneratedLength,
        MaxLength = policy.MaxGeneratedLength,
        DefaultLength = policy.DefaultGeneratedLength,
        Rules = policy.Rules.Concat(policy.AdvisoryRules).Select(static rule => new CloudPasswordRule
        {
            Id = rule.Id,
            Kind = rule.Kind.ToString(),
            Summary = rule.Summary,
            Source = rule.Source,
            Url = rule.Url,
            AsOf = rule.AsOf,
            Note = rule.Note,
        }).ToArray(),
    };
}
