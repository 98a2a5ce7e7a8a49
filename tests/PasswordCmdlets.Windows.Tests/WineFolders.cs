using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace PasswordCmdlets.Tests.Windows;

/// <summary>Where the build put, and the tests keep, what runs under Wine.</summary>
internal static class WineFolders
{
    public static string PowerShell => Path.Combine(Value("PowerShell"), "pwsh.exe");

    public static string Pester => Value("Pester");

    public static string Prefix => Path.Combine(Value("WineCache"), "prefix");

    public static string DotNetRoot => Path.Combine(Value("WineCache"), "dotnet");

    /// <summary>Held while the prefix or the dotnet root is prepared: two test runs of one checkout share them.</summary>
    public static string Lock => Path.Combine(Value("WineCache"), "lock");

    /// <summary>Whether the packages were restored; they are only where Wine was installed at that time.</summary>
    public static bool AreRestored =>
        Array.TrueForAll(["OlderRuntime", "Runtime", "DesktopRuntime", "PowerShell"], static key => Directory.Exists(Value(key)));

    /// <summary>The path of a file as programs under Wine see it.</summary>
    public static string ToWindows(string path) => "Z:" + Path.GetFullPath(path).Replace('/', '\\');

    /// <summary>Lays a dotnet root out of links to the packages, with the frameworks that PowerShell 7.4 and 7.6 are built for.</summary>
    public static void LayOutDotNetRoot()
    {
        // Anew each time: it takes no time, and a link may lead to a package that is no longer there.
        if (Directory.Exists(DotNetRoot))
        {
            Directory.Delete(DotNetRoot, recursive: true);
        }

        Link("OlderRuntime", "Microsoft.NETCore.App");
        Link("Runtime", "Microsoft.NETCore.App");
        Link("DesktopRuntime", "Microsoft.WindowsDesktop.App");
        string version = Path.GetFileName(Value("Runtime"));
        string host = Directory.CreateDirectory(Path.Combine(DotNetRoot, "host", "fxr", version)).FullName;
        string resolver = Path.Combine(Value("Runtime"), "runtimes", "win-x64", "native", "hostfxr.dll");
        File.CreateSymbolicLink(Path.Combine(host, "hostfxr.dll"), resolver);
    }

    private static void Link(string key, string framework)
    {
        string package = Value(key);
        string target = Directory.CreateDirectory(Path.Combine(DotNetRoot, "shared", framework, Path.GetFileName(package))).FullName;
        string runtime = Path.Combine(package, "runtimes", "win-x64");
        string library = Directory.EnumerateDirectories(Path.Combine(runtime, "lib")).Single();
        foreach (string file in Directory.EnumerateFiles(library).Concat(Directory.EnumerateFiles(Path.Combine(runtime, "native"))))
        {
            File.CreateSymbolicLink(Path.Combine(target, Path.GetFileName(file)), file);
        }
    }

    private static string Value(string key) =>
        typeof(WineFolders).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
