namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>To whom a credential belongs, as the provider says.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="UserName">The user of the account; null for the account itself and for a role.</param>
/// <param name="Role">The role of a session; null for the account itself and for a user.</param>
internal sealed record CallerIdentity(string AccountId, string? UserName, string? Role = null);
