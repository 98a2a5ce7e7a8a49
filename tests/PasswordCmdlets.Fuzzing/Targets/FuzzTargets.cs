using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Fuzzing.Engine;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>The targets: one for each reader of bytes from outside.</summary>
internal static class FuzzTargets
{
    /// <summary>All of them; each provider of the catalog has one of its own.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        .. ProviderCatalog.Providers.Select(static provider => new ProviderResponseTarget(provider)),
        new MetadataTarget(),
        new CredentialFileTarget(CredentialFormat.Json),
        new CredentialFileTarget(CredentialFormat.Ini),
        new CredentialFileTarget(CredentialFormat.Yaml),
        new TokenFileTarget(),
        new ReportTarget(),
        new LockoutTarget(),
        new SecretNameTarget(),
        new SeedTarget(),
        new RedactionTarget(),
        new RetryAfterTarget(),
        new ProxyTarget(),
        new DeadlineTarget(),
    ];
}
