namespace PasswordCmdlets.Core.Passwords;

/// <summary>The entry of a target's password in a vault.</summary>
/// <param name="Target">The target.</param>
/// <param name="PendingRunId">The run whose password may or may not be in effect; null for the password that is in effect.</param>
internal sealed record SecretEntry(SecretTarget Target, string? PendingRunId)
{
    /// <summary>The name of the entry.</summary>
    public override string ToString()
    {
        string name = SecretNames.ForTarget(Target);
        return PendingRunId is null ? name : SecretNames.ForPending(name, PendingRunId);
    }
}
