using System.Collections.Generic;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>Texts that must not occur in a password, whatever its user name.</summary>
/// <param name="Description">What they are, for a sentence.</param>
/// <param name="Texts">The texts.</param>
internal sealed record ForbiddenTexts(string Description, IReadOnlyList<string> Texts);
