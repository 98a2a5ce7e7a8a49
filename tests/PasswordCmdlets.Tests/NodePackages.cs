using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Tests;

/// <summary>
/// The npm packages that tests in Node need. Restored as NuGet's are: when they are missing or older than their lock file.
/// </summary>
internal static class NodePackages
{
    private static readonly TimeSpan LongestInstall = TimeSpan.FromMinutes(10);

    /// <summary>Installs what the lock file of a folder specifies, unless it is there already. No script of a package runs.</summary>
    /// <exception cref="InvalidOperationException">npm could not install it; the message has what npm wrote.</exception>
    public static async Task RestoreAsync(string folder, CancellationToken cancellationToken)
    {
        // npm writes this file last.
        FileInfo installed = new(Path.Combine(folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
        {
            return;
        }

        string[] arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        ProcessStartInfo start = OperatingSystem.IsWindows() ? new("cmd.exe", ["/c", "npm", .. arguments]) : new("npm", arguments);
        start.WorkingDirectory = folder;
        (int exitCode, string output) = await ChildProcess.RunAsync(start, LongestInstall, cancellationToken);
        if (exitCode != 0)
        {
            throw new InvalidOperationException(
                $"npm ci in {folder} ended with {exitCode}. It needs the network once. npm wrote:\n{output}");
        }
    }
}
