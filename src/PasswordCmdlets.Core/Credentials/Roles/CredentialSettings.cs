namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>What a source specifies for the calls that its credential signs, as it is written.</summary>
internal sealed record CredentialSettings
{
    public string? Region { get; init; }

    public string? ProjectId { get; init; }

    public string? ProjectName { get; init; }

    public string? DomainId { get; init; }

    public string? Endpoint { get; init; }

    public string? IamEndpoint { get; init; }
}
