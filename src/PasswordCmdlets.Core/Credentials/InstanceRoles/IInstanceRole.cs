using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials.InstanceRoles;

/// <summary>The role of the machine that this runs on, from its metadata service.</summary>
internal interface IInstanceRole
{
    /// <summary>The provider's name for it: <c>instance role (RAM role of this ECS instance)</c>.</summary>
    string Name { get; }

    /// <summary>
    /// The names and addresses of the metadata service, the one that is asked first. They are never reached through a proxy.
    /// </summary>
    IReadOnlyList<string> MetadataHosts { get; }

    /// <summary>Why the metadata service must not be asked; null when it may.</summary>
    string? DisabledBy(CredentialSearch search);

    /// <summary>Asks for the role's current credential.</summary>
    /// <param name="search">The search and its options.</param>
    /// <param name="roleName">The role; null for the role of the instance.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CredentialUnavailableException">There is none, with the reason.</exception>
    Task<CredentialDraft> FetchAsync(CredentialSearch search, string? roleName, CancellationToken cancellationToken);
}
