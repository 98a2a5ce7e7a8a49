namespace PasswordCmdlets.Core.Http;

/// <summary>An instance or user of a sandbox.</summary>
/// <param name="Id">The id, or the user's name.</param>
/// <param name="Region">Its region, zone or project; a user has none.</param>
/// <param name="State">Its state.</param>
/// <param name="Resource">What it is, where its provider has ids of one form for several resources; else null.</param>
internal sealed record SandboxTarget(string Id, string? Region, string? State, string? Resource);
