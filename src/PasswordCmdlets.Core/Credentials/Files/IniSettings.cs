using System;

namespace PasswordCmdlets.Core.Credentials.Files;

/// <summary>
/// Reads <c>[section]</c> and <c>name = value</c> as the providers' SDKs do between them: lines that begin with <c>#</c> or <c>;</c>
/// are comments, and so is what follows white space and one of them; quotes around a value are not part of it; of a name that
/// is given twice the last value counts; other lines are ignored.
/// </summary>
internal static class IniSettings
{
    public static SettingsDocument Parse(byte[] bytes)
    {
        char[] text = SettingsText.Decode(bytes);
        SettingsDocument document = new();
        try
        {
            Settings? section = null;
            ReadOnlySpan<char> rest = text;
            for (long line = 1; !rest.IsEmpty; line++)
            {
                ReadOnlySpan<char> content = NextLine(ref rest).Trim();
                if (content.IsEmpty || content[0] is '#' or ';')
                {
                    continue;
                }

                if (content[0] == '[')
                {
                    int end = content.IndexOf(']');
                    if (end < 0)
                    {
                        throw new SettingsFormatException("has a section that does not end", line);
                    }

                    section = document.Root.Grow(content.Slice(1, end - 1).Trim().ToString());
                    continue;
                }

                int separator = content.IndexOf('=');
                if (separator > 0)
                {
                    char[] value = document.Keep(ValueOf(content.Slice(separator + 1).Trim()));
                    section?.Set(content.Slice(0, separator).Trim().ToString(), value);
                }
            }

            return document;
        }
        catch (SettingsFormatException)
        {
            document.Dispose();
            throw;
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    private static ReadOnlySpan<char> NextLine(ref ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOfAny('\n', '\r');
        ReadOnlySpan<char> line = end < 0 ? rest : rest.Slice(0, end);
        int next = end < 0 ? rest.Length : end + (rest[end] == '\r' && end + 1 < rest.Length && rest[end + 1] == '\n' ? 2 : 1);
        rest = rest.Slice(next);
        return line;
    }

    private static ReadOnlySpan<char> ValueOf(ReadOnlySpan<char> value)
    {
        if (value.Length >= 2 && value[0] is '"' or '\'')
        {
            int close = value.Slice(1).IndexOf(value[0]);
            if (close >= 0)
            {
                return value.Slice(1, close);
            }
        }

        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] is '#' or ';' && (i == 0 || char.IsWhiteSpace(value[i - 1])))
            {
                return value.Slice(0, i).TrimEnd();
            }
        }

        return value;
    }
}
