using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using PasswordCmdlets.Loading;
using Xunit;

namespace PasswordCmdlets.Tests.NetFramework;

/// <summary>
/// In Windows PowerShell every module of a session raises the same AssemblyResolve event; our handler resolves our own requests only.
/// </summary>
public sealed class OwnRequestsTests : IDisposable
{
    private static readonly Assembly Module = typeof(OwnRequests).Assembly;
    private static readonly Assembly Library = typeof(FactAttribute).Assembly;
    private static readonly Assembly Stranger = typeof(OwnRequestsTests).Assembly;

    private readonly string _folder = Directory.CreateTempSubdirectory("passwordcmdlets-").FullName;
    private readonly List<string> _loads = [];
    private readonly OwnRequests _requests;

    public OwnRequestsTests()
    {
        File.WriteAllBytes(Path.Combine(_folder, "Polly.Core.dll"), []);
        _requests = new OwnRequests(Module, _folder, path =>
        {
            _loads.Add(Path.GetFileName(path));
            return Library;
        });
    }

    [Fact]
    public void The_module_gets_a_library_from_its_folder_once_whatever_version_it_asks_for()
    {
        Assert.Same(Library, _requests.Resolve(Module, "Polly.Core, Version=8.0.0.0, Culture=neutral, PublicKeyToken=c8a3ffc3f8f825cc"));
        Assert.Same(Library, _requests.Resolve(Module, "polly.core, Version=1.0.0.0"));
        Assert.Equal(["Polly.Core.dll"], _loads);
    }

    [Fact]
    public void A_library_of_ours_gets_what_it_needs()
    {
        Assert.Null(_requests.Resolve(Library, "Polly.Core"));

        _requests.Resolve(Module, "Polly.Core");

        Assert.Same(Library, _requests.Resolve(Library, "Polly.Core"));
    }

    [Fact]
    public void Nobody_else_gets_anything()
    {
        _requests.Resolve(Module, "Polly.Core");
        _loads.Clear();

        Assert.Null(_requests.Resolve(Stranger, "Polly.Core, Version=8.0.0.0"));
        Assert.Null(_requests.Resolve(null, "Polly.Core, Version=8.0.0.0"));
        Assert.Empty(_loads);
    }

    [Fact]
    public void What_is_not_in_the_folder_is_left_to_the_runtime()
    {
        Assert.Null(_requests.Resolve(Module, "System.Management.Automation, Version=3.0.0.0"));
        Assert.Null(_requests.Resolve(Module, "PasswordCmdlets.resources, Version=0.1.0.0"));
        Assert.Empty(_loads);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
