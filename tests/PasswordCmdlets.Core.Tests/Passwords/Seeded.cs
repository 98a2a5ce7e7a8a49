using FsCheck;

namespace PasswordCmdlets.Core.Tests.Passwords;

internal static class Seeded
{
    /// <summary>Throws on the first counterexample; the same cases every time.</summary>
    public static Config Config(int tests) => FsCheck.Config.QuickThrowOnFailure
        .WithMaxTest(tests)
        .WithReplay(20260101, 20260103);
}
