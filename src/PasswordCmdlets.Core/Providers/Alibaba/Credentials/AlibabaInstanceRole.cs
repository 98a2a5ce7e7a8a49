using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Files;
using PasswordCmdlets.Core.Credentials.InstanceRoles;

namespace PasswordCmdlets.Core.Providers.Alibaba.Credentials;

/// <summary>The RAM role of an ECS instance.</summary>
/// <remarks>
/// aliyun/credentials-go credentials/providers/ecs_ram_role.go: first a session token; if there is none to be had, and
/// <c>ALIBABA_CLOUD_IMDSV1_DISABLED</c> does not forbid it, without one.
/// </remarks>
internal sealed class AlibabaInstanceRole : IInstanceRole
{
    private const string Roles = "/latest/meta-data/ram/security-credentials/";
    private const string NoRole = "no RAM role is attached to this instance";

    public string Name => "instance role (RAM role of this ECS instance)";

    public IReadOnlyList<string> MetadataHosts { get; } = ["100.100.100.200"];

    public string? DisabledBy(CredentialSearch search) =>
        IsSet(search, "ALIBABA_CLOUD_ECS_METADATA_DISABLED") ? "skipped: ALIBABA_CLOUD_ECS_METADATA_DISABLED is true" : null;

    public async Task<CredentialDraft> FetchAsync(CredentialSearch search, string? roleName, CancellationToken cancellationToken)
    {
        using MetadataClient client = new(search.Metadata(new Uri("http://" + MetadataHosts[0])), search.Options);
        KeyValuePair<string, string>[] session = await OpenSessionAsync(client, search, cancellationToken);

        string role = MetadataResponse.CheckRoleName(roleName ?? search.Variable("ALIBABA_CLOUD_ECS_METADATA"))
            ?? await AskRoleAsync(client, session, cancellationToken);
        using MetadataResponse response =
            await client.SendAsync(HttpMethod.Get, Roles + Uri.EscapeDataString(role), cancellationToken, session);
        if (response.Status != 200)
        {
            throw new CredentialUnavailableException(
                response.Rejection($"the role '{role}' is not attached to this instance"));
        }

        using SettingsDocument json = response.Json();
        if (json.Root.Text("Code") is { } code && code != "Success")
        {
            throw MetadataResponse.Error(code);
        }

        return new CredentialDraft
        {
            Source = $"instance role '{role}'",
            AccessKeyId = json.Root.Text("AccessKeyId"),
            Secret = json.Root.Secret("AccessKeySecret"),
            SecurityToken = json.Root.Secret("SecurityToken"),
            ExpiresAt = json.Root.Time("Expiration"),
            Region = EnvironmentSettings.Region(search),
            Names = ("AccessKeyId", "AccessKeySecret"),
        };
    }

    private static bool IsSet(CredentialSearch search, string name) =>
        string.Equals(search.Variable(name), "true", StringComparison.OrdinalIgnoreCase);

    private static async Task<KeyValuePair<string, string>[]> OpenSessionAsync(MetadataClient client, CredentialSearch search,
        CancellationToken cancellationToken)
    {
        using MetadataResponse? response = await client.OpenSessionAsync(
            "/latest/api/token", new("X-aliyun-ecs-metadata-token-ttl-seconds", "21600"), cancellationToken);
        if (response is { Status: 200 } && response.Line() is { } token)
        {
            return [new("X-aliyun-ecs-metadata-token", token)];
        }

        return IsSet(search, "ALIBABA_CLOUD_IMDSV1_DISABLED")
            ? throw new CredentialUnavailableException(
                $"the metadata service returned no session token ({(response is null ? "no response" : $"status {response.Status}")}), "
                    + "and ALIBABA_CLOUD_IMDSV1_DISABLED requires one")
            : [];
    }

    private static async Task<string> AskRoleAsync(MetadataClient client, KeyValuePair<string, string>[] session,
        CancellationToken cancellationToken)
    {
        using MetadataResponse response = await client.SendAsync(HttpMethod.Get, Roles, cancellationToken, session);
        return response.Status == 200
            ? response.RoleName()
            : throw new CredentialUnavailableException(response.Rejection(NoRole));
    }
}
