using System;
using System.Collections.Generic;
using System.Net;
using System.Text;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>Decodes a form body the way servers do, a plus sign being a blank; rejects a repeated name.</summary>
internal static class FormDecoder
{
    public static Dictionary<string, string> Decode(ReadOnlySpan<byte> body)
    {
        Dictionary<string, string> parameters = new(StringComparer.Ordinal);
        foreach (string pair in Encoding.ASCII.GetString(body).Split('&'))
        {
            string[] parts = pair.Split('=');
            parameters.Add(WebUtility.UrlDecode(parts[0]), WebUtility.UrlDecode(parts[1]));
        }

        return parameters;
    }
}
