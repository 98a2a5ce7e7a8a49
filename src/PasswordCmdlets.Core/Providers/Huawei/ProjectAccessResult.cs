using PasswordCmdlets.Core.Operations;

namespace PasswordCmdlets.Core.Providers.Huawei;

/// <summary>The access to a project, or why there is none.</summary>
internal sealed record AccessResponse(ProjectAccess? Access, TargetOutcome? Failure)
{
    /// <summary>Whether a second request would have the same response.</summary>
    public bool Lasts { get; init; } = true;

    public static AccessResponse Failed(TargetOutcome failure, bool lasts = true) => new(null, failure) { Lasts = lasts };
}
