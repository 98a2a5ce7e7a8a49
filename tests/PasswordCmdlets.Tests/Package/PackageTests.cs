using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace PasswordCmdlets.Tests.Package;

/// <summary>What the PowerShell Gallery gets.</summary>
public sealed class PackageTests(ModulePackage package)
{
    [Fact]
    public void The_package_has_the_named_files_and_no_other()
    {
        Assert.Equal(package.NamedFiles(), package.Files());
    }

    [Fact]
    public void The_package_has_no_dependencies_and_no_libraries_to_compile_against()
    {
        Assert.DoesNotContain(package.Metadata.Elements(), element => element.Name.LocalName == "dependencies");
        Assert.DoesNotContain(package.Files(),
            file => file.StartsWith("lib/", StringComparison.Ordinal) || file.StartsWith("ref/", StringComparison.Ordinal));
    }

    [Fact]
    public void The_package_says_what_the_manifest_says()
    {
        string manifest = File.ReadAllText(package.Manifest);

        Assert.Equal("PasswordCmdlets", Metadata("id"));
        Assert.Equal(package.Version, Metadata("version"));
        Assert.Contains($"ModuleVersion          = '{package.Version}'", manifest, StringComparison.Ordinal);
        Assert.Contains($"'{Metadata("description")}'", manifest, StringComparison.Ordinal);
        Assert.Contains($"'{Metadata("projectUrl")}'", manifest, StringComparison.Ordinal);
        Assert.Contains($"'{Metadata("licenseUrl")}'", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tags_are_those_by_which_the_Gallery_finds_modules_editions_and_commands()
    {
        string[] tags = Metadata("tags").Split(' ');
        string[] cmdlets =
        [
            .. typeof(PasswordChangeResult).Assembly.GetExportedTypes()
                .SelectMany(type => type.GetCustomAttributesData())
                .Where(attribute => attribute.AttributeType == typeof(CmdletAttribute))
                .Select(attribute => $"{attribute.ConstructorArguments[0].Value}-{attribute.ConstructorArguments[1].Value}"),
        ];

        Assert.Superset(
            new HashSet<string>(["PSModule", "PSIncludes_Cmdlet", "PSEdition_Core", "PSEdition_Desktop", "Windows", "Linux", "MacOS"]),
            tags.ToHashSet());
        Assert.NotEmpty(cmdlets);
        Assert.All(cmdlets, cmdlet => Assert.Contains($"PSCmdlet_{cmdlet}", tags));
        Assert.All(cmdlets, cmdlet => Assert.Contains($"PSCommand_{cmdlet}", tags));
        Assert.Equal(tags.Length, tags.Distinct().Count());
    }

    [Fact]
    public void The_release_notes_are_a_section_of_the_changelog()
    {
        string changelog = File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md")).ReplaceLineEndings("\n");
        string notes = Metadata("releaseNotes").ReplaceLineEndings("\n");

        Assert.Contains(notes, changelog, StringComparison.Ordinal);
        Assert.DoesNotContain("\n## ", notes, StringComparison.Ordinal);
        Assert.Contains("Reset-CloudInstancePassword", notes, StringComparison.Ordinal);
    }

    [Fact]
    public void The_licences_of_all_libraries_in_the_package_are_in_it()
    {
        string notices = File.ReadAllText(Path.Combine(package.ModuleFolder, "THIRD-PARTY-NOTICES.txt"));
        Dictionary<string, string> versions = RestoredVersions();
        string[] libraries = Libraries();

        Assert.NotEmpty(libraries);
        Assert.All(libraries, library => Assert.Matches($@"(?m)^  {Regex.Escape(library)} {Regex.Escape(versions[library])}  ", notices));
        Assert.Equal(libraries.Length, Regex.Count(notices, @"(?m)^  \S+ \d+\.\d+\.\d+  .*(editions|5\.1)$"));
        Assert.Contains("BSD 3-Clause License", notices, StringComparison.Ordinal);
        Assert.Contains("The MIT License (MIT)", notices, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "LICENSE")),
            File.ReadAllText(Path.Combine(package.ModuleFolder, "LICENSE")));
    }

