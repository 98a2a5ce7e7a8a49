namespace PasswordCmdlets.Core.Passwords;

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Published rules disagree; the provider may still take the password.</summary>
    Warning,

    /// <summary>Every published rule rejects the password; it should not be sent.</summary>
    Error,
}
