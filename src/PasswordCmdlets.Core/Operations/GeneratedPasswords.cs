using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations;

/// <summary>
/// A password of its own for each target, drawn from the run's seed: the same seed, target and attempt always give the same password, so
/// that every password the run may have set can be derived from the seed.
/// </summary>
internal sealed class GeneratedPasswords(RunSeed seed, string resource, PasswordPolicy policy) : IPasswordSource
{
    /// <summary>How many passwords a target may get: the second where the provider rejected the first.</summary>
    public const int MostAttempts = 2;

    public bool IsShared => false;

    public int MaximumAttempts => MostAttempts;

    public SecretText PasswordFor(PasswordTarget target, int attempt)
    {
        // RAM ignores the case of user names, and a person may type another one after a crash.
        string key = target.IsUser
            ? KeyOf(resource, target.Id.ToLowerInvariant(), userName: null)
            : KeyOf(resource, target.Id, target.UserName);
        string? user = target.IsUser ? target.UserName?.ToLowerInvariant() : target.UserName;
        return seed.DerivePassword(key, attempt, policy, userName: user);
    }

    /// <summary>
    /// What identifies a target within a run: what a person knows after a crash. A user is its own id; where the provider does
    /// not say whose the access key is, the access key id stands for its own user.
    /// </summary>
    public static string KeyOf(string resource, string id, string? userName) => $"{resource}\n{id}\n{userName}";
}
