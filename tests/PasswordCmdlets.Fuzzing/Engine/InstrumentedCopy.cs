using System;
using System.IO;
using SharpFuzz;

namespace PasswordCmdlets.Fuzzing.Engine;

/// <summary>A copy of this program beside it, whose engine counts its branches.</summary>
internal static class InstrumentedCopy
{
    private const string Engine = "PasswordCmdlets.Core.dll";

    /// <summary>Makes the copy and returns its executable.</summary>
    public static string Create()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "instrumented");
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        SharpFuzz.Fuzzer.Instrument(Path.Combine(folder, Engine), static _ => true, Options.Value);
        return Path.Combine(folder, OperatingSystem.IsWindows() ? "PasswordCmdlets.Fuzzing.exe" : "PasswordCmdlets.Fuzzing");
    }
}
