namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>Identifies a target in a report. A user belongs to an account; an instance is one target under every access key.</summary>
internal sealed record TargetKey(
    string Provider, string Resource, string? Region, string? Project, string? Instance, string? User, string? Account)
{
    /// <summary>The target of an entry. RAM ignores the case of user names.</summary>
    public static TargetKey Of(ReportEntry entry) => new(
        entry.Provider,
        entry.Resource,
        entry.Region,
        entry.ProjectId,
        entry.InstanceId,
        entry.InstanceId is null ? entry.UserName?.ToUpperInvariant() : entry.UserName,
        entry.InstanceId is null ? entry.Account : null);
}
