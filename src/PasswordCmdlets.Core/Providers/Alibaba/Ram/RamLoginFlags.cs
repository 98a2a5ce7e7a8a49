namespace PasswordCmdlets.Core.Providers.Alibaba.Ram;

/// <summary>The flags of a login profile; null where not specified.</summary>
/// <param name="PasswordResetRequired">Whether the user has to choose a new password at the next logon.</param>
/// <param name="MfaBindRequired">Whether the user has to bind an MFA device.</param>
internal sealed record RamLoginFlags(bool? PasswordResetRequired, bool? MfaBindRequired)
{
    public bool AreComplete => PasswordResetRequired is not null && MfaBindRequired is not null;

    /// <summary>These flags, and those of another where these say nothing.</summary>
    public RamLoginFlags Or(RamLoginFlags other) =>
        new(PasswordResetRequired ?? other.PasswordResetRequired, MfaBindRequired ?? other.MfaBindRequired);
}
