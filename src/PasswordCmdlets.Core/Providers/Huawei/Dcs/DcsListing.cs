using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Core.Providers.Huawei.Dcs;

/// <summary>
/// Lists the DCS instances of a project (support.huaweicloud.com/intl/en-us/api-dcs/ListInstances.html). How version 2
/// writes a pair of <c>tags</c> is not documented, so tags are not sent.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class DcsListing(TimeProvider time) : ProjectListing(time)
{
    public override CallContract Contract => DcsContracts.ListInstances;

    public override ApiCall Page(ListingQuery query, ListingPosition position) => Call(
        Contract,
        query,
        (endpoint, projectId) => DcsRequests.ListInstances(endpoint, projectId, query, position.EntryCount, PageSize),
        response => DcsResponses.ReadList(response, json => PageOf(json, position.EntryCount)));

    // Whether instance_num is the number of the page or of all is not documented, so the list ends with a short page.
    private static TargetPage? PageOf(JsonElement json, int offset)
    {
        if (!json.HasItems("instances"))
        {
            return null;
        }

        JsonElement[] entries = [.. json.Items("instances")];
        return new TargetPage(
            [.. entries.Where(static entry => entry.Text("instance_id") is not null).Select(ReadInstance)],
            entries.Length < PageSize ? null : (offset + entries.Length).ToString(CultureInfo.InvariantCulture))
        {
            EntryCount = entries.Length,
        };
    }

    private static ListedTarget ReadInstance(JsonElement instance) => new()
    {
        Id = instance.Text("instance_id")!,
        Name = instance.Text("name"),
        State = StateOf(instance.Text("status")),
        ProviderState = instance.Text("status"),
        PrivateAddresses = instance.Addresses("ip"),
        PublicAddresses = instance.Addresses("publicip_address"),
        CreatedAt = instance.Time("created_at"),
        Tags = ListedValues.Tags(instance.Items("tags"), "key", "value"),
    };

    private static TargetState StateOf(string? status) => status switch
    {
        "RUNNING" => TargetState.Running,
        "CREATING" or "RESTARTING" or "EXTENDING" or "RESTORING" or "FLUSHING" => TargetState.Transitional,
        "CREATEFAILED" or "ERROR" or "FROZEN" => TargetState.Unavailable,
        _ => TargetState.Unknown,
    };
}
