using System;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>What may be done with a call whose answer was lost or was a server error.</summary>
internal enum Idempotency
{
    /// <summary>Changes nothing; may be sent as often as needed.</summary>
    ReadOnly,

    /// <summary>Sets a value; a second execution leaves the same state.</summary>
    Idempotent,

    /// <summary>A second execution does harm (burns a try, reboots again, powers off again); never resent once it may have arrived.</summary>
    NotIdempotent,
}
