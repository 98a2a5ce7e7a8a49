using System;
using System.IO;
using SharpFuzz;

namespace PasswordCmdlets.Fuzzing.Engine;

/// <summary>A copy of this program beside it, whose engine counts its branches. Each run has its own, so that several may run.</summary>
internal sealed class InstrumentedCopy : IDisposable
{
    private const string Engine = "PasswordCmdlets.Core.dll";

    private readonly string _folder = Path.Combine(AppContext.BaseDirectory, $"instrumented-{Environment.ProcessId}");

    public InstrumentedCopy()
    {
        Directory.CreateDirectory(_folder);
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)), overwrite: true);
        }

        SharpFuzz.Fuzzer.Instrument(Path.Combine(_folder, Engine), static _ => true, Options.Value);
    }

    /// <summary>The executable of the copy.</summary>
    public string Program =>
        Path.Combine(_folder, OperatingSystem.IsWindows() ? "PasswordCmdlets.Fuzzing.exe" : "PasswordCmdlets.Fuzzing");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
