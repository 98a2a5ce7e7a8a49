using System;
using System.Collections.Generic;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Core.Providers.Zenlayer.Zec;

/// <summary>
/// Reads ZEC responses: the envelope of the SDKs, the flat form of the documentation, and what stands between us and the API.
/// </summary>
internal static class ZecResponses
{
    public static ProviderReply ReadReset(WireResponse response) => Read(response, static _ => null);

    public static ProviderReply ReadInstances(WireResponse response) => Read(response, static json => Instances(json));

    /// <summary>Reads a page of the list.</summary>
    public static ProviderReply ReadList(WireResponse response, Func<JsonElement, TargetPage?> read) => Read(response, read);

    /// <summary>The entries of a list; null where the response has none. In place of an empty array there may be null.</summary>
    public static JsonElement[]? DataSet(JsonElement json) =>
        json.HasItems("dataSet") ? [.. json.Items("dataSet")] : json.Text("totalCount") == "0" ? [] : null;

    private static ProviderReply Read(WireResponse response, Func<JsonElement, object?> read)
    {
        using JsonDocument? document = JsonResponse.TryParse(response);
        if (document is null)
        {
            return Unreadable(response);
        }

        JsonElement json = document.RootElement.Member("response") ?? document.RootElement;
        string? requestId = document.RootElement.Text("requestId") ?? json.Text("requestId");
        if ((document.RootElement.Text("code") ?? json.Text("code")) is { } code)
        {
            ErrorCodeMeaning meaning = ZenlayerErrorCodes.Table.Of(code);
            return new ProviderReply
            {
                Fault = meaning.FaultOf(response.StatusCode),
                Code = code,
                CodeIsListed = ZenlayerErrorCodes.Table.Lists(code),
                Message = document.RootElement.Text("message") ?? json.Text("message"),
                Advice = meaning.Advice,
                RequestId = requestId,
                RetryAfter = RetryAfter.Of(response),
            };
        }

        return requestId is null || response.StatusCode != 200
            ? Unreadable(response) with { RequestId = requestId }
            : new ProviderReply { Fault = Fault.None, RequestId = requestId, Content = read(json) };
    }

    // The names are the SDKs' own (sdk-go common/client.go).
    private static ProviderReply Unreadable(WireResponse response) => response switch
    {
        { StatusCode: 403 } when response.Header("cf-mitigated") == "challenge" =>
            new()
            {
                Fault = Fault.Rejected,
                Code = "SECURITY_CHALLENGE",
                Message = "The provider's web firewall wants a browser challenge solved before it lets this address through.",
            },
        { StatusCode: 451 } =>
            new() { Fault = Fault.Rejected, Code = "REQUEST_BLOCKED", Message = "The provider does not serve this address (HTTP 451)." },
        _ => new()
        {
            Fault = Fault.Unreadable,
            Code = $"HTTP {response.StatusCode}",
            Message = $"HTTP {response.StatusCode} without a response of the ZEC API.",
        },
    };

    private static DescribedInstances? Instances(JsonElement json)
    {
        if (DataSet(json) is not { } entries)
        {
            return null;
        }

        Dictionary<string, DescribedInstance> views = new(StringComparer.Ordinal);
        foreach (JsonElement instance in entries)
        {
            if (instance.Text("instanceId") is { } id)
            {
                views[id] = new DescribedInstance
                {
                    Id = id,
                    State = instance.Text("status"),
                    StateIsListed = ZecListing.StateOf(instance.Text("status")) != TargetState.Unknown,
                    AgentEnabled = instance.Flag("enableAgent"),
                };
            }
        }

        return new DescribedInstances(views);
    }
}