    [Fact]
    public void The_bill_of_materials_lists_every_library_of_the_package_and_no_other()
    {
        string text = File.ReadAllText(Path.Combine(package.ModuleFolder, "PasswordCmdlets.cdx.json"));
        using JsonDocument bill = JsonDocument.Parse(text);
        Dictionary<string, string> versions = RestoredVersions();

        JsonElement described = bill.RootElement.GetProperty("metadata").GetProperty("component");
        Assert.Equal($"PasswordCmdlets {package.Version}", $"{described.GetProperty("name")} {described.GetProperty("version")}");
        Assert.Equal(
            Libraries().Select(library => $"{library} {versions[library]}").Order(StringComparer.Ordinal),
            bill.RootElement
                .GetProperty("components")
                .EnumerateArray()
                .Select(component => $"{component.GetProperty("name")} {component.GetProperty("version")}")
                .Order(StringComparer.Ordinal));

        // A build that anyone can repeat says neither when nor where.
        Assert.DoesNotContain("timestamp", text, StringComparison.Ordinal);
        Assert.DoesNotContain("serialNumber", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Repository.Root, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_assembly_runs_on_every_architecture() =>
        Assert.All(Assemblies().Where(static file => !IsPrecompiled(file)), static file =>
        {
            using PEReader image = new(File.OpenRead(file));
            CorFlags flags = Assert.IsType<CorHeader>(image.PEHeaders.CorHeader).Flags;
            Assert.Equal(Machine.I386, image.PEHeaders.CoffHeader.Machine);
            Assert.Equal(CorFlags.ILOnly, flags & (CorFlags.ILOnly | CorFlags.Requires32Bit));
        });

    [Fact]
    public void Every_precompiled_assembly_has_the_version_id_of_the_portable_one()
    {
        // A Debug build has none.
        string[] precompiled = [.. Assemblies().Where(IsPrecompiled)];
        Assert.Equal(package.NamedFiles().Count(IsPrecompiled), precompiled.Length);
        Assert.All(precompiled, static file =>
        {
            using PEReader image = new(File.OpenRead(file));
            Assert.NotEqual(0, image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
            Assert.Equal(VersionId(Path.Combine(Path.GetDirectoryName(file)!, "..", Path.GetFileName(file))), VersionId(file));
        });
    }

    [Fact]
    public async Task Real_PowerShell_finds_the_unpacked_manifest_clean_and_imports_it()
    {
        PowerShellHost shell = await PowerShellHost.FindAsync();

        string output = await shell.RunAsync(
            TimeSpan.FromMinutes(2),
            "-Command",
            $$"""
            $ErrorActionPreference = 'Stop'; $WarningPreference = 'Stop'
            $manifest = Test-ModuleManifest -Path '{{package.Manifest}}'
            $module = Import-Module '{{package.Manifest}}' -PassThru
            "exports: $(@(Compare-Object @($manifest.ExportedCmdlets.Keys) @((Get-Command -Module PasswordCmdlets).Name)).Count) differ"
            "editions: $($manifest.CompatiblePSEditions)"
            "works: $((New-CloudPassword -For Ram).GetType().Name)"
            "help: $((Get-Help Reset-CloudInstancePassword).Synopsis.Length -gt 40)"
            """);

        Assert.Equal("exports: 0 differ\neditions: Core Desktop\nworks: SecureString\nhelp: True", output.ReplaceLineEndings("\n").Trim());
    }

    private string Metadata(string name) => package.Metadata.Elements().Single(element => element.Name.LocalName == name).Value;

    private IEnumerable<string> Assemblies() => Directory.EnumerateFiles(package.ModuleFolder, "*.dll", SearchOption.AllDirectories);

    private static bool IsPrecompiled(string file) => Path.GetFileName(Path.GetDirectoryName(file)) is "linux-x64" or "win-x64";

    private static Guid VersionId(string file)
    {
        using PEReader image = new(File.OpenRead(file));
        MetadataReader metadata = image.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }

    // The third-party libraries in the package, by the name of the assembly.
    private string[] Libraries() =>
    [
        .. package.Files().Where(file => file.Contains("/dependencies/", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => !name.StartsWith("PasswordCmdlets", StringComparison.Ordinal))
            .Distinct(),
    ];

    // The versions that NuGet resolved, by the name of the package; every library here is named as its package is.
    private static Dictionary<string, string> RestoredVersions()
    {
        using JsonDocument assets =
            JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "PasswordCmdlets", "obj", "project.assets.json")));
        return assets.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library => library.Name.Split('/'))
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }
}
