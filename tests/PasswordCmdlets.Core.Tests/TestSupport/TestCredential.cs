using System;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>Makes credentials.</summary>
internal static class TestCredential
{
    public static CloudCredential Of(
        ProviderDescriptor provider, string secret, CredentialKind kind = CredentialKind.AccessKey, string id = "id",
        string? token = null) =>
        new()
        {
            Provider = provider,
            Kind = kind,
            AccessKeyId = id,
            Secret = new SecretText(secret.AsSpan()),
            SecurityToken = token is null ? null : new SecretText(token.AsSpan()),
            Source = "test",
        };
}
