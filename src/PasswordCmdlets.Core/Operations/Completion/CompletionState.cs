namespace PasswordCmdlets.Core.Operations.Completion;

/// <summary>The state of the run's own operation, as a describe call shows it.</summary>
internal enum CompletionState
{
    /// <summary>Not completed, or not visible yet.</summary>
    Pending,

    Succeeded,

    Failed,

    /// <summary>Another operation came after it; how it ended is no longer visible.</summary>
    Superseded,
}
