using PasswordCmdlets.Core.Credentials;

namespace PasswordCmdlets.ExampleProvider;

/// <summary>The credential sources of the example provider's tools.</summary>
internal static class ExampleCredentialSources
{
    public static CredentialSources All { get; } = new(
        Environment: [new EnvironmentCredentialSource(new EnvironmentKeys("EXAMPLE_KEY", "EXAMPLE_SECRET"))],
        Files: [new ExampleKeyStore()],
        Role: null)
    {
        Settings = new() { RegionVariables = ["EXAMPLE_REGION"] },
    };
}
