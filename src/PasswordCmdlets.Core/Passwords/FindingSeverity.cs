namespace PasswordCmdlets.Core.Passwords;

/// <summary>The severity of a finding.</summary>
internal enum FindingSeverity
{
    /// <summary>Published rules disagree; the provider may still accept the password.</summary>
    Warning,

    /// <summary>Every published rule rejects the password; it should not be sent.</summary>
    Error,
}
