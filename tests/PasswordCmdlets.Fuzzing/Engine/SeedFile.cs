using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PasswordCmdlets.Fuzzing.Engine;

/// <summary>The seeds of a target: texts with a line of equals signs between them.</summary>
internal static class SeedFile
{
    private const string Separator = "\n=====\n";

    public static IReadOnlyList<byte[]> Read(string name)
    {
        using Stream stream = typeof(SeedFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"Seeds/{name}.txt does not exist.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        string text = reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd('\n');
        return [.. text.Split(Separator).Select(Encoding.UTF8.GetBytes)];
    }
}
