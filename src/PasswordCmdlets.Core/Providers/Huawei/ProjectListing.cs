using System;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Core.Providers.Huawei;

/// <summary>Lists the targets of a project, a hundred a page.</summary>
/// <param name="time">The clock.</param>
internal abstract class ProjectListing(TimeProvider time) : TargetListing
{
    protected const int PageSize = 100;
    private readonly ProjectCalls _calls = new(time);

    public override ValueTask<TargetOutcome?> PrepareAsync(ListingQuery query, OperationServices services) =>
        _calls.FindAsync(query.ProjectTarget, query.Session, services);

    /// <summary>A call in the project of a query.</summary>
    protected ApiCall Call(
        CallContract contract, ListingQuery query, Func<Uri, string, WireRequest> write, Func<WireResponse, ProviderReply> read) =>
        _calls.Create(contract, query.ProjectTarget, query.Session, write, read);
}
