using System;
using System.Collections.Generic;
using System.Text;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Signing;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>The decoded parameters of a call, from the query and from a form body alike.</summary>
internal sealed class AlibabaParameters
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Decodes the parameters of a request.</summary>
    /// <param name="request">The request.</param>
    public AlibabaParameters(ApiRequest request)
    {
        Pairs = FormEncoding.Decode(request.Query);
        if (request.Header("Content-Type")?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
        {
            Pairs.AddRange(FormEncoding.Decode(Encoding.UTF8.GetString(request.Body.Span)));
        }

        foreach ((string name, string value) in Pairs)
        {
            _values.TryAdd(name, value);
        }
    }

    /// <summary>All parameters, in the order sent.</summary>
    public List<KeyValuePair<string, string>> Pairs { get; }

    /// <summary>All parameters by name.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>A parameter; null when it was not sent or is empty.</summary>
    /// <param name="name">Its name.</param>
    public string? this[string name] => _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>A flag.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The flag; null when it was not sent.</param>
    /// <returns>False when it was sent and is no flag.</returns>
    public bool TryFlag(string name, out bool? value)
    {
        value = this[name]?.ToUpperInvariant() switch
        {
            "TRUE" => true,
            "FALSE" => false,
            _ => null,
        };
        return value is not null || this[name] is null;
    }
}
