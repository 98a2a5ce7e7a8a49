namespace PasswordCmdlets.Core.Credentials;

/// <summary>How a search ends at one place: with a credential, or for good. A place where the search goes on has none.</summary>
internal sealed record CredentialFinding
{
    private CredentialFinding()
    {
    }

    /// <summary>The search ends here without a credential: what was asked for by name cannot be used, and nothing else may stand in for it.</summary>
    public static CredentialFinding Stop { get; } = new();

    public CloudCredential? Credential { get; private init; }

    public ICredentialProvider? Source { get; private init; }

    public static CredentialFinding Of(CloudCredential credential) => Of(credential, new FixedCredentialProvider(credential));

    public static CredentialFinding Of(CloudCredential credential, ICredentialProvider source) => new() { Credential = credential, Source = source };
}
