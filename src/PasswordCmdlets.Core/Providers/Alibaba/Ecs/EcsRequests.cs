using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
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

    public static WireRequest DescribeInstances(Uri endpoint, string region, IReadOnlyList<string> ids)
    {
        RpcRequest request = Create(endpoint, EcsContracts.DescribeInstances, region);

        // A JSON array as text, and ten of them unless asked for more.
        request.Parameters.Add("InstanceIds", $"[{string.Join(",", ids.Select(static id => $"\"{JsonEncodedText.Encode(id)}\""))}]");
        request.Parameters.Add("PageSize", EcsContracts.DescribeInstances.BatchSize.ToString(CultureInfo.InvariantCulture));
        return request;
    }

    public static WireRequest RebootInstance(Uri endpoint, string region, string instanceId, bool forceStop)
    {
        RpcRequest request = Create(endpoint, EcsContracts.RebootInstance, region);
        request.Parameters.Add("InstanceId", instanceId);
        request.Parameters.Add("ForceStop", forceStop ? true : null);
        return request;
    }

    /// <summary>A request to a region, without the call's own parameters.</summary>
    public static RpcRequest Create(Uri endpoint, AlibabaCallContract contract, string region)
    {
        RpcRequest request = new(contract, endpoint);
        request.Parameters.Add("RegionId", region);
        return request;
    }
}
