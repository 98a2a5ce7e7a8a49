using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Credentials;

namespace PasswordCmdlets.Core.Http;

/// <summary>A provider's regions, its services' endpoints and the domains it answers from, as data.</summary>
public sealed class EndpointTable
{
    private readonly ServiceEndpoints[] _services;

    internal EndpointTable(CloudProvider provider, RegionInfo[] regions, string[] domains, params ServiceEndpoints[] services)
    {
        Provider = provider;
        Regions = regions;
        Domains = domains;
        _services = services;
    }

    /// <summary>Whose table this is.</summary>
    public CloudProvider Provider { get; }

    /// <summary>The regions known today, for completion; a region that is not among them may still be used.</summary>
    public IReadOnlyList<RegionInfo> Regions { get; }

    /// <summary>The domains the provider's API hosts are in.</summary>
    public IReadOnlyList<string> Domains { get; }

    /// <summary>
    /// Whether a text has the form of a region id: lower-case letters and digits in parts joined by single hyphens, letters first.
    /// Anything else could put a foreign host name together.
    /// </summary>
    /// <param name="region">The text.</param>
    public static bool IsRegionId(string? region)
    {
        if (region is not { Length: >= 2 and <= 40 } || region[0] is < 'a' or > 'z' || region.EndsWith('-'))
        {
            return false;
        }

        for (int i = 1; i < region.Length; i++)
        {
            bool allowed = region[i] is (>= 'a' and <= 'z') or (>= '0' and <= '9') || (region[i] == '-' && region[i - 1] != '-');
            if (!allowed)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a service has an endpoint of its own in each region, so that there is none without one.</summary>
    /// <param name="service">The service: <c>ecs</c>.</param>
    public bool NeedsRegion(string service) => RuleFor(Find(service), region: null).NeedsRegion;

    /// <summary>The endpoint of a service.</summary>
    /// <param name="service">The service: <c>ecs</c>, <c>ram</c>; <c>cvm</c>; <c>dcs</c>, <c>iam</c>; <c>console</c>.</param>
    /// <param name="region">The region, known or new; null or empty for a service without regions.</param>
    /// <exception cref="ArgumentException">The region is malformed, or is missing although the service has one endpoint for each.</exception>
    public Uri Resolve(string service, string? region)
    {
        ServiceEndpoints endpoints = Find(service);
        region = string.IsNullOrEmpty(region) ? null : region;
        if (region is not null && !IsRegionId(region))
        {
            throw new ArgumentException(
                $"'{PrintableText.Of(region)}' is not a region id of {Provider}: lower-case letters, digits and single hyphens are allowed{Example()}.",
                nameof(region));
        }

        EndpointRule rule = RuleFor(endpoints, region);
        if (region is null && rule.NeedsRegion)
        {
            throw new ArgumentException($"{Provider} {service} has an endpoint for each region, so a region is needed{Example()}.", nameof(region));
        }

        return rule.For(region);
    }

    /// <summary>Other published endpoints of a service, an international site's say, for the completion of <c>-Endpoint</c>.</summary>
    /// <param name="service">The service: <c>cvm</c>.</param>
    public IReadOnlyList<Uri> Alternatives(string service) => Find(service).Alternatives;

    private static EndpointRule RuleFor(ServiceEndpoints endpoints, string? region)
        => Array.Find(endpoints.Rules, rule => rule.Fits(region)) ?? throw new InvalidOperationException($"No endpoint rule of {endpoints.Service} fits.");

    private string Example() => Regions.Count == 0 ? string.Empty : $", such as {Regions[0].Id}";

    private ServiceEndpoints Find(string service)
        => Array.Find(_services, candidate => candidate.Service == service)
            ?? throw new ArgumentException($"{Provider} has no service '{service}'.", nameof(service));
}
