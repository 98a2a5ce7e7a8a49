using System;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>A restart in progress or completed.</summary>
/// <param name="Id">The id.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="BeganAt">When it began.</param>
/// <param name="EndsAt">When it ends.</param>
/// <param name="FailReason">Why it fails; null when it succeeds.</param>
internal sealed record EcsServerJob(string Id, string ProjectId, DateTimeOffset BeganAt, DateTimeOffset EndsAt, string? FailReason)
{
    /// <summary>The status as of a time.</summary>
    /// <param name="now">The time.</param>
    public string StatusAt(DateTimeOffset now) => now < EndsAt ? "RUNNING" : FailReason is null ? "SUCCESS" : "FAIL";
}
