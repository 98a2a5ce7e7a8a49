using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.ExampleProvider;

/// <summary>Requests and responses of both services: POST with JSON, an error has a code.</summary>
internal static class ExampleApi
{
    private static readonly ErrorCodes Codes = new(
        new Dictionary<string, ErrorCodeMeaning>(StringComparer.Ordinal)
        {
            ["Busy"] = new(Fault.Throttled),
            ["NoSuchTarget"] = new(Fault.TargetNotFound, "Check the id."),
            ["BadSignature"] = new(Fault.AuthenticationFailed, "Check the key."),
            ["Denied"] = new(Fault.AccessDenied),
        },
        new Dictionary<string, ErrorCodeMeaning>(StringComparer.Ordinal));

    public static CallContract Contract(string service, string action, Idempotency idempotency, int batchSize) => new()
    {
        Service = service,
        Action = action,
        Version = "1",
        Idempotency = idempotency,
        Rate = new RateContract(PerSecond: null, TimeSpan.FromMilliseconds(100)),
        BatchSize = batchSize,
        Permission = $"{service}/{action}",
    };

    public static WireRequest Request(Uri endpoint, CallContract contract, IEnumerable<string> ids, SecretText? password)
    {
        WireRequest request = new(HttpMethod.Post, endpoint, $"/{contract.Service}/{contract.Action}") { ContentType = "application/json" };
        JsonBody.Write(request, (ids, password), static (json, state) =>
        {
            json.WriteStartArray("ids");
            foreach (string id in state.ids)
            {
                json.WriteStringValue(id);
            }

            json.WriteEndArray();
            if (state.password is not null)
            {
                json.WriteSecret("password", state.password);
            }
        });
        return request;
    }

    public static ProviderReply Read(WireResponse response, Func<JsonElement, object?> content)
    {
        using JsonDocument? document = JsonResponse.TryParse(response);
        if (document is null)
        {
            return new ProviderReply { Fault = Fault.Unreadable, Code = $"HTTP {response.StatusCode}" };
        }

        JsonElement root = document.RootElement;
        if (root.Text("code") is { } code)
        {
            ErrorCodeMeaning meaning = Codes.Of(code);
            return new ProviderReply
            {
                Fault = meaning.Fault,
                Code = code,
                Message = "The example provider rejected it.",
                Advice = meaning.Advice,
            };
        }

        return new ProviderReply { Fault = Fault.None, RequestId = root.Text("requestId"), Content = content(root) };
    }
}
