namespace PasswordCmdlets.Core.Passwords;

/// <summary>What kind of publication a rule comes from.</summary>
internal enum RuleKind
{
    /// <summary>The provider's documentation as it stands.</summary>
    Current,

    /// <summary>Documentation of the same call as it once stood; servers of private or older clouds may still follow it.</summary>
    Earlier,

    /// <summary>Documentation of one region, partner cloud or language that differs from the main one.</summary>
    Regional,

    /// <summary>The provider's own SDK, CLI or Terraform provider.</summary>
    Tool,

    /// <summary>The account's own policy, as the provider returns it.</summary>
    Account,

    /// <summary>
    /// Kept for the record only: later documentation of every cloud contradicts it, so passwords are not validated against it.
    /// </summary>
    Superseded,
}
