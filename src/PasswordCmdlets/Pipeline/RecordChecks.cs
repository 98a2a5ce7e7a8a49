using System;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Pipeline;

/// <summary>Validates the properties of a pipeline object besides the id. Each check returns why one is invalid, or null.</summary>
internal static class RecordChecks
{
    /// <summary>
    /// Validates the provider and the resource of an object that is piped to a cmdlet of one resource. Its other properties bind whatever
    /// it is: without this check the user root of an instance would become a user of the account.
    /// </summary>
    public static string? Resource(PasswordChange own, string? provider, string? resource, RecordPosition position) =>
        Same("Provider", own.Provider.Name, provider, position) ?? Same("Resource", own.Resource, resource, position);

    /// <summary>
    /// The provider and the resource of a result: those that the object specifies, so that a result that was rejected is rejected again
    /// wherever it is piped to.
    /// </summary>
    public static (string Provider, string Resource) ResourceOf(PasswordChange own, string? provider, string? resource) =>
        (NameOf(own.Provider.Name, provider), NameOf(own.Resource, resource));

    /// <summary>Validates a region, where one is specified.</summary>
    public static string? Region(ProviderDescriptor provider, string? region) => region is null || EndpointTable.IsRegionId(region)
        ? null
        : $"'{region}' is not a region id of {provider}. Region ids are lower-case letters, digits and hyphens; "
            + "press Tab after -Region to see them.";

    private static string? Same(string property, string own, string? named, RecordPosition position) =>
        BoundText.Problem(named, property, position) ?? (IsOf(own, named)
        ? null
        : $"This is a target of the {property.ToLowerInvariant()} {named}, and this cmdlet is for {own} only. "
            + $"Select the targets first: Where-Object {property} -EQ {own}.");

    private static string NameOf(string own, string? named) => IsOf(own, named) ? own : BoundText.Valid(named) ?? "Unknown";

    private static bool IsOf(string own, string? named) =>
        string.IsNullOrEmpty(named) || string.Equals(named, own, StringComparison.OrdinalIgnoreCase);
}
