using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Roles;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials;

/// <summary>
/// A world of its own for the credential chain: variables, a home directory, /etc, a metadata service, a clock. Whatever a test makes
/// secret contains <see cref="Mark"/>, and no resolution in any test may show it.
/// </summary>
internal sealed class CredentialWorld : IDisposable
{
    public const string Mark = "S3CR3T";

    /// <summary>Secrets that no text may show.</summary>
    public const string Secret = Mark + "/key+with=signs";
    public const string Token = Mark + "-token-0123456789";

    // The published rates are kept in real time: a clock that stands still would hold the second call.
    private readonly RateLimiters _limiters = new(TimeProvider.System);
    private readonly string _root = Directory.CreateTempSubdirectory("credentials-").FullName;

    public CredentialWorld() => Directory.CreateDirectory(Home);

    public Dictionary<string, string> Environment { get; } = [];

    public string Home => Path.Combine(_root, "home");

    public string System => Path.Combine(_root, "etc");

    public FakeTimeProvider Clock { get; init; } = new();

    public MetadataStub Metadata { get; } = new();

    /// <summary>What roles are assumed over; unless a test replaces it, nothing may be sent.</summary>
    public HttpTransport Transport { get; init; } = new(new NothingIsSent());

    public RoleSessions Sessions { get; init; } = new();


    public CredentialChainOptions Options => new()
    {
        Environment = Environment.GetValueOrDefault,
        HomeDirectory = Home,
        SystemSettingsDirectory = System,
        Time = Clock,
        MetadataHandler = Metadata.CreateHandler,
        Transport = () => Transport,
        Limiters = _limiters,
        Random = static () => 0,
        Sessions = Sessions,
    };

    public static string Plain(SecretText secret) => secret.Reveal(0, static (text, _) => text.ToString());

    /// <summary>Writes a file below the home directory that only its owner can read.</summary>
    public string Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    public string Write(string path, byte[] content)
    {
        string full = Path.Combine(Home, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(full, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return full;
    }

    public Task<CredentialResolution> ResolveAsync(string provider, string? profile = null, bool useInstanceRole = false)
        => ResolveAsync(new CredentialQuery
        {
            Provider = ProviderCatalog.Get(provider),
            ProfileName = profile,
            UseInstanceRole = useInstanceRole,
        });

    public async Task<CredentialResolution> ResolveAsync(CredentialQuery query)
    {
        CredentialResolution resolution = await new CredentialChain(Options).ResolveAsync(query, TestContext.Current.CancellationToken);
        AssertNothingShown(resolution);
        return resolution;
    }

    /// <summary>Resolves and expects a credential.</summary>
    public async Task<CloudCredential> FindAsync(string provider, string? profile = null, bool useInstanceRole = false)
    {
        CredentialResolution resolution = await ResolveAsync(provider, profile, useInstanceRole);
        Assert.True(resolution.Credential is not null, resolution.Describe());
        Assert.Equal(provider, resolution.Credential.Provider.Name);
        Assert.Same(resolution.Credential, await resolution.Source!.GetAsync(CancellationToken.None));
        return resolution.Credential;
    }

    /// <summary>Resolves and expects none; the text that says why.</summary>
    public async Task<string> MissAsync(string provider, string? profile = null, bool useInstanceRole = false)
    {
        CredentialResolution resolution = await ResolveAsync(provider, profile, useInstanceRole);
        Assert.True(resolution.Credential is null, resolution.Describe());
        Assert.Null(resolution.Source);
        return resolution.Describe();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private sealed class NothingIsSent : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("This test sends nothing.");
    }

    internal static void AssertNothingShown(CredentialResolution resolution)
    {
        IEnumerable<string?> shown = resolution.Tried
            .SelectMany(attempt => new[] { attempt.Source, attempt.Outcome, attempt.ToString() })
            .Concat(resolution.Warnings)
            .Concat(resolution.Credential?.Chain ?? [])
            .Concat([resolution.Describe(), resolution.Remedy, resolution.Credential?.ToString(), resolution.Credential?.Source]);
        foreach (string? text in shown)
        {
            Assert.DoesNotContain(Mark, text ?? string.Empty, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(text ?? string.Empty, character => char.IsControl(character) && character != '\n');
        }
    }
}
