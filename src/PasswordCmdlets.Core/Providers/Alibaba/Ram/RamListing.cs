using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ram;

/// <summary>Lists the RAM users of an account. RAM has no filters, no states and, in this version, no tags.</summary>
internal sealed class RamListing : TargetListing
{
    public override CallContract Contract => RamContracts.ListUsers;

    public override bool ShowsTags => false;

    public override ApiCall Page(ListingQuery query, ListingPosition position) => new()
    {
        Contract = Contract,
        Region = null,
        Write = endpoint => RamRequests.ListUsers(endpoint, position.Cursor),
        Read = RamResponses.ReadUsers,
    };
}
