namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>What a tool calls the settings of a role, for messages.</summary>
internal sealed record RoleNames
{
    public string Role { get; init; } = "the role";

    public string SessionName { get; init; } = "the session name";

    public string Duration { get; init; } = "the duration";

    public string IdentityProvider { get; init; } = "the identity provider";

    public string TokenFile { get; init; } = "the token file";

    public string Domain { get; init; } = "the account of the role";

    public string ExternalId { get; init; } = "the external id";
}
