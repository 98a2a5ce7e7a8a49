using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Operations.Discovery;

/// <summary>One list to read: a resource of one account in one region.</summary>
/// <param name="Operation">The operation that changes the passwords of what is listed.</param>
/// <param name="Listing">How it is listed.</param>
/// <param name="Query">What is listed.</param>
internal sealed record ListingJob(OperationDescriptor Operation, TargetListing Listing, ListingQuery Query)
{
    /// <summary>What is listed, for people: provider, resource and region.</summary>
    public override string ToString() =>
        $"{Query.Session.Provider} {Operation.Resource}{(Query.Region is { } region ? $" in {region}" : string.Empty)}";
}
