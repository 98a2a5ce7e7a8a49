namespace PasswordCmdlets.Core.Operations;

/// <summary>What became of one target.</summary>
internal enum ChangeStatus
{
    /// <summary>In effect, according to the provider.</summary>
    Succeeded,

    /// <summary>Accepted by the provider, its completion not yet seen.</summary>
    Accepted,

    /// <summary>Certainly not changed.</summary>
    Failed,

    /// <summary>Approved and never sent.</summary>
    Cancelled,

    /// <summary>May or may not have taken effect.</summary>
    Unknown,
}
