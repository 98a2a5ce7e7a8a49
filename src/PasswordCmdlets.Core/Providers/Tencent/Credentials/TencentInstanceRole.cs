using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Files;
using PasswordCmdlets.Core.Credentials.InstanceRoles;

namespace PasswordCmdlets.Core.Providers.Tencent.Credentials;

/// <summary>The CAM role of a CVM instance.</summary>
/// <remarks>
/// tencentcloud-sdk-go tencentcloud/common/cvm_role_provider.go. There is no session token and no variable to switch it off.
/// </remarks>
internal sealed class TencentInstanceRole : IInstanceRole
{
    private const string Roles = "/latest/meta-data/cam/security-credentials/";

    public string Name => "instance role (CAM role of this CVM instance)";

    public IReadOnlyList<string> MetadataHosts { get; } = ["metadata.tencentyun.com", "169.254.0.23"];

    public string? DisabledBy(CredentialSearch search) => null;

    public async Task<CredentialDraft> FetchAsync(CredentialSearch search, string? roleName, CancellationToken cancellationToken)
    {
        using MetadataClient client = new(search.Metadata(new Uri("http://" + MetadataHosts[0])), search.Options);
        string role = MetadataResponse.CheckRoleName(roleName) ?? await AskRoleAsync(client, cancellationToken);
        using MetadataResponse response = await client.SendAsync(HttpMethod.Get, Roles + Uri.EscapeDataString(role), cancellationToken);
        if (response.Status != 200)
        {
            throw new CredentialUnavailableException(
                response.Rejection($"the role '{role}' is not attached to this instance"));
        }

        using SettingsDocument json = response.Json();
        if (json.Root.Text("Code") is var code && code != "Success")
        {
            throw MetadataResponse.Error(code);
        }

        return new CredentialDraft
        {
            Source = $"instance role '{role}'",
            AccessKeyId = json.Root.Text("TmpSecretId"),
            Secret = json.Root.Secret("TmpSecretKey"),
            SecurityToken = json.Root.Secret("Token"),
            ExpiresAt = json.Root.Time("ExpiredTime") ?? json.Root.Time("Expiration"),
            Region = EnvironmentSettings.Region(search),
            Names = ("TmpSecretId", "TmpSecretKey"),
        };
    }

    private static async Task<string> AskRoleAsync(MetadataClient client, CancellationToken cancellationToken)
    {
        using MetadataResponse response = await client.SendAsync(HttpMethod.Get, Roles, cancellationToken);
        return response.Status == 200
            ? response.RoleName()
            : throw new CredentialUnavailableException(response.Rejection("no CAM role is attached to this instance"));
    }
}
