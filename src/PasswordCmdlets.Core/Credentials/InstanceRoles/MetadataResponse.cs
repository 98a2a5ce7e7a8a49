using System;
using System.Linq;
using PasswordCmdlets.Core.Credentials.Files;

namespace PasswordCmdlets.Core.Credentials.InstanceRoles;

/// <summary>The response of a metadata service; cleared when disposed.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="body">The content.</param>
internal sealed class MetadataResponse(int status, byte[] body) : IDisposable
{
    // RAM: at most 64 letters, digits, periods and hyphens. CAM: at most 128 characters, these signs among them.
    private const int LongestName = 128;
    private const string NameSigns = "+=,.@_-";

    public int Status => status;

    /// <summary>The content as a role name.</summary>
    /// <exception cref="CredentialUnavailableException">It has not the form of one.</exception>
    public string RoleName() => Line() is { } line && IsName(line)
        ? line
        : throw new CredentialUnavailableException("the metadata service's response is not a role name");

    /// <summary>A role name from a file or a variable, as it is.</summary>
    /// <exception cref="CredentialUnavailableException">It has not the form of one; the message does not show it.</exception>
    public static string? CheckRoleName(string? role) => role is null || IsName(role)
        ? role
        : throw new CredentialUnavailableException(
            $"the name of the role has to be at most {LongestName} letters, digits and these characters: {NameSigns}");

    /// <summary>Why a response with an error code is not used. The code is shown only where it has the form of one.</summary>
    public static CredentialUnavailableException Error(string? code) => new(
        code is { Length: > 0 } && IsName(code)
            ? $"the metadata service returned '{code}'"
            : "the metadata service returned no success, and no error code that can be shown");

    /// <summary>The content as one line of harmless characters, such as a session token; null when it is anything else.</summary>
    public string? Line()
    {
        char[] text = Array.ConvertAll(body, static value => (char)value);
        try
        {
            ReadOnlySpan<char> line = text.AsSpan().Trim();
            int end = line.IndexOfAny('\r', '\n');
            line = end < 0 ? line : line.Slice(0, end);
            foreach (char character in line)
            {
                if (character is < '!' or > '~' or '<' or '>')
                {
                    return null;
                }
            }

            return line.IsEmpty || line.Length > 2048 ? null : line.ToString();
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    /// <summary>The content as JSON.</summary>
    /// <exception cref="CredentialUnavailableException">It is not JSON.</exception>
    public SettingsDocument Json()
    {
        try
        {
            return JsonSettings.Parse(body);
        }
        catch (SettingsFormatException)
        {
            throw new CredentialUnavailableException("the metadata service's response is not the expected JSON");
        }
    }

    /// <summary>Why a response with another status than 200 is not used.</summary>
    public string Rejection(string whatIsMissing) => Status switch
    {
        404 => whatIsMissing,
        >= 300 and < 400 => "the metadata service returned a redirect, which is not followed",
        _ => $"the metadata service returned status {Status}",
    };

    private static bool IsName(string text) =>
        text.Length is > 0 and <= LongestName && text.All(static character => NameSigns.Contains(character)
            || character is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'));

    public void Dispose() => Array.Clear(body, 0, body.Length);
}
