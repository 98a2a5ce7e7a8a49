namespace PasswordCmdlets.Core.Credentials;

/// <summary>
/// How a search ends at one source: with a credential, or without one. A source after which the search continues has none.
/// </summary>
internal sealed record CredentialFinding
{
    private CredentialFinding()
    {
    }

    /// <summary>The search ends without a credential: the source that was specified cannot be used, and no other is tried.</summary>
    public static CredentialFinding Stop { get; } = new();

    public CloudCredential? Credential { get; private init; }

    public ICredentialProvider? Source { get; private init; }

    public static CredentialFinding Of(CloudCredential credential) => Of(credential, new FixedCredentialProvider(credential));

    public static CredentialFinding Of(CloudCredential credential, ICredentialProvider source)
        => new() { Credential = credential, Source = source };
}
