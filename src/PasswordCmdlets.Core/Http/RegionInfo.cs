namespace PasswordCmdlets.Core.Http;

/// <summary>A region of a provider.</summary>
/// <param name="Id">What requests and endpoints call it: <c>cn-hangzhou</c>.</param>
/// <param name="Name">What people call it: <c>China (Hangzhou)</c>.</param>
internal sealed record RegionInfo(string Id, string Name);
