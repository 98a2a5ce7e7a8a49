using System;
using System.Collections.Generic;
using System.Net.Http;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Tencent.Cvm;

/// <summary>Writes CVM requests: POST / with a JSON body, the call named by headers.</summary>
internal static class TencentRequests
{
    private const string Json = "application/json; charset=utf-8";

    public static WireRequest ResetInstancesPassword(Uri endpoint, string region, IReadOnlyList<TargetWork> targets, string? userName, SecretText password, bool forceStop)
    {
        WireRequest request = Create(endpoint, region, CvmContracts.ResetInstancesPassword);
        JsonBody.Write(request, (targets, userName, password, forceStop), static (json, state) =>
        {
            json.WriteStartArray("InstanceIds");
            foreach (TargetWork work in state.targets)
            {
                json.WriteStringValue(work.Target.Id);
            }

            json.WriteEndArray();
            json.WriteSecret("Password", state.password);
            if (state.userName is not null)
            {
                json.WriteString("UserName", state.userName);
            }

            if (state.forceStop)
            {
                json.WriteBoolean("ForceStop", true);
            }
        });
        return request;
    }

    public static WireRequest DescribeInstances(Uri endpoint, string region, IReadOnlyList<string> ids)
    {
        WireRequest request = Create(endpoint, region, CvmContracts.DescribeInstances);
        JsonBody.Write(request, ids, static (json, ids) =>
        {
            json.WriteStartArray("InstanceIds");
            foreach (string id in ids)
            {
                json.WriteStringValue(id);
            }

            json.WriteEndArray();

            // Without it the API returns 20 of them and says nothing.
            json.WriteNumber("Limit", CvmContracts.DescribeInstances.BatchSize);
        });
        return request;
    }

    private static WireRequest Create(Uri endpoint, string region, CallContract contract)
    {
        WireRequest request = new(HttpMethod.Post, endpoint, "/") { ContentType = Json };
        request.AddHeader("X-TC-Action", contract.Action);
        request.AddHeader("X-TC-Version", contract.Version);
        request.AddHeader("X-TC-Region", region);
        request.AddHeader("X-TC-Language", "en-US");
        return request;
    }
}
