using System;
using System.Buffers;
using System.Collections.Generic;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations;

/// <summary>A provider's message while it is cleaned: in pooled memory that is cleared, so that no string holds what is taken out of it.</summary>
internal sealed class MessageBuffer : IDisposable
{
    private const string Redacted = "[redacted]";

    private char[] _text;
    private bool[] _shown;
    private int _length;

    public MessageBuffer(string text)
    {
        _text = ArrayPool<char>.Shared.Rent(text.Length);
        _shown = ArrayPool<bool>.Shared.Rent(text.Length);
        _length = text.Length;
        text.AsSpan().CopyTo(_text);
    }

    private Span<char> Text => _text.AsSpan(0, _length);

    /// <summary>Puts a mark in place of every secret that the message shows, in whatever notation.</summary>
    /// <returns>Whether it showed any.</returns>
    public bool Redact(IReadOnlyList<SecretText> secrets)
    {
        if (!Shows(secrets))
        {
            return false;
        }

        // Every mark replaces at least four characters.
        char[] clean = ArrayPool<char>.Shared.Rent((_length * Redacted.Length / SecretSearch.ShortestSecret) + Redacted.Length);
        int written = 0;
        for (int at = 0; at < _length; at++)
        {
            if (!_shown[at])
            {
                clean[written++] = _text[at];
            }
            else if (at == 0 || !_shown[at - 1])
            {
                Redacted.AsSpan().CopyTo(clean.AsSpan(written));
                written += Redacted.Length;
            }
        }

        Replace(clean, written);
        return true;
    }

    /// <summary>Whether the message shows any of the secrets.</summary>
    public bool Shows(IReadOnlyList<SecretText> secrets)
    {
        if (secrets.Count == 0)
        {
            return false;
        }

        Array.Clear(_shown, 0, _length);
        bool any = false;
        foreach (SecretText secret in secrets)
        {
            any |= SecretSearch.Mark(secret, _text, _shown, _length);
        }

        return any;
    }

    /// <summary>Makes one line of harmless characters, without blanks at its ends.</summary>
    /// <returns>Whether anything had to be changed.</returns>
    public bool Neutralise()
    {
        int breaks = 0;
        bool changed = false;
        for (int at = 0; at < _length; at++)
        {
            if (UnsafeCharacters.Contains(_text[at]))
            {
                _text[at] = ' ';
                changed = true;
            }

            breaks += BreaksCommand(at) ? 1 : 0;
        }

        if (breaks > 0)
        {
            BreakCommands(breaks);
        }

        return Trim() || changed || breaks > 0;
    }

    /// <summary>Bounds the length.</summary>
    /// <returns>Whether it was too long.</returns>
    public bool Cut(int longest, string ellipsis)
    {
        if (_length <= longest)
        {
            return false;
        }

        _length = longest;
        char[] cut = ArrayPool<char>.Shared.Rent(longest + ellipsis.Length);
        Text.CopyTo(cut);
        ellipsis.AsSpan().CopyTo(cut.AsSpan(longest));
        Replace(cut, longest + ellipsis.Length);
        return true;
    }

    public override string ToString() => new(_text, 0, _length);

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_text, clearArray: true);
        ArrayPool<bool>.Shared.Return(_shown);
        _text = [];
        _shown = [];
        _length = 0;
    }

    // Azure Pipelines acts on ##vso[…] and ##[…] anywhere in a line.
    private bool BreaksCommand(int at) => _text[at] == '#' && at > 0 && _text[at - 1] == '#';

    private void BreakCommands(int breaks)
    {
        char[] broken = ArrayPool<char>.Shared.Rent(_length + breaks);
        int written = 0;
        for (int at = 0; at < _length; at++)
        {
            if (BreaksCommand(at))
            {
                broken[written++] = ' ';
            }

            broken[written++] = _text[at];
        }

        Replace(broken, written);
    }

    private bool Trim()
    {
        int end = _length;
        while (end > 0 && char.IsWhiteSpace(_text[end - 1]))
        {
            end--;
        }

        int start = 0;
        while (start < end && char.IsWhiteSpace(_text[start]))
        {
            start++;
        }

        bool trimmed = start > 0 || end < _length;
        _text.AsSpan(start, end - start).CopyTo(_text);
        _length = end - start;
        return trimmed;
    }

    private void Replace(char[] text, int length)
    {
        ArrayPool<char>.Shared.Return(_text, clearArray: true);
        _text = text;
        _length = length;
        if (_shown.Length < length)
        {
            ArrayPool<bool>.Shared.Return(_shown);
            _shown = ArrayPool<bool>.Shared.Rent(length);
        }
    }
}
