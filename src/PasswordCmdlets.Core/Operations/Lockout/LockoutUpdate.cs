namespace PasswordCmdlets.Core.Operations.Lockout;

/// <summary>The result of an update of the shared records.</summary>
/// <param name="IsWritten">Whether the file has the changed records.</param>
/// <param name="Problem">Why other processes do not share the records, and what to do; null when they do.</param>
internal readonly record struct LockoutUpdate(bool IsWritten, string? Problem);
