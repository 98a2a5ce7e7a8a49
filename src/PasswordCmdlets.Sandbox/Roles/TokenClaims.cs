using System;

namespace PasswordCmdlets.Sandbox.Roles;

/// <summary>The claims of an identity provider's token.</summary>
/// <param name="Issuer">Who issued it.</param>
/// <param name="Subject">For whom.</param>
/// <param name="Audience">For which service.</param>
/// <param name="ExpiresAt">Until when.</param>
internal sealed record TokenClaims(string Issuer, string Subject, string Audience, DateTimeOffset ExpiresAt);
