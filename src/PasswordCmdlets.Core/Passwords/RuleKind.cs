namespace PasswordCmdlets.Core.Passwords;

/// <summary>What kind of publication a rule comes from.</summary>
public enum RuleKind
{
    /// <summary>The provider's documentation as it stands.</summary>
    Current,

    /// <summary>Documentation of the same call as it once stood; servers of private or older clouds may still follow it.</summary>
    Earlier,

    /// <summary>Documentation of one region, partner cloud or language that says something else than the main one.</summary>
    Regional,

    /// <summary>The provider's own SDK, CLI or Terraform provider.</summary>
    Tool,

    /// <summary>What the account itself is set to, asked from the provider.</summary>
    Account,

    /// <summary>
    /// Kept for the record only: later documentation of every cloud contradicts it, so it takes no part in a validation result.
    /// </summary>
    Superseded,
}
