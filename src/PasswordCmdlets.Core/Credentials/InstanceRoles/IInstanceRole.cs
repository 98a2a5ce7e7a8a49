using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials.InstanceRoles;

/// <summary>The role that a provider gives to the machine this runs on, by way of its metadata service.</summary>
internal interface IInstanceRole
{
    /// <summary>The provider's own word for it: <c>instance role (RAM role of this ECS instance)</c>.</summary>
    string Name { get; }

    /// <summary>The names and addresses of the metadata service, the one that is asked first. None is ever reached through a proxy.</summary>
    IReadOnlyList<string> MetadataHosts { get; }

    /// <summary>Why the metadata service must not be asked; null when it may.</summary>
    string? DisabledBy(CredentialSearch search);

    /// <summary>Asks for the role's current credential.</summary>
    /// <param name="search">How the world is reached.</param>
    /// <param name="roleName">The role; null for whichever the instance has.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CredentialUnavailableException">There is none, with the reason.</exception>
    Task<CredentialDraft> FetchAsync(CredentialSearch search, string? roleName, CancellationToken cancellationToken);
}
