using System;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>The temporary keys of a session as the provider issued them.</summary>
/// <param name="AccessKeyId">The access key id.</param>
/// <param name="Secret">The secret.</param>
/// <param name="SecurityToken">The session token.</param>
/// <param name="ExpiresAt">When they expire (UTC).</param>
internal sealed record SessionKeys(string? AccessKeyId, SecretText? Secret, SecretText? SecurityToken, DateTimeOffset? ExpiresAt);
