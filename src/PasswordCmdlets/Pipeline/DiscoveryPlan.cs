using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// Finds the lists that a command reads: resources, regions and ids, each validated before anything is sent.
/// <see cref="CommandFailure"/> when the command as a whole is unusable.
/// </summary>
internal sealed class DiscoveryPlan
{
    private const string AllRegions = "*";

    /// <summary>The names of providers; empty for those that have the resources.</summary>
    public required IReadOnlyList<string> Providers { get; init; }

    /// <summary>The names of resources; empty for each provider's main kind of instance.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>The regions; empty for the one that comes with the credential.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>The ids; empty for all targets.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    public required string? ProjectId { get; init; }

    public required ListingFilter Filter { get; init; }

    /// <summary>Receives a warning.</summary>
    public required Action<string> Warn { get; init; }

    /// <summary>The providers, each with what is listed of it.</summary>
    public IReadOnlyList<(ProviderDescriptor Provider, OperationDescriptor[] Operations)> Find()
    {
        ProviderDescriptor[] providers = [.. Providers.Select(Provider).Distinct()];
        if (providers.Length == 0)
        {
            providers = [.. ProviderCatalog.Providers.Where(provider => Resources.Count > 0 && OperationsOf(provider).Length > 0)];
        }

        if (Resources.FirstOrDefault(static name => ProviderCatalog.FindResource(name) is null) is { } unknown)
        {
            throw CommandFailure.Unknown(CatalogText.UnknownResource(unknown), unknown);
        }

        if (providers.Length == 0)
        {
            throw CommandFailure.Invalid(CatalogText.NothingToList());
        }

        (ProviderDescriptor Provider, OperationDescriptor[] Operations)[] found =
            [.. providers.Select(provider => (provider, OperationsOf(provider)))];
        OperationDescriptor[] all = [.. found.SelectMany(static item => item.Operations)];
        if (all.Length == 0)
        {
            throw CommandFailure.Invalid(CatalogText.NoListing(providers));
        }

        CheckRegions(providers);
        foreach ((ProviderDescriptor provider, _) in found.Where(static item => item.Operations.Length == 0))
        {
            Warn($"{provider} has none of the resources that -Resource names: nothing of it is listed.");
        }

        Array.ForEach(all, CheckFilters);
        CheckIds(all);
        CheckProject(all);
        return found;
    }

    /// <summary>The lists of one provider.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="operations">What is listed of it.</param>
    /// <param name="session">Its session.</param>
    public IEnumerable<ListingJob> JobsOf(ProviderDescriptor provider, OperationDescriptor[] operations, OpenSession session)
    {
        foreach (OperationDescriptor operation in operations)
        {
            string[] ids = [.. Ids.Where(operation.Ids.IsValid).Select(PasswordTarget.InstanceIdOf).Distinct(StringComparer.Ordinal)];
            if (Ids.Count > 0 && ids.Length == 0)
            {
                continue;
            }

            string?[] regions = operation.NeedsRegion ? [.. RegionsOf(provider, session.Credential.Region)] : [null];
            foreach (string? region in regions)
            {
                yield return new ListingJob(operation, operation.CreateListing!(), new ListingQuery
                {
                    Session = session.Session.Separate(),
                    Region = region,
                    IsOneOfAll = Regions.Contains(AllRegions),
                    ProjectId = operation.ProjectIds is null ? null : ProjectId,
                    Ids = ids,
                    Filter = Filter,
                });
            }
        }
    }

    private static ProviderDescriptor Provider(string name) =>
        ProviderCatalog.Find(name) ?? throw CommandFailure.Unknown(CatalogText.UnknownProvider(name), name);

    // Of a resource one operation has the listing.
    private OperationDescriptor[] OperationsOf(ProviderDescriptor provider) => Resources.Count == 0
        ? [.. provider.Listed.Take(1)]
        : [.. provider.Listed.Where(operation => Resources.Contains(operation.Resource, StringComparer.OrdinalIgnoreCase))];

    // The region of the credential goes first, because a credential that is wrong in another region may be right in its own.
    private IEnumerable<string> RegionsOf(ProviderDescriptor provider, string? own)
    {
        if (Regions.Count == 0)
        {
            return EndpointTable.IsRegionId(own)
                ? [own!]
                : throw new CommandFailure(
                    ErrorIds.RegionRequired,
                    ErrorCategory.InvalidArgument,
                    $"{provider} needs a region. Specify -Region, * for all of them, or set it where the credential comes from.");
        }

        return provider.Endpoints.Regions.Select(static region => region.Id)
            .Where(id => Regions.Contains(AllRegions) || Regions.Contains(id, StringComparer.OrdinalIgnoreCase))
            .OrderBy(id => id == own ? 0 : 1);
    }

    private void CheckRegions(ProviderDescriptor[] providers)
    {
        string[] named = [.. Regions.Where(static region => region != AllRegions)];
        foreach (string region in named.Where(region => !Array.Exists(providers, provider => Knows(provider, region))))
        {
            string shown = TargetText.IsPlainWord(region) ? $"'{region}'" : "The value";
            string names = string.Join(", ", providers.Select(static provider => provider.Name));
            throw CommandFailure.Unknown(
                $"{shown} is not a region of {names}. Press Tab after -Region to see them, or specify * for all.", region);
        }

        foreach (ProviderDescriptor provider in providers.Where(provider => named.Length > 0 && !Regions.Contains(AllRegions)
            && provider.Endpoints.Regions.Count > 0 && OperationsOf(provider).Any(static operation => operation.NeedsRegion)
            && !Array.Exists(named, region => Knows(provider, region))))
        {
            Warn($"{provider} has none of the regions that -Region names: nothing of it is listed.");
        }
    }

    private static bool Knows(ProviderDescriptor provider, string region) =>
        provider.Endpoints.Regions.Any(known => string.Equals(known.Id, region, StringComparison.OrdinalIgnoreCase));

    private void CheckFilters(OperationDescriptor operation)
    {
        string? problem = operation switch
        {
            _ when Filter.Tags.Count > 0 && !operation.CreateListing!().ShowsTags => "is listed without tags. Omit -Tag.",
            { TargetsUsers: true } when Filter.States.Count > 0 => "has no states. Omit -State.",
            { TargetsUsers: true } when Ids.Count > 0 => "has no instance ids. Use -Name.",
            _ => null,
        };
        if (problem is not null)
        {
            throw CommandFailure.Invalid($"{operation.Resource} {problem}");
        }
    }

    private void CheckIds(OperationDescriptor[] operations)
    {
        foreach (string id in Ids)
        {
            if (!Array.Exists(operations, operation => operation.Ids.IsValid(id)))
            {
                throw CommandFailure.Unknown(operations[0].Ids.Check(id)!, id);
            }
        }
    }

    private void CheckProject(OperationDescriptor[] operations)
    {
        if (ProjectId is null)
        {
            return;
        }

        OperationDescriptor operation = Array.Find(operations, static operation => operation.ProjectIds is not null)
            ?? throw CommandFailure.Invalid("Nothing that is listed belongs to a project. Omit -ProjectId.");
        if (operation.ProjectIds!.Check(ProjectId) is { } problem)
        {
            throw CommandFailure.Invalid(problem);
        }
    }
}
