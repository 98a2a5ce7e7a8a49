using System;
using System.Collections.Generic;
using System.Net.Http;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Zenlayer.Zec;

/// <summary>Writes ZEC requests: POST /api/v2/zec with a JSON body, the call named by headers.</summary>
internal static class ZecRequests
{
    public static WireRequest ResetInstancePassword(Uri endpoint, string instanceId, SecretText password)
    {
        WireRequest request = Create(endpoint, ZecContracts.ResetInstancePassword);
        JsonBody.Write(request, (instanceId, password), static (json, state) =>
        {
            json.WriteString("instanceId", state.instanceId);
            json.WriteSecret("password", state.password);
        });
        return request;
    }

    public static WireRequest DescribeInstances(Uri endpoint, IReadOnlyList<string> ids)
    {
        WireRequest request = Create(endpoint, ZecContracts.DescribeInstances);
        JsonBody.Write(request, ids, static (json, ids) =>
        {
            json.WriteStartArray("instanceIds");
            foreach (string id in ids)
            {
                json.WriteStringValue(id);
            }

            json.WriteEndArray();
            json.WriteNumber("pageSize", ZecContracts.DescribeInstances.BatchSize);
            json.WriteNumber("pageNum", 1);
        });
        return request;
    }

    private static WireRequest Create(Uri endpoint, CallContract contract)
    {
        WireRequest request = new(HttpMethod.Post, endpoint, "/api/v2/zec") { ContentType = "application/json; charset=utf-8" };
        request.AddHeader("X-ZC-Action", contract.Action);
        request.AddHeader("X-ZC-Version", contract.Version);
        return request;
    }
}
