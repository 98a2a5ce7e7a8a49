using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Huawei.Iam;

/// <summary>Reads IAM responses.</summary>
internal static class IamResponses
{
    /// <summary>A token comes in a header; what it is for comes in the body.</summary>
    public static ProviderReply ReadToken(WireResponse response)
    {
        using JsonDocument? document = JsonResponse.TryParse(response);
        if (response.StatusCode is not (200 or 201) || document?.RootElement.Member("token") is not { } token
            || response.Header("X-Subject-Token") is not { Length: > 0 } issued)
        {
            return HuaweiErrors.Read(response, document?.RootElement);
        }

        bool dated = DateTimeOffset.TryParse(token.Text("expires_at"), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset expiresAt);
        return new ProviderReply
        {
            Fault = Fault.None,
            RequestId = HuaweiErrors.RequestId(response, document.RootElement),
            Content = new IamToken(new SecretText(issued.AsSpan()), dated ? expiresAt : null, token.Member("project")?.Text("id")),
        };
    }

    public static ProviderReply ReadProjects(WireResponse response)
    {
        using JsonDocument? document = JsonResponse.TryParse(response);
        if (response.StatusCode != 200 || document is null || !document.RootElement.TryGetProperty("projects", out JsonElement projects)
            || projects.ValueKind != JsonValueKind.Array)
        {
            return HuaweiErrors.Read(response, document?.RootElement);
        }

        List<KeyValuePair<string, string>> ids = [];
        foreach (JsonElement project in projects.EnumerateArray())
        {
            if (project.Text("id") is { } id && project.Text("name") is { } name && project.Flag("enabled") != false)
            {
                ids.Add(new(name, id));
            }
        }

        return new ProviderReply
        {
            Fault = Fault.None,
            RequestId = HuaweiErrors.RequestId(response, document.RootElement),
            Content = new ProjectList(ids),
        };
    }
}
