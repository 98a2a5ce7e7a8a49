using System;
using System.Linq;
using System.Text;
using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>Makes responses as received.</summary>
internal static class Wire
{
    public static WireResponse Response(int statusCode, string body, params (string Name, string Value)[] headers) => new()
    {
        StatusCode = statusCode,
        Body = Encoding.UTF8.GetBytes(body),
        Header = name => headers.FirstOrDefault(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase)).Value,
    };
}
