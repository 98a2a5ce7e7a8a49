using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;
using PasswordCmdlets.Tests.Package;
using Xunit;

[assembly: AssemblyFixture(typeof(ModulePackage))]

namespace PasswordCmdlets.Tests.Package;

/// <summary>The package that was built together with these tests, unpacked for as long as they need it.</summary>
public sealed class ModulePackage : IDisposable
{
    public ModulePackage()
    {
        string version = Property(Path.Combine(Repository.Root, "Directory.Build.props"), "Version");
        Configuration = typeof(ModulePackage).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        string folder = Configuration == "Release"
            ? Path.Combine(Repository.Root, "artifacts")
            : Path.Combine(Repository.Root, "src", "PasswordCmdlets", "bin", Configuration);
        Version = version;
        FilePath = Path.Combine(folder, $"PasswordCmdlets.{version}.nupkg");
        UnpackedFolder = Directory.CreateTempSubdirectory("passwordcmdlets-").FullName;

        // A folder that PSModulePath could name, with the module in it.
        ModuleFolder = Path.Combine(UnpackedFolder, "PasswordCmdlets");
        ZipFile.ExtractToDirectory(FilePath, ModuleFolder);
    }

    public string Version { get; }

    public string Configuration { get; }

    public string FilePath { get; }

    public string UnpackedFolder { get; }

    public string ModuleFolder { get; }

    public string Manifest => Path.Combine(ModuleFolder, "PasswordCmdlets.psd1");

    public XElement Metadata => XDocument.Load(Path.Combine(ModuleFolder, "PasswordCmdlets.nuspec")).Root!.Elements().First();

    /// <summary>The files of the package, without those that every NuGet package has.</summary>
    public IReadOnlyList<string> Files()
    {
        using ZipArchive archive = ZipFile.OpenRead(FilePath);
        return
        [
            .. archive.Entries.Select(entry => entry.FullName)
                .Where(name => name is not ("PasswordCmdlets.nuspec" or "[Content_Types].xml" or "_rels/.rels"))
                .Where(name => !name.StartsWith("package/services/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The files that src/PasswordCmdlets/Package.props names for this configuration.</summary>
    public IReadOnlyList<string> NamedFiles() =>
    [
        .. XDocument.Load(Path.Combine(Repository.Root, "src", "PasswordCmdlets", "Package.props"))
            .Descendants("PackagedFile")
            .Where(item => item.Parent!.Attribute("Condition") is null || Configuration == "Release")
            .Select(item => item.Attribute("Include")!.Value)
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose() => Directory.Delete(UnpackedFolder, recursive: true);

    private static string Property(string path, string name) => XDocument.Load(path).Descendants(name).Single().Value;
}
