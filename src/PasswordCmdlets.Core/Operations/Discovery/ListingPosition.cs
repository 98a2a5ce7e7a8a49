namespace PasswordCmdlets.Core.Operations.Discovery;

/// <summary>Where the next page of a list begins.</summary>
/// <param name="Cursor"><see cref="TargetPage.Next"/> of the page before; null for the first page.</param>
/// <param name="EntryCount">How many entries the pages before had.</param>
internal sealed record ListingPosition(string? Cursor = null, int EntryCount = 0);
