using System;
using System.IO;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>The folders of targets that read files.</summary>
internal static class TemporaryFolders
{
    /// <summary>Creates a folder that is deleted when the process ends.</summary>
    public static string Create()
    {
        string folder = Directory.CreateTempSubdirectory("fuzzing-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
