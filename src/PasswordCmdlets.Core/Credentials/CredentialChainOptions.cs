using System;
using System.IO;
using System.Net.Http;
using PasswordCmdlets.Core.Credentials.InstanceRoles;
using PasswordCmdlets.Core.Credentials.Roles;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>What the credential chain reads outside the process, so that a test can replace it.</summary>
internal sealed record CredentialChainOptions
{
    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The directory that <c>~</c> stands for; empty when there is none.</summary>
    public string HomeDirectory { get; init; } = ProfileDirectory();

    /// <summary>
    /// Where settings for all users are; null where there is no such directory. On Windows <c>\etc</c> is none: any user may create it.
    /// </summary>
    public string? SystemSettingsDirectory { get; init; } = Path.DirectorySeparatorChar == '/' ? "/etc" : null;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Creates the handler for requests to a metadata service.</summary>
    public Func<HttpMessageHandler> MetadataHandler { get; init; } = MetadataClient.CreateHandler;

    /// <summary>How long one attempt at a metadata service may take, the connection included; there are at most two.</summary>
    public TimeSpan MetadataTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where the metadata services are; null for their own addresses.</summary>
    public Uri? MetadataAddress { get; init; }

    /// <summary>The connections that roles are assumed over.</summary>
    public Func<HttpTransport> Transport { get; init; } = TransportPool.FromEnvironment;

    /// <summary>The rate limiters of the calls that assume a role.</summary>
    public RateLimiters Limiters { get; init; } = RateLimiters.Process;

    /// <summary>Uniform in [0, 1), for the pauses before a call that assumes a role is repeated.</summary>
    public Func<double> Random { get; init; } = Jitter.Next;

    /// <summary>The sessions of roles that are open.</summary>
    public RoleSessions Sessions { get; init; } = RoleSessions.Process;

    // As in the providers' own tools: on Windows by USERPROFILE, elsewhere by HOME, which GetFolderPath reads itself.
    private static string ProfileDirectory()
    {
        string? profile = Path.DirectorySeparatorChar == '\\' ? System.Environment.GetEnvironmentVariable("USERPROFILE") : null;
        return string.IsNullOrEmpty(profile) ? System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile) : profile!;
    }
}
