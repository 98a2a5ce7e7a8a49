using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.ExampleProvider;

/// <summary>The password rule of both services.</summary>
internal static class ExamplePolicy
{
    public static OperationPolicies Policies { get; } = new(new PasswordPolicy(
        "Example",
        "Example",
        "Everything of the example provider",
        new GenerationProfile
        {
            Name = "Example",
            MinLength = 10,
            MaxLength = 20,
            DefaultLength = 18,
            Specials = GenerationProfile.SafeSpecials,
        },
        new PublishedRule
        {
            Id = "example",
            Source = "The example provider",
            Url = "https://example.com/passwords",
            AsOf = "2026-01",
            Kind = RuleKind.Current,
            MinLength = 10,
            MaxLength = 20,
            Classes = ClassRequirement.ThreeOfFour,
        }));
}
