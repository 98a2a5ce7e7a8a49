using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Http;

/// <summary>
/// The parameters of a form body, percent-encoded as they are added, so that a secret is never a string. They are written in the order
/// that signatures demand.
/// </summary>
internal sealed class FormParameters : IDisposable
{
    private readonly SecretBuffer _values = new();
    private readonly List<Parameter> _parameters = [];

    public void Add(string name, string value)
    {
        using SecretBuffer utf8 = new(Math.Max(value.Length * 3, 1));
        Signing.WriteUtf8(value.AsSpan(), utf8);
        Add(name, utf8);
    }

    /// <summary>Adds a boolean as the API reads it; a null leaves the parameter out.</summary>
    public void Add(string name, bool? value)
    {
        if (value is { } given)
        {
            Add(name, given ? "true" : "false");
        }
    }

    public void Add(string name, SecretText value) => value.Reveal((self: this, name), static (characters, state) =>
    {
        using SecretBuffer utf8 = new(256);
        Signing.WriteUtf8(characters, utf8);
        state.self.Add(state.name, utf8);
        return true;
    });

    /// <summary>Writes <c>name=value</c> joined by <c>&amp;</c>, ordered by the names' code points.</summary>
    public void WriteTo(SecretBuffer destination)
    {
        _parameters.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        bool first = true;
        foreach (Parameter parameter in _parameters)
        {
            Signing.WriteUtf8((first ? string.Empty : "&").AsSpan(), destination);
            Signing.WriteUtf8(PercentEncoding.Encode(parameter.Name).AsSpan(), destination);
            Signing.WriteUtf8("=".AsSpan(), destination);
            destination.Write(_values.WrittenSpan.Slice(parameter.Start, parameter.Length));
            first = false;
        }
    }

    public void Dispose() => _values.Dispose();

    private void Add(string name, SecretBuffer utf8)
    {
        int start = _values.Length;
        PercentEncoding.Encode(utf8.WrittenSpan, _values);
        _parameters.Add(new Parameter(name, start, _values.Length - start));
    }

    private readonly record struct Parameter(string Name, int Start, int Length);
}
