namespace PasswordCmdlets.Core.Passwords;

/// <summary>The severity of a finding.</summary>
public enum FindingSeverity
{
    /// <summary>Published rules disagree; the provider may still accept the password.</summary>
    Warning,

    /// <summary>Every published rule rejects the password; it should not be sent.</summary>
    Error,
}
