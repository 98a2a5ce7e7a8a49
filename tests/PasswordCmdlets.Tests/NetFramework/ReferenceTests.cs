using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PasswordCmdlets.Tests.Package;
using Xunit;

namespace PasswordCmdlets.Tests.NetFramework;

/// <summary>Windows PowerShell 5.1 on .NET Framework 4.7.2 has, or the package brings, all that the net472 files refer to.</summary>
public sealed class ReferenceTests(ModulePackage package)
{
    private static readonly string Framework = typeof(ReferenceTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "NetFrameworkReferences").Value!;

    [Fact]
    public void Every_reference_of_the_files_for_5_1_is_in_5_1_in_the_framework_or_in_the_package()
    {
        Dictionary<string, AssemblyFile> packaged = Read(Path.Combine(package.ModuleFolder, "net472"), SearchOption.AllDirectories);
        Dictionary<string, AssemblyFile> framework = Read(Framework, SearchOption.TopDirectoryOnly);
        foreach ((string name, AssemblyFile facade) in Read(Path.Combine(Framework, "Facades"), SearchOption.TopDirectoryOnly))
        {
            framework.TryAdd(name, facade);
        }

        List<string> problems = [];
        foreach (AssemblyFile file in packaged.Values)
        {
            foreach ((string name, Version version, string[] types) in file.References)
            {
                // The reference assembly of PowerShell 5 has this identity, and so has the one in 5.1.
                if (name == "System.Management.Automation")
                {
                    Expect(file.Name == "PasswordCmdlets" && version == new Version(3, 0, 0, 0), $"{file.Name} refers to {name} {version}");
                    continue;
                }

                // The package goes first, for our own requests come to us only when the framework has no such version.
                AssemblyFile? response = packaged.GetValueOrDefault(name) ?? framework.GetValueOrDefault(name);
                if (response is null)
                {
                    problems.Add($"{file.Name} refers to {name} {version}, which nothing brings");
                    continue;
                }

                Expect(response.Version >= version, $"{file.Name} refers to {name} {version}, and there is only {response.Version}");
                foreach (string type in types.Where(type => !response.Types.Contains(type)))
                {
                    problems.Add($"{file.Name} uses {type}, which is not in {name} {response.Version}");
                }
            }
        }

        Assert.NotEmpty(packaged);
        Assert.NotEmpty(framework);
        Assert.True(problems.Count == 0, string.Join('\n', problems));

        void Expect(bool condition, string problem)
        {
            if (!condition)
            {
                problems.Add(problem);
            }
        }
    }

    [Fact]
    public void Every_library_for_5_1_is_needed_by_another_file()
    {
        Dictionary<string, AssemblyFile> packaged = Read(Path.Combine(package.ModuleFolder, "net472"), SearchOption.AllDirectories);

        IEnumerable<string> unused = packaged.Keys.Except(["PasswordCmdlets"])
            .Except(packaged.Values.SelectMany(file => file.References).Select(reference => reference.Name));

        Assert.Empty(unused);
    }

    private static Dictionary<string, AssemblyFile> Read(string folder, SearchOption depth) =>
        Directory.EnumerateFiles(folder, "*.dll", depth).Select(AssemblyFile.Read).OfType<AssemblyFile>().ToDictionary(file => file.Name);

    private sealed record AssemblyFile(string Name, Version Version, HashSet<string> Types,
        List<(string Name, Version Version, string[] Types)> References)
    {
        public static AssemblyFile? Read(string path)
        {
            using PEReader image = new(File.OpenRead(path));
            if (!image.HasMetadata || image.GetMetadataReader() is not { IsAssembly: true } metadata)
            {
                return null;
            }

            AssemblyDefinition assembly = metadata.GetAssemblyDefinition();
            HashSet<string> types =
            [
                .. metadata.TypeDefinitions
                    .Select(metadata.GetTypeDefinition)
                    .Where(type => type.GetDeclaringType().IsNil)
                    .Select(type => Name(type.Namespace, type.Name)),
                .. metadata.ExportedTypes.Select(metadata.GetExportedType).Select(type => Name(type.Namespace, type.Name)),
            ];
            ILookup<EntityHandle, string> uses = metadata.TypeReferences.Select(metadata.GetTypeReference)
                .Where(type => type.ResolutionScope.Kind == HandleKind.AssemblyReference)
                .ToLookup(type => type.ResolutionScope, type => Name(type.Namespace, type.Name));
            List<(string, Version, string[])> references =
            [
                .. metadata.AssemblyReferences.Select(handle =>
                {
                    AssemblyReference reference = metadata.GetAssemblyReference(handle);
                    return (metadata.GetString(reference.Name), reference.Version, uses[handle].ToArray());
                }),
            ];
            return new(metadata.GetString(assembly.Name), assembly.Version, types, references);

            string Name(StringHandle space, StringHandle name) => $"{metadata.GetString(space)}.{metadata.GetString(name)}";
        }
    }
}
