namespace PasswordCmdlets.Core.Credentials;

/// <summary>One source of the chain and its result.</summary>
/// <param name="Source">The source's name, with its file or variables.</param>
/// <param name="Outcome">Why it was not used, or that it was. Never a secret.</param>
/// <param name="Served">Whether the credential comes from this source.</param>
internal sealed record CredentialAttempt(string Source, string Outcome, bool Served);
