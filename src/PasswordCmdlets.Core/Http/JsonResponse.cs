using System;
using System.Globalization;
using System.Text.Json;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Http;

/// <summary>Reads members of responses whose shape varies.</summary>
internal static class JsonResponse
{
    /// <summary>The response as a JSON object; null when it is anything else.</summary>
    public static JsonDocument? TryParse(WireResponse response)
    {
        try
        {
            // A byte order mark, which some gateways put first, is no JSON.
            bool hasMark = response.Body.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]);
            ReadOnlyMemory<byte> body = hasMark ? response.Body.Slice(3) : response.Body;
            JsonDocumentOptions options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
            JsonDocument document = JsonDocument.Parse(body, options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member as text, whether it came as a string, a number or a boolean; null when absent, null or empty.</summary>
    public static string? Text(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out JsonElement value))
        {
            return null;
        }

        string? text = value.ValueKind switch
        {
            JsonValueKind.String => value.String(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>
    /// The text of a JSON string; null for any other value, and for a string that is not valid Unicode: with half of a surrogate pair
    /// (<c>\ud800</c>), or with bytes that are not UTF-8.
    /// </summary>
    public static string? String(this JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A member that is a secret; null when absent, null or empty.</summary>
    public static SecretText? Secret(this JsonElement element, string name) =>
        element.Text(name) is { } text ? new SecretText(text.AsSpan()) : null;

    /// <summary>A member that is a time: ISO 8601 with or without seconds; without an offset it is UTC.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        DateTimeOffset.TryParse(element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;

    /// <summary>A member that is an object.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.Object
            ? value
            : null;

    /// <summary>A member as a boolean, also when it came as text.</summary>
    public static bool? Flag(this JsonElement element, string name) =>
        element.Text(name) is { } text && bool.TryParse(text, out bool flag) ? flag : null;
}
