using System;

namespace PasswordCmdlets.Core.Http;

/// <summary>One line of a service's endpoint table.</summary>
/// <param name="Region">A region id, <c>*</c> and the end of one, or <c>*</c> alone for all, a region not given included.</param>
/// <param name="Host">The host; <c>{region}</c> in it stands for the region id.</param>
internal sealed record EndpointRule(string Region, string Host)
{
    private const string Placeholder = "{region}";

    /// <summary>Whether the host depends on the region, which then has to be given.</summary>
    public bool NeedsRegion => Host.Contains(Placeholder, StringComparison.Ordinal);

    public bool Fits(string? region)
    {
        if (Region == "*")
        {
            return true;
        }

        if (region is null)
        {
            return false;
        }

        return Region.StartsWith('*')
            ? region.EndsWith(Region.Substring(1), StringComparison.Ordinal)
            : string.Equals(region, Region, StringComparison.Ordinal);
    }

    public Uri For(string? region) => new("https://" + Host.Replace(Placeholder, region));
}
