using System;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>The service of a provider that exchanges an access key or a token for the temporary keys of a role.</summary>
internal interface IRoleService
{
    /// <summary>The service in the endpoint table.</summary>
    string Service { get; }

    /// <summary>Why a request is not sent: a setting is missing or invalid. Null when it can be sent.</summary>
    /// <param name="role">The role.</param>
    string? Problem(RoleRequest role);

    /// <summary>The account in results and limiters: the same for every session of the role.</summary>
    /// <param name="role">The role.</param>
    string AccountOf(RoleRequest role);

    /// <summary>Exchanges the origin's credential; the reply of the last call has <see cref="SessionKeys"/>.</summary>
    /// <param name="role">The role.</param>
    /// <param name="origin">The access key, or the token as <see cref="CredentialKind.IdentityToken"/>.</param>
    /// <param name="now">The time that requests are signed with: this machine's, corrected by the provider's.</param>
    /// <param name="send">Makes one call with all the attempts it may have.</param>
    Task<CallOutcome> ExchangeAsync(
        RoleRequest role, CloudCredential origin, Func<DateTimeOffset> now, Func<ApiCall, Task<CallOutcome>> send);
}
