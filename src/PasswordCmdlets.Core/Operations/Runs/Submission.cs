namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>Whether a run accepted a target.</summary>
internal enum Submission
{
    /// <summary>Accepted; it will have exactly one result.</summary>
    Accepted,

    /// <summary>Too many targets are in memory; handle events and try again.</summary>
    Full,

    /// <summary>The same target is already in the run.</summary>
    Duplicate,
}
