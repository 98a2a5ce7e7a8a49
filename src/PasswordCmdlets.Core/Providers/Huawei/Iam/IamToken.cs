using System;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Huawei.Iam;

/// <summary>A token as IAM issued it.</summary>
/// <param name="Token">The token.</param>
/// <param name="ExpiresAt">When it ends (UTC).</param>
/// <param name="ProjectId">The project it is for.</param>
internal sealed record IamToken(SecretText Token, DateTimeOffset? ExpiresAt, string? ProjectId);
