using System;
using System.Collections.Generic;
using System.Text.Json;

namespace PasswordCmdlets.Sandbox.Http;

/// <summary>Reads JSON bodies without trusting them.</summary>
internal static class JsonBody
{
    /// <summary>Parses a body; null when it is not JSON.</summary>
    /// <param name="body">The body.</param>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The texts of an array property; empty when there is none.</summary>
    /// <param name="body">The body.</param>
    /// <param name="name">The property.</param>
    public static IReadOnlyList<string> Texts(JsonDocument? body, string name)
    {
        if (body?.RootElement.ValueKind != JsonValueKind.Object
            || !body.RootElement.TryGetProperty(name, out JsonElement array)
            || array.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        List<string> texts = new(array.GetArrayLength());
        foreach (JsonElement item in array.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String)
            {
                texts.Add(item.GetString()!);
            }
        }

        return texts;
    }

    /// <summary>A text property; null when there is none.</summary>
    /// <param name="body">The body.</param>
    /// <param name="name">The property.</param>
    public static string? Text(JsonDocument? body, string name) =>
        body?.RootElement.ValueKind == JsonValueKind.Object
        && body.RootElement.TryGetProperty(name, out JsonElement text)
        && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;

    /// <summary>The properties as text, nested values as JSON.</summary>
    /// <param name="body">The body.</param>
    public static IReadOnlyDictionary<string, string> Flatten(JsonDocument? body)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        if (body?.RootElement.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in body.RootElement.EnumerateObject())
            {
                values[property.Name] = property.Value.ToString();
            }
        }

        return values;
    }
}
