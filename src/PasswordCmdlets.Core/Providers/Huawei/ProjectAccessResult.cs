using PasswordCmdlets.Core.Operations;

namespace PasswordCmdlets.Core.Providers.Huawei;

/// <summary>The access to a project, or why there is none.</summary>
internal sealed record ProjectAccessResult(ProjectAccess? Access, TargetOutcome? Failure)
{
    /// <summary>Whether asking again cannot change it.</summary>
    public bool IsFinal { get; init; } = true;

    public static ProjectAccessResult Failed(TargetOutcome failure, bool isFinal = true) => new(null, failure) { IsFinal = isFinal };
}
