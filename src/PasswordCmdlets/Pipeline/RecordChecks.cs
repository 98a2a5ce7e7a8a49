using System;
using System.Management.Automation;
using PasswordCmdlets.Core;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;

namespace PasswordCmdlets.Pipeline;

/// <summary>Validates what a pipeline object says besides the id. Each check returns what is wrong; null when nothing is.</summary>
internal static class RecordChecks
{
    /// <summary>
    /// Validates the provider of an object that is piped to a cmdlet of one provider. Its other properties bind whatever it is: without this check the user
    /// root of a Tencent result would become a RAM user.
    /// </summary>
    public static string? Provider(CloudProvider own, string? named, string command) => IsOf(own, named)
        ? null
        : $"This is a target of the provider {MessageSanitizer.Code(named, [])}, and {command} is for {own} only. Select the targets first: Where-Object Provider -EQ {own}.";

    /// <summary>The provider of a result: the one that the object specifies, so that a result that was rejected is rejected again wherever it is piped to.</summary>
    public static string OwnerOf(CloudProvider own, string? named) => IsOf(own, named) ? own.ToString() : MessageSanitizer.Code(named, [])!;

    /// <summary>Validates a region, where one is specified.</summary>
    public static string? Region(CloudProvider provider, string? region) => region is null || EndpointTable.IsRegionId(region)
        ? null
        : $"'{region}' is not a region id of {provider}. Region ids are lower-case letters, digits and hyphens; press Tab after -Region to see them.";

    /// <summary>A provider by its name; throws <see cref="CommandFailure"/> when this module has none of that name.</summary>
    public static CloudProvider ParseProvider(string name) => Enum.TryParse(name, ignoreCase: true, out CloudProvider provider)
        ? provider
        : throw new CommandFailure(ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, "The provider is not one of this module's.");

    private static bool IsOf(CloudProvider own, string? named) =>
        string.IsNullOrEmpty(named) || string.Equals(named, own.ToString(), StringComparison.OrdinalIgnoreCase);
}
