using System;
using System.IO;
using System.Security;
using PasswordCmdlets.Core.Compatibility;

namespace PasswordCmdlets.Core.Credentials.Files;

/// <summary>A settings file as it was read: its settings, or why there are none.</summary>
internal sealed class CredentialFile : IDisposable
{
    // Far more than any tool writes. A log file in place of the credential file is not read to its end.
    private const int Largest = 1024 * 1024;

    private CredentialFile()
    {
    }

    /// <summary>Whether the file exists.</summary>
    public bool Exists { get; private init; }

    /// <summary>Why there are no settings; null when there are.</summary>
    public string? Problem { get; private init; }

    /// <summary>Whether every user of the machine can read or change it.</summary>
    public bool IsOpenToOthers { get; private init; }

    public SettingsDocument? Document { get; private init; }

    /// <summary>Reads and parses a file, and clears its bytes.</summary>
    public static CredentialFile Load(string path, Func<byte[], SettingsDocument> parse)
    {
        byte[] bytes = [];
        bool isOpenToOthers = false;
        try
        {
            if (Directory.Exists(path))
            {
                return new() { Exists = true, Problem = "is a directory" };
            }

            if (IsEmptyOrSpecial(path))
            {
                return new() { Problem = "is empty or not a regular file" };
            }

            // No buffer of the stream's own: it could not be cleared.
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            isOpenToOthers = FilePermissions.IsOpenToOthers(stream);
            if (stream.Length > Largest)
            {
                return new() { Exists = true, Problem = "is too large", IsOpenToOthers = isOpenToOthers };
            }

            bytes = new byte[stream.Length];
            int length = 0;
            for (int read; length < bytes.Length && (read = stream.Read(bytes, length, bytes.Length - length)) > 0;)
            {
                length += read;
            }

            return length == bytes.Length
                ? new() { Exists = true, Document = parse(bytes), IsOpenToOthers = isOpenToOthers }
                : new() { Exists = true, Problem = "changed while it was read", IsOpenToOthers = isOpenToOthers };
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return new() { Problem = "does not exist" };
        }
        catch (SettingsFormatException malformed)
        {
            return new() { Exists = true, Problem = malformed.Message, IsOpenToOthers = isOpenToOthers };
        }
        catch (Exception unreadable) when (unreadable is UnauthorizedAccessException or SecurityException)
        {
            return new() { Exists = true, Problem = "cannot be read: access is denied" };
        }
        catch (Exception unreadable) when (unreadable is IOException or NotSupportedException or ArgumentException)
        {
            return new() { Exists = true, Problem = "cannot be read" };
        }
        finally
        {
            Array.Clear(bytes, 0, bytes.Length);
        }
    }

    public void Dispose() => Document?.Dispose();

    // Opening a FIFO blocks until another process writes, and a device has no end. Their length is 0, like that of an empty file.
    // Windows has neither, and reports a length of 0 for a symbolic link.
    internal static bool IsEmptyOrSpecial(string path)
    {
#if NET
        return !OperatingSystem.IsWindows()
            && (File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)) is FileInfo { Length: 0 };
#else
        return false;
#endif
    }
}
