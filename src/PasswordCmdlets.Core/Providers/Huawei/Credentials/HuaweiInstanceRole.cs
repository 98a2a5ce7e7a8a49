using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Files;
using PasswordCmdlets.Core.Credentials.InstanceRoles;

namespace PasswordCmdlets.Core.Providers.Huawei.Credentials;

/// <summary>The agency of an ECS instance.</summary>
/// <remarks>
/// huaweicloud-sdk-python-v3 auth/internal.py (MetadataAccessor): a session token where the service gives one out, and none where it
/// returns 404, 405 or 503.
/// </remarks>
internal sealed class HuaweiInstanceRole : IInstanceRole
{
    public string Name => "instance role (agency of this ECS instance)";

    public IReadOnlyList<string> MetadataHosts { get; } = ["169.254.169.254"];

    public string? DisabledBy(CredentialSearch search) => null;

    public async Task<CredentialDraft> FetchAsync(CredentialSearch search, string? roleName, CancellationToken cancellationToken)
    {
        using MetadataClient client = new(search.Metadata(new Uri("http://" + MetadataHosts[0])), search.Options);
        KeyValuePair<string, string>[] session = await OpenSessionAsync(client, cancellationToken);
        using MetadataResponse response =
            await client.SendAsync(HttpMethod.Get, "/openstack/latest/securitykey", cancellationToken, session);
        if (response.Status != 200)
        {
            throw new CredentialUnavailableException(response.Status == 401
                ? "no agency is attached to this instance (status 401)"
                : response.Rejection("no agency is attached to this instance"));
        }

        using SettingsDocument json = response.Json();
        Settings credential = json.Root.Group("credential") ?? json.Root.Group("credentials") ?? json.Root;
        return new CredentialDraft
        {
            Source = "instance role (agency)",
            AccessKeyId = credential.FirstText("access", "accessKeyId"),
            Secret = credential.Secret("secret") ?? credential.Secret("secretAccessKey"),
            SecurityToken = credential.Secret("securitytoken"),
            ExpiresAt = credential.Time("expires_at") ?? credential.Time("expiration"),
            Region = EnvironmentSettings.Region(search),
            ProjectId = EnvironmentSettings.ProjectId(search),
            ProjectName = EnvironmentSettings.ProjectName(search),
            Names = ("access", "secret"),
        };
    }

    private static async Task<KeyValuePair<string, string>[]> OpenSessionAsync(MetadataClient client, CancellationToken cancellationToken)
    {
        using MetadataResponse response = await client.SendAsync(
            HttpMethod.Put, "/meta-data/latest/api/token", cancellationToken,
            new KeyValuePair<string, string>("X-Metadata-Token-Ttl-Seconds", "21600"));
        return response.Status == 200 && response.Line() is { } token ? [new("X-Metadata-Token", token)] : [];
    }
}
