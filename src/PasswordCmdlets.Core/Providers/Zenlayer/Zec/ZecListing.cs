using System.Globalization;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Core.Providers.Zenlayer.Zec;

/// <summary>
/// Lists ZEC instances, a hundred a page (docs.console.zenlayer.com, API reference of ZEC). The response names no
/// system; the name of the image may.
/// </summary>
internal sealed class ZecListing : TargetListing
{
    public override CallContract Contract => ZecContracts.DescribeInstances;

    public override ApiCall Page(ListingQuery query, ListingPosition position)
    {
        int number = position.Cursor is { } cursor ? int.Parse(cursor, CultureInfo.InvariantCulture) : 1;
        return new ApiCall
        {
            Contract = Contract,
            Region = null,
            Write = endpoint => query.Ids.Count > 0
                ? ZecRequests.DescribeInstances(endpoint, query.Ids)
                : ZecRequests.ListInstances(endpoint, query.Filter, number),
            Read = response => ZecResponses.ReadList(response, json => PageOf(json, query, number, position.EntryCount)),
        };
    }

    private static TargetPage? PageOf(JsonElement json, ListingQuery query, int number, int before)
    {
        if (ZecResponses.DataSet(json) is not { } entries)
        {
            return null;
        }

        // By ids there is one page: no other number is sent.
        bool isLast = query.Ids.Count > 0
            || (int.TryParse(json.Text("totalCount"), NumberStyles.None, CultureInfo.InvariantCulture, out int total)
                && before + entries.Length >= total);
        return new TargetPage(
            [.. entries.Where(static entry => entry.Text("instanceId") is not null).Select(ReadInstance)],
            isLast ? null : (number + 1).ToString(CultureInfo.InvariantCulture))
        {
            EntryCount = entries.Length,
        };
    }

    private static ListedTarget ReadInstance(JsonElement instance) => new()
    {
        Id = instance.Text("instanceId")!,
        Name = instance.Text("instanceName"),
        State = StateOf(instance.Text("status")),
        ProviderState = instance.Text("status"),
        IsWindows = ListedValues.IsWindows(instance.Text("imageName")),
        PrivateAddresses = instance.Addresses("privateIpAddresses"),
        PublicAddresses = instance.Addresses("publicIpAddresses"),
        CreatedAt = instance.Time("createTime"),
        ExpiresAt = instance.Expiry("expiredTime"),

        // An object around the array.
        Tags = ListedValues.Tags(instance.Member("tags")?.Items("tags") ?? [], "key", "value"),
    };

    /// <summary>What a documented state means; Unknown for any other text.</summary>
    internal static TargetState StateOf(string? status) => status switch
    {
        "RUNNING" => TargetState.Running,
        "STOPPED" => TargetState.Stopped,
        "PENDING" or "DEPLOYING" or "REBUILDING" or "BOOTING" or "STOPPING" or "REBOOT" or "RESIZING" => TargetState.Transitional,
        "CREATE_FAILED" or "REINSTALL_FAILED" or "RELEASING" or "RECYCLE" or "RECYCLED" or "RECYCLING" => TargetState.Unavailable,
        _ => TargetState.Unknown,
    };
}
