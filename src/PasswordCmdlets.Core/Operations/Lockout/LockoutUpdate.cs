namespace PasswordCmdlets.Core.Operations.Lockout;

/// <summary>What became of an update of the shared records.</summary>
/// <param name="IsWritten">Whether the file has the changed records.</param>
/// <param name="Problem">What other processes do not know for that, and what to do; null when nothing.</param>
internal readonly record struct LockoutUpdate(bool IsWritten, string? Problem);
