using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Security;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>
/// A secret text (a password, a secret key, a session token) that is kept in a <see cref="SecureString"/> and shown only
/// to a callback, in a buffer that is cleared when the callback returns.
/// </summary>
/// <remarks>
/// The text never becomes a <see cref="string"/> here. Off Windows a SecureString is not encrypted in memory; what
/// this type guarantees everywhere is that copies are short-lived, cleared, and that <see cref="ToString"/> reveals nothing.
/// Instances are safe to use from several threads; equality is identity.
/// </remarks>
internal sealed class SecretText : IDisposable
{
    private readonly SecureString _value;

    /// <summary>Copies a secure string; the caller's instance is neither kept nor disposed.</summary>
    /// <param name="value">The secret.</param>
    public SecretText(SecureString value)
    {
        _value = value.Copy();
        _value.MakeReadOnly();
    }

    /// <summary>Copies characters; the caller clears its own buffer.</summary>
    /// <param name="value">The secret.</param>
    public SecretText(ReadOnlySpan<char> value)
    {
        _value = new SecureString();
        foreach (char character in value)
        {
            _value.AppendChar(character);
        }

        _value.MakeReadOnly();
    }

    /// <summary>Works on the revealed characters.</summary>
    /// <typeparam name="TState">What the callback needs besides the secret.</typeparam>
    /// <typeparam name="TResult">What the callback makes of it.</typeparam>
    /// <param name="secret">The characters; valid only until the callback returns.</param>
    /// <param name="state">The state given to <see cref="Reveal{TState, TResult}"/>.</param>
    public delegate TResult SecretReader<TState, TResult>(ReadOnlySpan<char> secret, TState state);

    /// <summary>The length in UTF-16 code units.</summary>
    public int Length => _value.Length;

    /// <summary>Shows the secret to a callback and clears the copy afterwards, also when the callback throws.</summary>
    /// <typeparam name="TState">What the callback needs besides the secret.</typeparam>
    /// <typeparam name="TResult">What the callback makes of it.</typeparam>
    /// <param name="state">Passed to the callback, so that it can be static.</param>
    /// <param name="reader">Reads the secret; it must not keep or copy it into a string.</param>
    public TResult Reveal<TState, TResult>(TState state, SecretReader<TState, TResult> reader)
    {
        int length = _value.Length;
        char[] buffer = ArrayPool<char>.Shared.Rent(Math.Max(length, 1));
        IntPtr unmanaged = Marshal.SecureStringToGlobalAllocUnicode(_value);
        try
        {
            Marshal.Copy(unmanaged, buffer, 0, length);
            return reader(buffer.AsSpan(0, length), state);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(unmanaged);
            Array.Clear(buffer, 0, length);
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    /// <summary>A new read-only <see cref="SecureString"/> with the same text; the caller disposes it.</summary>
    public SecureString ToSecureString()
    {
        SecureString copy = _value.Copy();
        copy.MakeReadOnly();
        return copy;
    }

    /// <summary>A copy without white space around it; the caller disposes it.</summary>
    internal SecretText Trim() => Reveal(0, static (secret, _) => new SecretText(secret.Trim()));

    /// <summary>Whether two secrets hold the same text, compared in time that depends on the lengths only.</summary>
    /// <param name="other">The other secret.</param>
    public bool SameTextAs(SecretText other)
    {
        char[] theirs = new char[other.Length];
        try
        {
            other.Reveal(theirs, static (secret, copy) =>
            {
                secret.CopyTo(copy);
                return true;
            });
            return Reveal(theirs, static (mine, theirs) => FixedTimeEquals(mine, theirs));
        }
        finally
        {
            Array.Clear(theirs, 0, theirs.Length);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _value.Dispose();

    /// <summary>Never the secret.</summary>
    public override string ToString() => "(secret)";

    private static bool FixedTimeEquals(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int difference = left.Length ^ right.Length;
        for (int i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            difference |= left[i] ^ right[i];
        }

        return difference == 0;
    }
}
