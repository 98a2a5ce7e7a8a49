using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ecs;

/// <summary>Writes ECS requests.</summary>
internal static class EcsRequests
{
    public static WireRequest ModifyInstanceVncPasswd(Uri endpoint, string region, string instanceId, SecretText password)
    {
        RpcRequest request = Create(endpoint, EcsContracts.ModifyInstanceVncPasswd, region);
        request.Parameters.Add("InstanceId", instanceId);
        request.Parameters.Add("VncPassword", password);
        return request;
    }

    public static RpcRequest DescribeInstances(Uri endpoint, string region, IReadOnlyList<string> ids)
    {
        RpcRequest request = Create(endpoint, EcsContracts.DescribeInstances, region);
        request.Parameters.Add("InstanceIds", JsonArray(ids));

        // Ten unless asked for more.
        request.Parameters.Add("PageSize", EcsContracts.DescribeInstances.BatchSize.ToString(CultureInfo.InvariantCulture));
        return request;
    }

    /// <summary>One page of the list. With ids no filter is sent: the API combines them.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="query">What is listed.</param>
    /// <param name="mostTags">How many tags to filter by.</param>
    /// <param name="token">The token of the page before; null for the first page.</param>
    public static WireRequest ListInstances(Uri endpoint, ListingQuery query, int mostTags, string? token)
    {
        CallContract contract = EcsContracts.DescribeInstances;
        RpcRequest request = Create(endpoint, EcsContracts.DescribeInstances, query.Region!);
        request.Parameters.Add("MaxResults", contract.BatchSize.ToString(CultureInfo.InvariantCulture));
        if (token is not null)
        {
            request.Parameters.Add("NextToken", token);
        }

        if (query.Ids.Count > 0)
        {
            request.Parameters.Add("InstanceIds", JsonArray(query.Ids));
            return request;
        }

        if (query.Filter.NamePart is { } part)
        {
            request.Parameters.Add("InstanceName", $"*{part}*");
        }

        // The parameter takes one status.
        if (query.Filter.States is [TargetState.Running or TargetState.Stopped])
        {
            request.Parameters.Add("Status", query.Filter.States[0].ToString());
        }

        int number = 0;
        foreach (TagFilter tag in query.Filter.Tags.Take(mostTags))
        {
            string prefix = $"Tag.{(++number).ToString(CultureInfo.InvariantCulture)}.";
            request.Parameters.Add(prefix + "Key", tag.Key);
            if (tag.Value is not null)
            {
                request.Parameters.Add(prefix + "Value", tag.Value);
            }
        }

        return request;
    }

    public static WireRequest RebootInstance(Uri endpoint, string region, string instanceId, bool forceStop, bool dryRun = false)
    {
        RpcRequest request = Create(endpoint, EcsContracts.RebootInstance, region);
        request.Parameters.Add("InstanceId", instanceId);
        request.Parameters.Add("ForceStop", forceStop ? true : null);
        request.Parameters.Add("DryRun", dryRun ? true : null);
        return request;
    }

    /// <summary>A request to a region, without the call's own parameters.</summary>
    public static RpcRequest Create(Uri endpoint, AlibabaCallContract contract, string region)
    {
        RpcRequest request = new(contract, endpoint);
        request.Parameters.Add("RegionId", region);
        return request;
    }

    private static string JsonArray(IEnumerable<string> ids) =>
        $"[{string.Join(",", ids.Select(static id => $"\"{JsonEncodedText.Encode(id)}\""))}]";
}
