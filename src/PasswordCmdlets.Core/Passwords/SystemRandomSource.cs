using System;
using System.Security.Cryptography;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>The operating system's random numbers.</summary>
internal sealed class SystemRandomSource : IRandomSource
{
    /// <summary>The one instance; safe to use from several threads.</summary>
    public static SystemRandomSource Instance { get; } = new();

    /// <inheritdoc/>
    public void Fill(Span<byte> data) => RandomNumberGenerator.Fill(data);
}
