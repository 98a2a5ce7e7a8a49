using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;
using PasswordCmdlets.Core.Credentials.Files;

namespace PasswordCmdlets.Core.Credentials.InstanceRoles;

/// <summary>The response of a metadata service; cleared when disposed.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="body">The content.</param>
internal sealed class MetadataResponse(int status, byte[] body) : IDisposable
{
    public int Status => status;

    /// <summary>The content as one line of harmless characters, a role name or a session token; null when it is anything else.</summary>
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
    public string Refusal(string whatIsMissing) => Status switch
    {
        404 => whatIsMissing,
        >= 300 and < 400 => "the metadata service returned a redirect, which is not followed",
        _ => $"the metadata service returned status {Status}",
    };

    public void Dispose() => Array.Clear(body, 0, body.Length);
}
