using System;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Pipeline;

/// <summary>Validates what a pipeline object says besides the id. Each check returns what is wrong; null when nothing is.</summary>
internal static class RecordChecks
{
    /// <summary>
    /// Validates the provider of an object that is piped to a cmdlet of one provider. Its other properties bind whatever it is: without
    /// this check the user root of an instance would become a user of the account.
    /// </summary>
    public static string? Provider(ProviderDescriptor own, string? named, RecordPosition position) =>
        BoundText.Problem(named, "Provider", position) ?? (IsOf(own, named)
        ? null
        : $"This is a target of the provider {named}, and this cmdlet is for {own} only. "
            + $"Select the targets first: Where-Object Provider -EQ {own}.");

    /// <summary>
    /// The provider of a result: the one that the object specifies, so that a result that was rejected is rejected again wherever it is
    /// piped to.
    /// </summary>
    public static string OwnerOf(ProviderDescriptor own, string? named) =>
        IsOf(own, named) ? own.Name : BoundText.Valid(named) ?? "Unknown";

    /// <summary>Validates a region, where one is specified.</summary>
    public static string? Region(ProviderDescriptor provider, string? region) => region is null || EndpointTable.IsRegionId(region)
        ? null
        : $"'{region}' is not a region id of {provider}. Region ids are lower-case letters, digits and hyphens; "
            + "press Tab after -Region to see them.";

    private static bool IsOf(ProviderDescriptor own, string? named) =>
        string.IsNullOrEmpty(named) || string.Equals(named, own.Name, StringComparison.OrdinalIgnoreCase);
}
