using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace PasswordCmdlets.Tests;

/// <summary>A real PowerShell to run scripts in.</summary>
internal sealed class PowerShellHost
{
    private readonly string _path;

    private PowerShellHost(string path) => _path = path;

    /// <summary>The pwsh on PATH; null where there is none.</summary>
    public static PowerShellHost? Find()
    {
        string? path = ChildProcess.Find("pwsh");
        return path is null ? null : new PowerShellHost(path);
    }

    public bool HasModule(string name, string minimumVersion) =>
        Run(TimeSpan.FromMinutes(1), "-Command", $"[bool](Get-Module -ListAvailable {name} | Where-Object Version -ge '{minimumVersion}')").Trim().EndsWith("True", StringComparison.Ordinal);

    public string RunFile(string script, TimeSpan longest, params string[] arguments) => Run(longest, ["-File", script, .. arguments]);

    /// <summary>Runs a command and returns what it wrote to both streams.</summary>
    public string Run(TimeSpan longest, params string[] arguments)
    {
        ProcessStartInfo start = new(_path);
        start.ArgumentList.Add("-NoProfile");
        start.ArgumentList.Add("-NonInteractive");
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["NO_COLOR"] = "1";

        // Nobody listens there: whatever asks for an instance role does not reach a metadata service.
        start.Environment["PASSWORDCMDLETS_METADATA_ENDPOINT"] = "http://127.0.0.1:9";
        start.Environment["PASSWORDCMDLETS_SANDBOX"] = Path.Combine(AppContext.BaseDirectory, "PasswordCmdlets.Sandbox.dll");
        return ChildProcess.RunAsync(start, longest, CancellationToken.None).GetAwaiter().GetResult().Output;
    }
}
