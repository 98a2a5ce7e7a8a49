using System;
using System.IO;

namespace PasswordCmdlets.Core.Operations.State;

/// <summary>
/// A random id in a state folder. Computers of one name, two containers say, have folders of their own, and so do their users.
/// </summary>
internal static class StateFolderId
{
    private const string FileName = "id";

    /// <summary>The id of a folder, which is created with it where it does not exist.</summary>
    /// <exception cref="IOException">The file cannot be written or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder belongs to another user.</exception>
    public static string Of(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            Create(path);
        }

        return File.ReadAllText(path);
    }

    // Whole from the first moment: another process may read it at any time.
    private static void Create(string path)
    {
        string whole = $"{path}-{Guid.NewGuid():N}";
        using (FileStream file = UserState.TryOpen(whole)!)
        using (StreamWriter text = new(file))
        {
            text.Write(Guid.NewGuid().ToString("N"));
        }

        try
        {
            File.Move(whole, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first.
            File.Delete(whole);
        }
    }
}
