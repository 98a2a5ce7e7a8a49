namespace PasswordCmdlets.Core.Credentials;

/// <summary>How a credential authenticates a request.</summary>
internal enum CredentialKind
{
    /// <summary>An access key id and its secret; every request is signed.</summary>
    AccessKey,

    /// <summary>A personal access token that is sent as it is.</summary>
    BearerToken,

    /// <summary>An IAM user with a password, exchanged for a token.</summary>
    IamUser,

    /// <summary>An IAM token that was obtained elsewhere.</summary>
    IamToken,

    /// <summary>A token of an identity provider, which signs nothing: it is exchanged for the temporary keys of a role.</summary>
    IdentityToken,
}
