using System;
using System.IO;
using System.Security;
using System.Text;
using PasswordCmdlets.Core.Credentials.Files;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>Reads the token of an identity provider from a file.</summary>
internal static class TokenFile
{
    // The longest token that a provider's documents allow.
    private const int Longest = 20_000;

    /// <summary>The token without white space around it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The setting that specifies the file, for the message.</param>
    /// <exception cref="CredentialUnavailableException">The file has no token. The message does not show its content.</exception>
    public static SecretText Read(string path, string name)
    {
        byte[] bytes = [];
        char[] characters = [];
        try
        {
            if (Directory.Exists(path))
            {
                throw Unusable(path, name, "is a directory");
            }

            if (CredentialFile.IsEmptyOrSpecial(path))
            {
                throw Unusable(path, name, "is empty or not a regular file");
            }

            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            bytes = new byte[Longest + 64];
            int length = 0;
            for (int read; length < bytes.Length && (read = stream.Read(bytes, length, bytes.Length - length)) > 0;)
            {
                length += read;
            }

            characters = Encoding.UTF8.GetChars(bytes, 0, length);
            ReadOnlySpan<char> token = characters.AsSpan().Trim().Trim('\uFEFF');
            return token.IsEmpty
                ? throw Unusable(path, name, "is empty")
                : IsToken(token)
                    ? new SecretText(token)
                    : throw Unusable(path, name, "does not hold a token of an identity provider (three parts, joined by periods)");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unusable(path, name, "does not exist");
        }
        catch (Exception unreadable) when (unreadable is UnauthorizedAccessException or SecurityException)
        {
            throw Unusable(path, name, "cannot be read: access is denied");
        }
        catch (Exception unreadable) when (unreadable is IOException or NotSupportedException or ArgumentException)
        {
            throw Unusable(path, name, "cannot be read");
        }
        finally
        {
            Array.Clear(bytes, 0, bytes.Length);
            Array.Clear(characters, 0, characters.Length);
        }
    }

    // RFC 7519: header, payload and signature in base64url.
    private static bool IsToken(ReadOnlySpan<char> text)
    {
        int periods = 0;
        foreach (char character in text)
        {
            periods += character == '.' ? 1 : 0;
            bool isAllowed = character is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_' or '=' or '.';
            if (!isAllowed)
            {
                return false;
            }
        }

        return periods == 2 && text.Length <= Longest && text[0] != '.' && text.IndexOf("..".AsSpan()) < 0;
    }

    private static CredentialUnavailableException Unusable(string path, string name, string why) =>
        new($"the token file {(IsPath(path) ? $"{PrintableText.Line(path)} ({name})" : $"in {name}")} {why}; "
            + "have the pipeline write a current token to it");

    // A token may have been set instead of its path: it is not shown.
    private static bool IsPath(string path)
    {
        try
        {
            return Path.IsPathRooted(path) && Path.GetDirectoryName(path) is { Length: > 1 } folder && Directory.Exists(folder);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
