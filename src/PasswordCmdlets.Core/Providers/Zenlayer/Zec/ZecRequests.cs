using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Zenlayer.Zec;

/// <summary>Writes ZEC requests: POST /api/v2/zec with a JSON body, the call named by headers.</summary>
internal static class ZecRequests
{
    private const int MostTags = 20;

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

    /// <summary>One page of the list. Of a name the part that is certain is sent: the API matches parts.</summary>
    public static WireRequest ListInstances(Uri endpoint, ListingFilter filter, int page)
    {
        WireRequest request = Create(endpoint, ZecContracts.DescribeInstances);
        JsonBody.Write(request, (filter, page), static (json, state) =>
        {
            if (state.filter.NamePart is { } part)
            {
                json.WriteString("name", part);
            }

            if (state.filter.States is [TargetState.Running or TargetState.Stopped])
            {
                json.WriteString("status", state.filter.States[0] == TargetState.Running ? "RUNNING" : "STOPPED");
            }

            WriteTags(json, state.filter.Tags);
            json.WriteNumber("pageSize", ZecContracts.DescribeInstances.BatchSize);
            json.WriteNumber("pageNum", state.page);
        });
        return request;
    }

    // At most twenty of each. Keys and values have 1 to 64 characters.
    private static void WriteTags(Utf8JsonWriter json, IReadOnlyList<TagFilter> tags)
    {
        TagFilter[] pairs = [.. tags.Where(static tag => tag.Value is not null).Take(MostTags)];
        TagFilter[] keys = [.. tags.Where(static tag => tag.Value is null).Take(MostTags)];
        if (keys.Length > 0)
        {
            json.WriteStartArray("tagKeys");
            Array.ForEach(keys, tag => json.WriteStringValue(tag.Key));
            json.WriteEndArray();
        }

        if (pairs.Length > 0)
        {
            json.WriteStartArray("tags");
            foreach (TagFilter tag in pairs)
            {
                json.WriteStartObject();
                json.WriteString("key", tag.Key);
                json.WriteString("value", tag.Value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    private static WireRequest Create(Uri endpoint, CallContract contract)
    {
        WireRequest request = new(HttpMethod.Post, endpoint, "/api/v2/zec") { ContentType = "application/json; charset=utf-8" };
        request.AddHeader("X-ZC-Action", contract.Action);
        request.AddHeader("X-ZC-Version", contract.Version);
        return request;
    }
}
