using System;
using FsCheck;

namespace PasswordCmdlets.Core.Tests.Passwords;

internal static class Seeded
{
#if NETFRAMEWORK
    // Mono takes ten times as long for a case. What depends on the framework shows in fewer.
    private const int Share = 10;
#else
    private const int Share = 1;
#endif

    /// <summary>Throws on the first counterexample; the same cases every time.</summary>
    public static Config Config(int tests) => FsCheck.Config.QuickThrowOnFailure
        .WithMaxTest(Math.Max(tests / Share, 100))
        .WithReplay(20260101, 20260103);
}
