using System;
using System.Collections.Generic;
using System.Text;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>Reads inputs of several parts.</summary>
internal static class InputParts
{
    /// <summary>The line between two parts.</summary>
    public static ReadOnlySpan<byte> Separator => "\n-----\n"u8;

    /// <summary>The parts between separators; at least one.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> input)
    {
        for (int end; (end = input.Span.IndexOf(Separator)) >= 0; input = input.Slice(end + Separator.Length))
        {
            yield return input.Slice(0, end);
        }

        yield return input;
    }

    /// <summary>The lines as text, with empty ones for those that are not there.</summary>
    public static string[] Lines(byte[] input, int count)
    {
        string[] lines = Encoding.UTF8.GetString(input).Split('\n', count);
        int known = lines.Length;
        Array.Resize(ref lines, count);
        lines.AsSpan(known).Fill(string.Empty);
        return lines;
    }
}
