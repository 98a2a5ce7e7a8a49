using System;
using System.IO;

namespace PasswordCmdlets.Tests;

/// <summary>Where things are in the checkout that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string ModuleManifest => Path.Combine(Root, "output", "PasswordCmdlets", "PasswordCmdlets.psd1");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PasswordCmdlets.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run outside the repository.");
    }
}
