using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Core.Providers.Huawei.Ecs;

/// <summary>
/// Lists the ECS servers of a project: with version 1.1, which shows no user data and knows the expiry; with version 1
/// by several ids, and in the clouds that document no other. How version 1.1 compares <c>tags</c> is not documented, so it gets none.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class EcsServerListing(TimeProvider time) : ProjectListing(time)
{
    public override CallContract Contract => EcsServerContracts.ListServersDetails;

    public override ApiCall Page(ListingQuery query, ListingPosition position) =>
        query.Ids.Count > 1 || HuaweiEndpoints.IsOtherCloud(query.Region)
            ? PageOfVersion1(query, position)
            : Call(
                EcsServerContracts.ListCloudServers,
                query,
                (endpoint, projectId) => EcsServerRequests.ListCloudServers(endpoint, projectId, query, position.Cursor, PageSize),
                response => EcsServerResponses.ReadList(response, PageOf));

    private ApiCall PageOfVersion1(ListingQuery query, ListingPosition position)
    {
        // The offset of this version is the number of the page.
        int number = position.Cursor is { } cursor ? int.Parse(cursor, CultureInfo.InvariantCulture) : 1;
        return Call(
            EcsServerContracts.ListServersDetails,
            query,
            (endpoint, projectId) => query.Ids.Count > 0
                ? EcsServerRequests.ListServersDetails(endpoint, projectId, query.Ids)
                : EcsServerRequests.ListServersDetails(endpoint, projectId, query.Filter, number, PageSize),
            response => EcsServerResponses.ReadList(response, (entries, _) => new TargetPage(
                Servers(entries),
                query.Ids.Count > 0 || entries.Count < PageSize ? null : (number + 1).ToString(CultureInfo.InvariantCulture))
            {
                EntryCount = entries.Count,
            }));
    }

    private static TargetPage PageOf(IReadOnlyList<JsonElement> entries, bool hasMore) => new(
        Servers(entries), entries.Count > 0 && (hasMore || entries.Count == PageSize) ? entries[entries.Count - 1].Text("id") : null)
    {
        EntryCount = entries.Count,
    };

    // Version 1 shows an unknown id as a server without a status.
    private static ListedTarget[] Servers(IReadOnlyList<JsonElement> entries) =>
    [
        .. entries.Where(static entry => entry.Text("id") is not null && entry.Text("status") is not null).Select(ReadServer),
    ];

    // Named members only: the user data of version 1 may hold a password.
    private static ListedTarget ReadServer(JsonElement server) => new()
    {
        Id = server.Text("id")!,
        Name = server.Text("name"),
        State = StateOf(server.Text("status")),
        ProviderState = server.Text("status"),
        IsWindows = server.Member("metadata")?.Text("os_type") switch
        {
            "Windows" => true,
            "Linux" => false,
            _ => null,
        },
        PrivateAddresses = AddressesOf(server, "fixed"),
        PublicAddresses = AddressesOf(server, "floating"),
        CreatedAt = server.Time("created"),
        ExpiresAt = server.Member("market_info")?.Member("prepaid_info")?.Expiry("expired_time"),
        Tags = [.. server.Items("tags").Select(static tag => tag.String())
            .OfType<string>().Select(Tag)],
    };

    // { "<network>": [ { "addr": …, "OS-EXT-IPS:type": "fixed" } ] }
    private static IReadOnlyList<string> AddressesOf(JsonElement server, string type) => server.Member("addresses") is not { } networks
        ? []
        : ListedValues.Addresses(networks.EnumerateObject()
            .SelectMany(network => networks.Items(network.Name))
            .Where(address => (address.Text("OS-EXT-IPS:type") ?? address.Text("type") ?? "fixed") == type)
            .Select(static address => address.Text("addr")));

    // A tag is a text, key=value; those of the system may have no value.
    private static KeyValuePair<string, string> Tag(string text)
    {
        int equals = text.IndexOf('=');
        return equals < 0 ? new(text, string.Empty) : new(text.Substring(0, equals), text.Substring(equals + 1));
    }

    /// <summary>What a documented state means; Unknown for any other text.</summary>
    internal static TargetState StateOf(string? status) => status switch
    {
        "ACTIVE" => TargetState.Running,
        "SHUTOFF" => TargetState.Stopped,
        "BUILD" or "REBOOT" or "HARD_REBOOT" or "REBUILD" or "RESIZE" or "VERIFY_RESIZE" or "REVERT_RESIZE" or "MIGRATING" =>
            TargetState.Transitional,
        "ERROR" or "DELETED" or "SOFT_DELETED" or "SHELVED" or "SHELVED_OFFLOADED" or "PAUSED" or "SUSPENDED" or "RESCUE" =>
            TargetState.Unavailable,
        _ => TargetState.Unknown,
    };
}
