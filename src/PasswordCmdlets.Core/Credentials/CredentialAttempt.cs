using System.Collections.Generic;
using System.Text;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>One source of the chain and what became of it.</summary>
/// <param name="Source">The source's name, with the file or variables looked at.</param>
/// <param name="Outcome">Why it did not serve, or that it did. Never a secret.</param>
/// <param name="Served">Whether this source gave the credential.</param>
public sealed record CredentialAttempt(string Source, string Outcome, bool Served);
