using System;
using System.Collections.Generic;
using System.Text;
using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>Makes responses as received.</summary>
internal static class Wire
{
    public static WireResponse Response(int statusCode, string body, params (string Name, string Value)[] headers)
    {
        Dictionary<string, string> all = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in headers)
        {
            all[name] = value;
        }

        return new WireResponse { StatusCode = statusCode, Body = Encoding.UTF8.GetBytes(body), Headers = all };
    }
}
