using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Operations;

/// <summary>
/// Identifies a target, in a run and in reports. An instance is one target under every access key and whether or not a record of it has
/// the project; a user belongs to an account.
/// </summary>
internal sealed record TargetKey(string Provider, string Resource, string? Region, string? Instance, string? User, string? Account)
{
    /// <summary>The target of a run.</summary>
    public static TargetKey Of(TargetWork work) => Of(
        work.Session.Provider.Name,
        work.Operation.Descriptor.Resource,
        work.Operation.Descriptor,
        work.Target.Region,
        work.Target.InstanceId,
        work.Target.UserName,
        work.Session.Account);

    /// <summary>The target of an entry of a report, whatever the spelling there.</summary>
    public static TargetKey Of(ReportEntry entry)
    {
        OperationDescriptor? operation = ProviderCatalog.FindResource(entry.Resource);
        return Of(
            ProviderCatalog.Find(entry.Provider)?.Name ?? entry.Provider,
            operation?.Resource ?? entry.Resource,
            operation,
            entry.Region,
            entry.InstanceId,
            entry.UserName,
            entry.Account);
    }

    // Of a resource that does not exist, every name counts. The case of a user's name counts on an instance, and not in an account.
    private static TargetKey Of(
        string provider, string resource, OperationDescriptor? operation, string? region, string? instance, string? user, string? account)
    {
        string? place = operation?.NeedsRegion != false ? region?.ToLowerInvariant() : null;
        return instance is null
            ? new TargetKey(provider, resource, place, Instance: null, user?.ToUpperInvariant(), account)
            : new TargetKey(
                provider,
                resource,
                place,
                PasswordTarget.InstanceIdOf(instance),
                operation?.UserNames.IsPartOfTarget != false ? user : null,
                Account: null);
    }
}
