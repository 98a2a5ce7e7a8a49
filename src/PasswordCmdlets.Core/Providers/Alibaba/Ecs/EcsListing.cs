using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ecs;

/// <summary>
/// Lists ECS instances with DescribeInstances, a hundred a page, each page by the token of the one before
/// (https://help.aliyun.com/document_detail/25506.html).
/// </summary>
internal sealed class EcsListing : TargetListing
{
    private const int MostTags = 20;

    // With a filter by tags the call shows no more than this.
    private const int MostByTags = 1000;

    // A cursor is a token, and before it whether the page is one of a list that is filtered by tags.
    private const string ByTags = "t:";
    private const string NotByTags = "a:";

    public override CallContract Contract => EcsContracts.DescribeInstances;

    public override ApiCall Page(ListingQuery query, ListingPosition position)
    {
        bool isByTags = query is { Ids.Count: 0, Filter.Tags.Count: > 0 }
            && position.Cursor?.StartsWith(NotByTags, StringComparison.Ordinal) != true;
        string? token = position.Cursor is { Length: > 2 } cursor ? cursor.Substring(2) : null;
        return new ApiCall
        {
            Contract = Contract,
            Region = query.Region,
            Write = endpoint => EcsRequests.ListInstances(endpoint, query, isByTags ? MostTags : 0, token),
            Read = response => EcsResponses.ReadList(response, (entries, next) => PageOf(entries, next, isByTags, position.EntryCount)),
        };
    }

    public override ApiCall CheckAccess(ListingQuery query) => CheckAccess(
        query.Region!, endpoint => EcsRequests.Create(endpoint, EcsContracts.DescribeInstances, query.Region!));

    /// <summary>
    /// An account without the permission had an empty list until December 2025, and may have one still. A dry run distinguishes the two.
    /// </summary>
    /// <param name="region">The region.</param>
    /// <param name="write">Writes the call.</param>
    internal static ApiCall CheckAccess(string region, Func<Uri, RpcRequest> write) => new()
    {
        Contract = EcsContracts.DescribeInstances,
        Region = region,
        Write = endpoint =>
        {
            RpcRequest request = write(endpoint);
            request.Parameters.Add("DryRun", true);
            return request;
        },
        Read = EcsResponses.ReadDone,
    };

    private static TargetPage PageOf(IReadOnlyList<JsonElement> entries, string? token, bool isByTags, int before)
    {
        bool startsAgain = isByTags && before + entries.Count >= MostByTags;
        string? next = startsAgain ? NotByTags : token is null ? null : (isByTags ? ByTags : NotByTags) + token;
        return new TargetPage([.. entries.Where(static entry => entry.Text("InstanceId") is not null).Select(ReadInstance)], next)
        {
            EntryCount = entries.Count,
            StartsAgain = startsAgain,
        };
    }

    private static ListedTarget ReadInstance(JsonElement instance) => new()
    {
        Id = instance.Text("InstanceId")!,
        Name = instance.Text("InstanceName"),
        State = StateOf(instance.Text("Status")),
        ProviderState = instance.Text("Status"),
        IsWindows = EcsResponses.IsWindows(instance.Text("OSType")) ?? ListedValues.IsWindows(instance.Text("OSName")),
        PrivateAddresses = ListedValues.Addresses(
            AddressesOf(instance.Member("VpcAttributes"), "PrivateIpAddress").Concat(AddressesOf(instance, "InnerIpAddress"))),

        // An elastic address is not among the public ones.
        PublicAddresses = ListedValues.Addresses(
            AddressesOf(instance, "PublicIpAddress").Concat(AddressesOf(instance, "EipAddress"))),
        CreatedAt = instance.Time("CreationTime"),
        ExpiresAt = instance.Text("InstanceChargeType") == "PostPaid" ? null : instance.Expiry("ExpiredTime"),
        Tags = ListedValues.Tags(instance.Member("Tags")?.Items("Tag") ?? [], "TagKey", "TagValue"),
    };

    // { "IpAddress": [ … ] }, and a single text for an elastic address.
    private static IReadOnlyList<string> AddressesOf(JsonElement? parent, string name) =>
        parent?.Member(name)?.Addresses("IpAddress") ?? [];

    /// <summary>What a documented state means; Unknown for any other text.</summary>
    internal static TargetState StateOf(string? state) => state switch
    {
        "Running" => TargetState.Running,
        "Stopped" => TargetState.Stopped,
        "Pending" or "Starting" or "Stopping" => TargetState.Transitional,
        _ => TargetState.Unknown,
    };
}
