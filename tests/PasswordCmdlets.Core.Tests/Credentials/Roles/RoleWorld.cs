using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Tests.Sandbox;
using PasswordCmdlets.Sandbox.Requests;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials.Roles;

/// <summary>The credential chain against a sandbox that issues sessions; both have one clock.</summary>
internal sealed class RoleWorld : IAsyncDisposable
{
    public const string Audience = "api://AzureADTokenExchange";
    public const string Subject = "sc://sandbox/passwords/prod";

    private RoleWorld(SandboxFixture sandbox)
    {
        Sandbox = sandbox;
        Credentials = new CredentialWorld { Clock = sandbox.Clock, Transport = new HttpTransport(new HttpClientHandler()) };
    }

    public SandboxFixture Sandbox { get; }

    public CredentialWorld Credentials { get; }

    public string TokenPath => Path.Combine(Credentials.Home, "token");

    /// <summary>What the sandbox received.</summary>
    public IReadOnlyList<RequestLogEntry> Requests => Sandbox.Server.Requests.Entries;

    public static async Task<RoleWorld> StartAsync(string? seed = null)
    {
        RoleWorld world = new(await SandboxFixture.StartAsync());
        if (seed is not null)
        {
            world.Sandbox.Server.Seeder.Merge(PasswordCmdlets.Sandbox.Seeds.SandboxSeed.Parse(seed));
        }

        return world;
    }

    public Task<CredentialResolution> ResolveAsync(string provider, string? profile = null) =>
        Credentials.ResolveAsync(new CredentialQuery
        {
            Provider = ProviderCatalog.Get(provider),
            ProfileName = profile,
            UseInstanceRole = false,
            IdentityEndpoint = Sandbox.Server.BaseAddress,
        });

    /// <summary>Resolves and expects a session.</summary>
    public async Task<CredentialResolution> OpenAsync(string provider, string? profile = null)
    {
        CredentialResolution resolution = await ResolveAsync(provider, profile);
        Assert.True(resolution.Credential is not null, resolution.Describe());
        return resolution;
    }

    /// <summary>Resolves and expects the provider's rejection; the message.</summary>
    public async Task<string> MissAsync(string provider, string? profile = null, string errorId = ErrorIds.AuthenticationFailed)
    {
        CredentialResolution resolution = await ResolveAsync(provider, profile);
        Assert.Null(resolution.Credential);
        Assert.Equal(errorId, resolution.ErrorId);
        return resolution.Describe();
    }

    /// <summary>Writes a token of the sandbox's issuer into the token file.</summary>
    public async Task<string> WriteTokenAsync(
        string subject = Subject, string audience = Audience, double seconds = 300, bool forged = false)
    {
        SandboxResponse response = await Sandbox.PostAsync("/_sandbox/tokens",
            $$"""
            {"issuer":"https://issuer.sandbox","subject":"{{subject}}","audience":"{{audience}}","expiresInSeconds":{{seconds}},
             "forged":{{(forged ? "true" : "false")}}}
            """);
        string token = response.Json.GetProperty("token").GetString()!;
        await File.WriteAllTextAsync(TokenPath, token + "\n", Encoding.ASCII, TestContext.Current.CancellationToken);
        return token;
    }

    public int Count(string action) => Requests.Count(entry => entry.Action == action);

    public async ValueTask DisposeAsync()
    {
        Credentials.Transport.Dispose();
        Credentials.Dispose();
        await Sandbox.DisposeAsync();
    }
}
