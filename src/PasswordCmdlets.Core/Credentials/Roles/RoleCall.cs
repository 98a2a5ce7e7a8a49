using System;
using System.Linq;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>The call that exchanges an access key or a token for the temporary keys of a role.</summary>
internal static class RoleCall
{
    /// <summary>Creates the call. A message may show the settings of the role.</summary>
    /// <param name="contract">The provider's call.</param>
    /// <param name="role">The role.</param>
    /// <param name="write">Writes the request.</param>
    /// <param name="read">Reads the response.</param>
    public static ApiCall Create(
        CallContract contract,
        RoleRequest role,
        Func<Uri, WireRequest> write,
        Func<WireResponse, ProviderReply> read) => new()
        {
            Contract = contract,
            Region = null,
            Names =
            [
                .. new[] { role.Role, role.SessionName ?? RoleRules.SessionName, role.IdentityProvider, role.DomainName, role.DomainId }
                    .OfType<string>(),
            ],
            Write = write,
            Read = read,
        };
}
