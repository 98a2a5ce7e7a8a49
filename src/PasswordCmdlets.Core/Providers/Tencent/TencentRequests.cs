using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Tencent;

/// <summary>
/// What the requests of every Tencent Cloud service share: POST / with a JSON body, the action and the region in headers.
/// </summary>
internal static class TencentRequests
{
    private const string Json = "application/json; charset=utf-8";

    /// <summary>A request without its body.</summary>
    public static WireRequest Create(Uri endpoint, string region, CallContract contract)
    {
        WireRequest request = new(HttpMethod.Post, endpoint, "/") { ContentType = Json };
        request.AddHeader("X-TC-Action", contract.Action);
        request.AddHeader("X-TC-Version", contract.Version);
        request.AddHeader("X-TC-Region", region);
        request.AddHeader("X-TC-Language", "en-US");
        return request;
    }

    /// <summary>Writes the parameter InstanceIds.</summary>
    public static void WriteIds(Utf8JsonWriter json, IEnumerable<string> ids)
    {
        json.WriteStartArray("InstanceIds");
        foreach (string id in ids)
        {
            json.WriteStringValue(id);
        }

        json.WriteEndArray();
    }
}
