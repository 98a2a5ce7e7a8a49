using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Core.Credentials.Files;

/// <summary>
/// Reads the part of YAML that <c>clouds.yaml</c> is written in: nested <c>name: value</c> by indentation, plain and quoted values,
/// comments.
/// Lists, block text, flow collections, anchors and aliases are not read; they are noted, so that a needed value in
/// such a form is an error that names its line, and one that is not needed does no harm.
/// </summary>
internal static class YamlSettings
{
    // As in JSON settings. Each level takes some of the stack, and an overflow ends the process.
    private const int MaximumDepth = 16;

    public static SettingsDocument Parse(byte[] bytes)
    {
        char[] text = SettingsText.Decode(bytes);
        SettingsDocument document = new();
        try
        {
            Reader reader = new(text, Lines(text), document);
            reader.ReadMapping(document.Root, indentation: 0, depth: 1);
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

    /// <summary>The lines with content: their position, length and indentation.</summary>
    private static List<Line> Lines(char[] text)
    {
        List<Line> lines = [];
        int number = 0;
        for (int start = 0; start < text.Length;)
        {
            number++;
            int end = Array.IndexOf(text, '\n', start);
            end = end < 0 ? text.Length : end;
            ReadOnlySpan<char> content = text.AsSpan(start, end - start).TrimEnd();
            int indentation = content.Length - content.TrimStart(' ').Length;
            ReadOnlySpan<char> said = content.Slice(indentation);
            if (!said.IsEmpty && said[0] == '\t')
            {
                throw new SettingsFormatException("is indented with a tab", number);
            }

            bool isMarker = indentation == 0 && (said.SequenceEqual("---") || said.SequenceEqual("..."));
            if (!said.IsEmpty && said[0] != '#' && !isMarker)
            {
                lines.Add(new Line(number, start + indentation, said.Length, indentation));
            }

            start = end + 1;
        }

        return lines;
    }

    private readonly record struct Line(int Number, int Start, int Length, int Indentation);

    private sealed class Reader(char[] text, List<Line> lines, SettingsDocument document)
    {
        private int _next;

        public void ReadMapping(Settings settings, int indentation, int depth)
        {
            if (depth > MaximumDepth)
            {
                throw new SettingsFormatException("is nested too deeply", lines[_next].Number);
            }

            while (_next < lines.Count && lines[_next].Indentation >= indentation)
            {
                Line line = lines[_next];
                if (line.Indentation > indentation)
                {
                    throw new SettingsFormatException("is indented in a way that is not supported", line.Number);
                }

                ReadOnlySpan<char> said = text.AsSpan(line.Start, line.Length);
                int colon = EndOfName(said, line.Number);
                string name = NameOf(said.Slice(0, colon));
                ReadOnlySpan<char> value = said.Slice(colon + 1).Trim();
                _next++;
                ReadValue(settings, name, value, line, depth);
            }
        }

        private static int EndOfName(ReadOnlySpan<char> said, int number)
        {
            if (said[0] is '"' or '\'')
            {
                int close = said.Slice(1).IndexOf(said[0]);
                if (close >= 0 && close + 2 < said.Length && said[close + 2] == ':')
                {
                    return close + 2;
                }
            }
            else
            {
                for (int i = 1; i < said.Length; i++)
                {
                    if (said[i] == ':' && (i + 1 == said.Length || said[i + 1] == ' '))
                    {
                        return i;
                    }
                }
            }

            throw new SettingsFormatException("is not a name and a value", number);
        }

        private static string NameOf(ReadOnlySpan<char> name)
            => (name[0] is '"' or '\'' ? name.Slice(1, name.Length - 2) : name.TrimEnd()).ToString();

        private void ReadValue(Settings settings, string name, ReadOnlySpan<char> value, Line line, int depth)
        {
            if (value.IsEmpty || value[0] == '#')
            {
                ReadNested(settings, name, line, depth);
            }
            else if (value[0] is '"' or '\'')
            {
                settings.Set(name, Quoted(value, line.Number));
                RejectContinuation(line);
            }
            else if (value[0] is '|' or '>' or '{' or '[' or '&' or '*' or '!' or '%' or '@' or '`')
            {
                settings.SetNotRead(name, line.Number);
                Skip(line.Indentation);
            }
            else
            {
                settings.Set(name, document.Keep(Plain(value)));
                RejectContinuation(line);
            }
        }

        private void ReadNested(Settings settings, string name, Line line, int depth)
        {
            if (_next == lines.Count)
            {
                return;
            }

            Line first = lines[_next];
            bool isList = text[first.Start] == '-' && (first.Length == 1 || text[first.Start + 1] == ' ');
            if (isList && first.Indentation >= line.Indentation)
            {
                settings.SetNotRead(name, first.Number);
                SkipList(first.Indentation);
            }
            else if (first.Indentation > line.Indentation)
            {
                ReadMapping(settings.Grow(name), first.Indentation, depth + 1);
            }
        }

        /// <summary>Skips everything that is indented deeper.</summary>
        private void Skip(int indentation)
        {
            while (_next < lines.Count && lines[_next].Indentation > indentation)
            {
                _next++;
            }
        }

        private void SkipList(int indentation)
        {
            while (_next < lines.Count
                && (lines[_next].Indentation > indentation || (lines[_next].Indentation == indentation && text[lines[_next].Start] == '-')))
            {
                _next++;
            }
        }

        private void RejectContinuation(Line line)
        {
            if (_next < lines.Count && lines[_next].Indentation > line.Indentation)
            {
                throw new SettingsFormatException("has a value over several lines, which is not supported", lines[_next].Number);
            }
        }

        private static ReadOnlySpan<char> Plain(ReadOnlySpan<char> value)
        {
            for (int i = 1; i < value.Length; i++)
            {
                if (value[i] == '#' && value[i - 1] == ' ')
                {
                    value = value.Slice(0, i).TrimEnd();
                    break;
                }
            }

            return value.SequenceEqual("null") || value.SequenceEqual("~") ? [] : value;
        }

        private char[] Quoted(ReadOnlySpan<char> value, int number)
        {
            char quote = value[0];
            char[] plain = new char[value.Length];
            try
            {
                int length = 0;
                for (int i = 1; i < value.Length; i++)
                {
                    if (value[i] == quote && quote == '\'' && i + 1 < value.Length && value[i + 1] == '\'')
                    {
                        i++;
                    }
                    else if (value[i] == quote)
                    {
                        ReadOnlySpan<char> after = value.Slice(i + 1).TrimStart();
                        return after.IsEmpty || after[0] == '#'
                            ? document.Keep(plain.AsSpan(0, length))
                            : throw new SettingsFormatException("has text after a quoted value", number);
                    }
                    else if (value[i] == '\\' && quote == '"')
                    {
                        i++;
                        if (i == value.Length || value[i] is not ('"' or '\\' or '/'))
                        {
                            throw new SettingsFormatException("has an escape in a quoted value that is not supported", number);
                        }
                    }

                    plain[length++] = value[i];
                }

                throw new SettingsFormatException("has a quoted value that does not end", number);
            }
            finally
            {
                Array.Clear(plain, 0, plain.Length);
            }
        }
    }
}
