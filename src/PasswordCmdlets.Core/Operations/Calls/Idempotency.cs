namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>Whether a call may be sent again when its outcome is unknown or a server error.</summary>
internal enum Idempotency
{
    /// <summary>Changes nothing; may be sent as often as needed.</summary>
    ReadOnly,

    /// <summary>Sets a value; a second execution leaves the same state.</summary>
    Idempotent,

    /// <summary>
    /// A second execution does harm (spends an attempt, reboots or powers off again); never sent again once it may have arrived.
    /// </summary>
    NotIdempotent,
}
