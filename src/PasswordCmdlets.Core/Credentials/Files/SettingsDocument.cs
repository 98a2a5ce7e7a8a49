using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Core.Credentials.Files;

/// <summary>A parsed settings file. All of its values are cleared when it is disposed.</summary>
internal sealed class SettingsDocument : IDisposable
{
    private readonly List<char[]> _buffers = [];

    public Settings Root { get; } = new();

    /// <summary>Copies a value into a buffer that is cleared with the document.</summary>
    public char[] Keep(ReadOnlySpan<char> value)
    {
        char[] buffer = value.ToArray();
        _buffers.Add(buffer);
        return buffer;
    }

    public void Dispose()
    {
        foreach (char[] buffer in _buffers)
        {
            Array.Clear(buffer, 0, buffer.Length);
        }

        _buffers.Clear();
    }
}
