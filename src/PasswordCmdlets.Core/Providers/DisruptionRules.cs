namespace PasswordCmdlets.Core.Providers;

/// <summary>What <c>-Restart</c> and <c>-Force</c> do to a target, as data. The texts of ShouldProcess begin with a semicolon.</summary>
internal sealed record DisruptionRules
{
    /// <summary>Why <c>-Restart</c> is rejected; null where it is supported.</summary>
    public string? RestartRejection { get; init; }

    /// <summary>What <c>-Restart</c> does, for ShouldProcess.</summary>
    public string RestartText { get; init; } = string.Empty;

    /// <summary>What <c>-Force</c> does without <c>-Restart</c>, for ShouldProcess.</summary>
    public string ForceText { get; init; } = string.Empty;

    /// <summary>What <c>-Restart</c> and <c>-Force</c> do together, for ShouldProcess.</summary>
    public string ForcedRestartText { get; init; } = string.Empty;

    /// <summary>The warning that <c>-Force</c> without <c>-Restart</c> has no effect; null where it has one.</summary>
    public string? ForceWarning { get; init; }

    /// <summary>What the options do to a target; empty when they do nothing.</summary>
    public string Announce(OperationOptions options) => (options.Restart, options.Force) switch
    {
        (true, true) => ForcedRestartText,
        (true, false) => RestartText,
        (false, true) => ForceText,
        _ => string.Empty,
    };

    /// <summary>The warning that goes with the options; null when there is none.</summary>
    public string? WarningFor(OperationOptions options) => options is { Force: true, Restart: false } ? ForceWarning : null;
}
