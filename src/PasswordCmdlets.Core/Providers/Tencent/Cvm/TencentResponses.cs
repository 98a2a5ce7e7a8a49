using System;
using System.Collections.Generic;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Tencent.Cvm;

/// <summary>Reads CVM answers. Errors arrive as HTTP 200 with <c>Response.Error</c>; anything without a <c>Response</c> is no answer of this API.</summary>
internal static class TencentResponses
{
    public static ProviderReply ReadReset(WireResponse response) => Read(response, static _ => null);

    public static ProviderReply ReadInstances(WireResponse response) => Read(response, static answer => Instances(answer));

    private static ProviderReply Read(WireResponse response, Func<JsonElement, object?> read)
    {
        using JsonDocument? document = JsonResponse.TryParse(response);
        if (document?.RootElement.Member("Response") is not { } answer)
        {
            return new ProviderReply { Fault = Fault.Unreadable, Code = $"HTTP {response.StatusCode}", Message = $"HTTP {response.StatusCode} without an answer of the CVM API." };
        }

        string? requestId = answer.Text("RequestId");
        if (answer.Member("Error") is { } error)
        {
            string code = error.Text("Code") ?? string.Empty;
            ErrorCodeMeaning meaning = TencentErrorCodes.Table.Of(code);
            return new ProviderReply { Fault = meaning.Fault, Code = code, CodeIsListed = TencentErrorCodes.Table.Lists(code), Message = error.Text("Message"), Advice = meaning.Advice, RequestId = requestId };
        }

        // A success has a request id and comes as 200; the rest is somebody else's page.
        return requestId is null || response.StatusCode != 200
            ? new ProviderReply { Fault = Fault.Unreadable, Code = $"HTTP {response.StatusCode}", Message = $"HTTP {response.StatusCode} with neither an error nor a request id.", RequestId = requestId }
            : new ProviderReply { Fault = Fault.None, RequestId = requestId, Content = read(answer) };
    }

    private static DescribedInstances Instances(JsonElement answer)
    {
        Dictionary<string, DescribedInstance> views = new(StringComparer.Ordinal);
        if (answer.TryGetProperty("InstanceSet", out JsonElement set) && set.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement instance in set.EnumerateArray())
            {
                if (instance.Text("InstanceId") is { } id)
                {
                    views[id] = new DescribedInstance
                    {
                        Id = id,
                        State = instance.Text("InstanceState"),
                        IsWindows = instance.Text("OsName") is { } os ? os.Contains("windows", StringComparison.OrdinalIgnoreCase) : null,
                        OperationName = instance.Text("LatestOperation"),
                        OperationState = instance.Text("LatestOperationState"),
                        OperationRequestId = instance.Text("LatestOperationRequestId"),
                        OperationError = instance.Text("LatestOperationErrorMsg"),
                    };
                }
            }
        }

        return new DescribedInstances(views);
    }
}
