namespace PasswordCmdlets.Core.Operations.Discovery;

/// <summary>What the state of a target means, whatever its provider calls it.</summary>
internal enum TargetState
{
    /// <summary>The provider returns no state, or one that is not documented.</summary>
    Unknown,

    Running,

    Stopped,

    /// <summary>It is becoming something else: starting, being resized, being backed up.</summary>
    Transitional,

    /// <summary>It is isolated, frozen, in rescue mode or failed.</summary>
    Unavailable,
}
