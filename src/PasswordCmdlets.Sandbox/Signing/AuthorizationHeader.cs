using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Sandbox.Signing;

/// <summary>
/// The header <c>ALGORITHM Name=value, Name=value</c> that four of the five signature schemes share. Alibaba writes no space
/// after the commas, the others do; both are read.
/// </summary>
internal sealed class AuthorizationHeader
{
    private readonly Dictionary<string, string> _values;

    private AuthorizationHeader(string algorithm, Dictionary<string, string> values)
    {
        Algorithm = algorithm;
        _values = values;
    }

    /// <summary>The name of the scheme.</summary>
    public string Algorithm { get; }

    /// <summary>The names in <c>SignedHeaders</c>, in the order sent.</summary>
    public string[] SignedHeaders => this["SignedHeaders"]?.Split(';') ?? [];

    /// <summary>The signature.</summary>
    public string? Signature => this["Signature"];

    /// <summary>A value by its name; null when the header does not have it.</summary>
    /// <param name="name">The name.</param>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Reads the header; null when it is missing or malformed.</summary>
    /// <param name="header">The header's value.</param>
    public static AuthorizationHeader? Parse(string? header)
    {
        int space = header?.IndexOf(' ', StringComparison.Ordinal) ?? -1;
        if (header is null || space <= 0)
        {
            return null;
        }

        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (Range range in header.AsSpan(space + 1).Split(','))
        {
            ReadOnlySpan<char> part = header.AsSpan(space + 1)[range].Trim();
            int equals = part.IndexOf('=');
            if (equals <= 0 || !values.TryAdd(part[..equals].ToString(), part[(equals + 1)..].ToString()))
            {
                return null;
            }
        }

        return new AuthorizationHeader(header[..space], values);
    }
}
