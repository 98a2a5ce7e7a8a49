using System;
using System.Collections.Generic;
using System.Text.Json;

namespace PasswordCmdlets.Core.Credentials.Files;

/// <summary>
/// Reads JSON settings without making a string of any value. Of a name that is given twice the last value counts, as in the
/// providers' own tools; comments and trailing commas are accepted, because people edit these files.
/// </summary>
internal static class JsonSettings
{
    private static readonly JsonReaderOptions s_options =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 };

    public static SettingsDocument Parse(byte[] bytes) => SettingsText.ParseUtf8(bytes, Parse);

    private static SettingsDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        SettingsDocument document = new();
        Utf8JsonReader reader = new(utf8.Span, s_options);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new SettingsFormatException("is not a JSON object", 1);
            }

            ReadObject(ref reader, document, document.Root);

            // Text after the object, such as a second object, is an error too.
            reader.Read();
            return document;
        }
        catch (JsonException malformed)
        {
            // The exception's own message quotes the text.
            document.Dispose();
            throw new SettingsFormatException("is not valid JSON", (malformed.LineNumber ?? 0) + 1);
        }
        catch (InvalidOperationException)
        {
            document.Dispose();
            throw new SettingsFormatException("is not UTF-8 text", 1);
        }
        catch (SettingsFormatException)
        {
            document.Dispose();
            throw;
        }
    }

    private static void ReadObject(ref Utf8JsonReader reader, SettingsDocument document, Settings settings)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    ReadObject(ref reader, document, settings.Grow(name));
                    break;
                case JsonTokenType.StartArray:
                    settings.Set(name, ReadArray(ref reader, document));
                    break;
                case JsonTokenType.Null:
                    settings.Set(name, Array.Empty<char>());
                    break;
                default:
                    settings.Set(name, ReadScalar(ref reader, document));
                    break;
            }
        }
    }

    private static List<Settings> ReadArray(ref Utf8JsonReader reader, SettingsDocument document)
    {
        List<Settings> list = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                Settings item = new();
                ReadObject(ref reader, document, item);
                list.Add(item);
            }
            else
            {
                reader.Skip();
            }
        }

        return list;
    }

    private static char[] ReadScalar(ref Utf8JsonReader reader, SettingsDocument document)
    {
        // A character takes at least one byte, so this is long enough.
        char[] buffer = new char[reader.ValueSpan.Length];
        try
        {
            int length = 0;
            if (reader.TokenType == JsonTokenType.String)
            {
                length = reader.CopyString(buffer);
            }
            else
            {
                foreach (byte digit in reader.ValueSpan)
                {
                    buffer[length++] = (char)digit;
                }
            }

            return document.Keep(buffer.AsSpan(0, length));
        }
        finally
        {
            Array.Clear(buffer, 0, buffer.Length);
        }
    }
}
