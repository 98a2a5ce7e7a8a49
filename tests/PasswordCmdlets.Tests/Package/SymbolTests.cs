using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.Json;
using Xunit;

namespace PasswordCmdlets.Tests.Package;

/// <summary>Anyone can build the same assemblies again and step into their sources.</summary>
public sealed class SymbolTests(ModulePackage package)
{
    // https://github.com/dotnet/runtime/blob/main/docs/design/specs/PortablePdb-Metadata.md#source-link-c-and-vb-compilers
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    public static TheoryData<string> OwnAssemblies => new(
        "net8.0/PasswordCmdlets.dll",
        "net8.0/dependencies/PasswordCmdlets.Core.dll",
        "net472/PasswordCmdlets.dll",
        "net472/dependencies/PasswordCmdlets.Core.dll");

    [Theory]
    [MemberData(nameof(OwnAssemblies))]
    public void Our_assemblies_are_deterministic_and_carry_symbols_that_lead_to_the_public_sources(string file)
    {
        using PEReader image = new(File.OpenRead(Path.Combine(package.ModuleFolder, file)));
        ImmutableArray<DebugDirectoryEntry> entries = image.ReadDebugDirectory();
        Assert.Contains(entries, entry => entry.Type == DebugDirectoryEntryType.Reproducible);

        DebugDirectoryEntry embedded = Assert.Single(entries, entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using MetadataReaderProvider provider = image.ReadEmbeddedPortablePdbDebugDirectoryData(embedded);
        MetadataReader symbols = provider.GetMetadataReader();
        CustomDebugInformation link = Assert.Single(
            symbols.CustomDebugInformation.Select(symbols.GetCustomDebugInformation),
            information => symbols.GetGuid(information.Kind) == SourceLink);
        using JsonDocument map = JsonDocument.Parse(Encoding.UTF8.GetString(symbols.GetBlobBytes(link.Value)));
        JsonProperty documents = Assert.Single(map.RootElement.GetProperty("documents").EnumerateObject());
        Assert.Matches("^https://raw\\.githubusercontent\\.com/passwordcmdlets/PasswordCmdlets/[0-9a-f]{40}/\\*$",
            documents.Value.GetString());

        string root = documents.Name.TrimEnd('*');
        string[] sources =
        [
            .. symbols.Documents.Select(document => symbols.GetString(symbols.GetDocument(document).Name))
                .Where(name => !name.Contains("/obj/", StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.StartsWith(root, source, StringComparison.Ordinal));
        if (package.Configuration == "Release")
        {
            Assert.Equal("/_/", root);
        }
    }
}
