using System;
using System.IO;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>A folder of one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("passwordcmdlets-").FullName;

    public string FileOf(string name) => Path.Combine(FullName, name);

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
