using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba;
using PasswordCmdlets.Core.Providers.Huawei;
using PasswordCmdlets.Core.Providers.Tencent;
using PasswordCmdlets.Core.Providers.Zenlayer;

namespace PasswordCmdlets.Core.Providers;

/// <summary>The one list of providers and of the operations they offer.</summary>
internal static class ProviderCatalog
{
    private static ProviderDescriptor[] s_providers =
    [
        AlibabaProvider.Descriptor,
        TencentProvider.Descriptor,
        HuaweiProvider.Descriptor,
        ZenlayerProvider.Descriptor,
    ];

    /// <summary>The providers.</summary>
    public static IReadOnlyList<ProviderDescriptor> Providers => Volatile.Read(ref s_providers);

    /// <summary>The operations of all providers; a resource with several operations has several.</summary>
    public static IEnumerable<OperationDescriptor> Operations => Providers.SelectMany(static provider => provider.Operations);

    /// <summary>The names of the resources.</summary>
    public static IEnumerable<string> Resources => Operations.Select(static operation => operation.Resource).Distinct();

    /// <summary>The password policies.</summary>
    public static IEnumerable<PasswordPolicy> Policies => Operations.SelectMany(static operation => operation.Policies.All).Distinct();

    /// <summary>The provider of a name, whatever its case; null when there is none.</summary>
    public static ProviderDescriptor? Find(string? name)
    {
        // Not LINQ, which allocates: this is called for each target.
        foreach (ProviderDescriptor provider in Volatile.Read(ref s_providers))
        {
            if (string.Equals(provider.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return provider;
            }
        }

        return null;
    }

    /// <summary>The provider of a name that is known to exist.</summary>
    /// <exception cref="ArgumentException">There is no such provider.</exception>
    public static ProviderDescriptor Get(string name) =>
        Find(name) ?? throw new ArgumentException($"'{name}' is not a provider of this module.", nameof(name));

    /// <summary>The provider that offers an operation.</summary>
    public static ProviderDescriptor ProviderOf(OperationDescriptor operation) =>
        Providers.First(provider => provider.Operations.Contains(operation));

    /// <summary>
    /// The first operation of a resource, which has the id rule and the policies of all its operations; null when there is none.
    /// </summary>
    public static OperationDescriptor? FindResource(string? resource) =>
        Operations.FirstOrDefault(operation => string.Equals(operation.Resource, resource, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The provider and the operation that a preflight checks; null where the names lead to none.
    /// </summary>
    /// <param name="provider">The name of the provider; null for the one that has the resource.</param>
    /// <param name="resource">The resource; null for the provider's main kind of instance.</param>
    public static (ProviderDescriptor Provider, OperationDescriptor Operation)? FindPreflight(string? provider, string? resource) =>
        provider is null && resource is null
            ? null
            : Providers
                .Where(one => provider is null || string.Equals(one.Name, provider, StringComparison.OrdinalIgnoreCase))
                .SelectMany(static one => one.Operations, static (one, operation) => (one, operation))
                .Where(item => resource is null
                    ? item.operation == item.one.FindInstance(null)
                    : string.Equals(item.operation.Resource, resource, StringComparison.OrdinalIgnoreCase))
                .Where(static item => item.operation.Preflight is not null)
                .Select(static item => ((ProviderDescriptor, OperationDescriptor)?)item)
                .FirstOrDefault();

    /// <summary>The resources that are users of an account.</summary>
    public static IEnumerable<OperationDescriptor> UserResources =>
        Resources.Select(static resource => FindResource(resource)!).Where(static operation => operation.TargetsUsers);

    /// <summary>The resources whose instances an id can be the id of.</summary>
    public static IEnumerable<OperationDescriptor> FindResourcesOf(string instanceId) =>
        Resources.Select(static resource => FindResource(resource)!)
            .Where(operation => !operation.TargetsUsers && operation.Ids.Check(instanceId) is null);

    /// <summary>
    /// Adds a provider until the registration is disposed of. For tests: the product's own providers are in the list above.
    /// </summary>
    public static IDisposable Register(ProviderDescriptor provider)
    {
        s_providers = [.. s_providers, provider];
        return new Registration(provider);
    }

    private sealed class Registration(ProviderDescriptor provider) : IDisposable
    {
        public void Dispose() => s_providers = [.. s_providers.Where(known => known != provider)];
    }
}
