using PasswordCmdlets.Core.Credentials;

namespace PasswordCmdlets.Core.Providers.Huawei;

/// <summary>What it takes to call a project: its id, and what signs.</summary>
/// <param name="ProjectId">The id, which every path carries.</param>
/// <param name="Credentials">The access key, or a token for this project.</param>
/// <param name="UsesToken">Whether calls carry a token rather than a signature.</param>
/// <param name="IsTemporary">Whether the access key ends.</param>
internal sealed record ProjectAccess(string ProjectId, ICredentialProvider Credentials, bool UsesToken, bool IsTemporary = false);
