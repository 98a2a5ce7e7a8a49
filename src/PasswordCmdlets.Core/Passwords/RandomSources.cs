using System;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>Where the generator takes its bytes from.</summary>
internal interface IRandomSource
{
    /// <summary>Fills a buffer with the next bytes.</summary>
    /// <param name="data">The buffer.</param>
    void Fill(Span<byte> data);
}
