namespace PasswordCmdlets.Core.Providers.Huawei.Iam;

/// <summary>What a token is for: one project, by id or by name.</summary>
/// <param name="ProjectId">The id, where it is known.</param>
/// <param name="ProjectName">The name otherwise; a region's own project is called like the region.</param>
internal sealed record TokenScope(string? ProjectId, string? ProjectName);
