using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Operations.Discovery;

/// <summary>How the targets of a resource are listed: a request for a page, and how its response is read.</summary>
internal abstract class TargetListing
{
    /// <summary>The call; <see cref="CallContract.BatchSize"/> is how many ids a request takes.</summary>
    public abstract CallContract Contract { get; }

    /// <summary>Whether the list shows tags, so that it can be filtered by them.</summary>
    public virtual bool ShowsTags => true;

    /// <summary>Prepares the list before its first page (finds the project, for example); null when it may go on.</summary>
    public virtual ValueTask<TargetOutcome?> PrepareAsync(ListingQuery query, OperationServices services) => default;

    /// <summary>The call for one page; returns a <see cref="TargetPage"/>.</summary>
    /// <param name="query">What is listed.</param>
    /// <param name="position">Where the page begins.</param>
    public abstract ApiCall Page(ListingQuery query, ListingPosition position);

    /// <summary>
    /// The call that distinguishes an empty list from a missing permission, which it returns as <see cref="Fault.AccessDenied"/>; null
    /// where the provider denies access to the list itself.
    /// </summary>
    public virtual ApiCall? CheckAccess(ListingQuery query) => null;
}
