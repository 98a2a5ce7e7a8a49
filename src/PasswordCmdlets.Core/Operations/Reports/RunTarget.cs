namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>A target of a run, by the run's report.</summary>
/// <param name="Last">The last entry that the run wrote for it.</param>
/// <param name="ReplacedBy">A later run that set another password; null when there is none.</param>
internal sealed record RunTarget(ReportEntry Last, string? ReplacedBy)
{
    /// <summary>
    /// Whether its password may be in force and is not stored under the target's own name, so that the run's seed is needed.
    /// </summary>
    public bool NeedsSeed => ReplacedBy is null
        && (Last.IsUncertain || Last is { Status: nameof(ChangeStatus.Succeeded), SecretName: null });
}
