using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// The messages about a name that is not in the catalog. A name that is not a plain word may hold a secret and is not shown.
/// </summary>
internal static class CatalogText
{
    /// <summary>The names of all providers.</summary>
    public static IEnumerable<string> ProviderNames => NamesOf(ProviderCatalog.Providers);

    /// <summary>The names of the providers whose instances Reset-CloudInstancePassword resets.</summary>
    public static IEnumerable<string> InstanceProviders =>
        NamesOf(ProviderCatalog.Providers.Where(static provider => provider.Instances.Any()));

    /// <summary>The resources that Reset-CloudInstancePassword resets.</summary>
    public static IEnumerable<string> InstanceResources =>
        ProviderCatalog.Providers.SelectMany(static provider => provider.Instances).Select(static operation => operation.Resource);

    /// <summary>No provider of the module has this name.</summary>
    public static string UnknownProvider(string name) =>
        $"{Shown(name)} is not a provider. Specify one of: {Names(ProviderCatalog.Providers)}.";

    /// <summary>No resource of any provider has this name.</summary>
    public static string UnknownResource(string name) =>
        $"{Shown(name)} is not a resource. Specify one of: {string.Join(", ", ProviderCatalog.Resources)}.";

    /// <summary>None of the providers has a listing of the resources.</summary>
    public static string NoListing(IReadOnlyList<ProviderDescriptor> providers) =>
        $"{Names(providers)}: none of the resources that -Resource names can be listed. Specify one or more of: "
        + $"{string.Join(", ", providers.SelectMany(static provider => provider.Listed).Select(static operation => operation.Resource))}.";

    /// <summary>The command names nothing that can be listed.</summary>
    public static string NothingToList() =>
        $"Nothing to list is specified. Specify -Provider as one or more of: {Names(ProviderCatalog.Providers)}; or -Resource as one or "
        + $"more of: {string.Join(", ", Listed.Select(static operation => operation.Resource))}.";

    /// <summary>The record names no provider whose instances Reset-CloudInstancePassword resets.</summary>
    public static string NoInstances(string? name)
    {
        string specify = $"Specify -Provider as one of: {string.Join(", ", InstanceProviders)}.";
        return string.IsNullOrEmpty(name)
            ? $"No provider is specified. {specify}"
            : $"{Shown(name!)} is not a provider whose instances this command resets. {specify}";
    }

    /// <summary>The provider has no instances of this resource.</summary>
    public static string NoSuchInstances(ProviderDescriptor provider, string resource) =>
        $"{Shown(resource)} is not a resource of {provider} that this command resets. Specify -Resource as one of: "
        + $"{string.Join(", ", provider.Instances.Select(static operation => operation.Resource))}.";

    private static IEnumerable<OperationDescriptor> Listed =>
        ProviderCatalog.Providers.SelectMany(static provider => provider.Listed);

    private static string Shown(string name) => TargetText.IsPlainWord(name) ? $"'{name}'" : "The value";

    private static string Names(IEnumerable<ProviderDescriptor> providers) => string.Join(", ", NamesOf(providers));

    private static IEnumerable<string> NamesOf(IEnumerable<ProviderDescriptor> providers) =>
        providers.Select(static provider => provider.Name);
}
