using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Credentials;

namespace PasswordCmdlets.Core.Http;

/// <summary>A provider's regions, its services' endpoints and the domains of its hosts, as data.</summary>
internal sealed class EndpointTable
{
    private readonly ServiceEndpoints[] _services;

    internal EndpointTable(string provider, RegionInfo[] regions, string[] domains, params ServiceEndpoints[] services)
    {
        Provider = provider;
        Regions = regions;
        Domains = domains;
        _services = services;
    }

    /// <summary>Whose table this is.</summary>
    public string Provider { get; }

    /// <summary>The regions known today, for completion; a region that is not among them may still be used.</summary>
    public IReadOnlyList<RegionInfo> Regions { get; }

    /// <summary>
    /// The domains that the hosts of the provider's services are in: <c>service.domain</c> or <c>service.region.domain</c>.
    /// </summary>
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

    /// <summary>The endpoint of a service.</summary>
    /// <param name="service">The service: <c>ecs</c>, <c>ram</c>; <c>cvm</c>; <c>dcs</c>, <c>iam</c>; <c>console</c>.</param>
    /// <param name="region">The region, known or new; null or empty for a service without regions.</param>
    /// <exception cref="ArgumentException">
    /// The region is malformed, or is missing although the service has one endpoint for each.
    /// </exception>
    public Uri Resolve(string service, string? region)
    {
        ServiceEndpoints endpoints = Find(service);
        region = string.IsNullOrEmpty(region) ? null : region;
        if (region is not null && !IsRegionId(region))
        {
            throw new ArgumentException(
                $"'{PrintableText.Of(region)}' is not a region id of {Provider}: "
                + $"lower-case letters, digits and single hyphens are allowed{Example()}.",
                nameof(region));
        }

        EndpointRule rule = RuleFor(endpoints, region);
        if (region is null && rule.NeedsRegion)
        {
            throw new ArgumentException(
                $"{Provider} {service} has an endpoint for each region, so a region is needed{Example()}.",
                nameof(region));
        }

        return rule.For(region);
    }

    /// <summary>
    /// Whether a host has the form of one of the services' hosts: <c>ecs.aliyuncs.com</c>, <c>ecs-vpc.cn-beijing.aliyuncs.com</c>. Other
    /// hosts in the provider's domains may belong to a tenant: <c>bucket.oss-cn-beijing.aliyuncs.com</c>.
    /// </summary>
    /// <param name="host">The host name.</param>
    public bool HasServiceHost(string host)
    {
        string name = host.TrimEnd('.').ToLowerInvariant();
        foreach (string domain in Domains)
        {
            if (name.EndsWith("." + domain, StringComparison.Ordinal))
            {
                string[] labels = name.Substring(0, name.Length - domain.Length - 1).Split('.');
                if (labels.Length <= 2
                    && Array.Exists(_services, service => IsHostLabel(labels[0], service.Service))
                    && (labels.Length == 1 || IsRegionLabel(labels[1])))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether a host is in one of the provider's domains, or is such a domain.</summary>
    /// <param name="host">The host name.</param>
    internal bool HasHost(string host)
    {
        string name = "." + host.TrimEnd('.');
        return Domains.Any(domain => name.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
    }

    private static EndpointRule RuleFor(ServiceEndpoints endpoints, string? region)
        => Array.Find(endpoints.Rules, rule => rule.Fits(region))
            ?? throw new InvalidOperationException($"No endpoint rule of {endpoints.Service} fits.");

    // ecs; ecs-vpc: within the cloud; iam-pub: of one region; ecs-cn-hangzhou: the oldest form.
    private static bool IsHostLabel(string label, string service)
        => label == service
            || (label.StartsWith(service + "-", StringComparison.Ordinal)
                && label.Substring(service.Length + 1) is var rest
                && (rest is "vpc" or "pub" || IsRegionLabel(rest)));

    // Every region id begins with an area of two letters. oss-cn-beijing is no region: bucket names stand before it.
    private static bool IsRegionLabel(string label)
        => label.Length > 3 && label[1] is >= 'a' and <= 'z' && label[2] == '-' && IsRegionId(label);

    private string Example() => Regions.Count == 0 ? string.Empty : $", such as {Regions[0].Id}";

    private ServiceEndpoints Find(string service)
        => Array.Find(_services, candidate => candidate.Service == service)
            ?? throw new ArgumentException($"{Provider} has no service '{service}'.", nameof(service));
}
