using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Roles;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers;

/// <summary>Everything that the rest of the product knows of one provider.</summary>
internal sealed class ProviderDescriptor
{
    /// <summary>The name that parameters take and results carry.</summary>
    public required string Name { get; init; }

    /// <summary>Signs the requests of all services.</summary>
    public required IRequestSigner Signer { get; init; }

    /// <summary>The regions, the endpoints of the services and the domains that they are in.</summary>
    public required EndpointTable Endpoints { get; init; }

    /// <summary>Whether targets have a region; the region of an object in the pipeline means nothing elsewhere.</summary>
    public bool HasRegions => Endpoints.Regions.Count > 0;

    /// <summary>The credential sources of the provider's own tools.</summary>
    public required CredentialSources Credentials { get; init; }

    /// <summary>Exchanges credentials for the temporary keys of a role; null where the provider has no roles.</summary>
    public IRoleService? Roles { get; init; }

    /// <summary>What to do to have a credential, in one line.</summary>
    public required string CredentialRemedy { get; init; }

    /// <summary>The service that issues tokens and has an endpoint setting of its own; null where there is none.</summary>
    public string? IdentityService { get; init; }

    /// <summary>Whether the endpoint in a settings file or a variable is for the one service that its host name begins with.</summary>
    public bool EndpointSettingNamesService { get; init; }

    /// <summary>
    /// The call that tells whose credential it is, as <see cref="CallerIdentity"/>; null where no target is a user of the account.
    /// </summary>
    public ApiCall? Identify { get; init; }

    /// <summary>
    /// What can be changed. The first of those that Reset-CloudInstancePassword resets is the default of <c>-Resource</c>.
    /// </summary>
    public required IReadOnlyList<OperationDescriptor> Operations { get; init; }

    /// <summary>The instances that Reset-CloudInstancePassword resets, the provider's main kind first.</summary>
    public IEnumerable<OperationDescriptor> Instances => Operations.Where(static operation => operation.CreateReset is not null);

    /// <summary>The resources that can be listed, one operation of each; the main kind of instance first.</summary>
    public IEnumerable<OperationDescriptor> Listed => Operations.Where(static operation => operation.CreateListing is not null)
        .OrderBy(operation => operation == FindInstance(null) ? 0 : 1);

    /// <summary>The instances of a resource name; null when this provider has none of that name.</summary>
    /// <param name="resource">The resource; null for the main kind of instance.</param>
    public OperationDescriptor? FindInstance(string? resource)
    {
        // Not LINQ, which allocates: this is called for each target.
        for (int i = 0; i < Operations.Count; i++)
        {
            OperationDescriptor operation = Operations[i];
            if (operation.CreateReset is not null
                && (resource is null || string.Equals(operation.Resource, resource, StringComparison.OrdinalIgnoreCase)))
            {
                return operation;
            }
        }

        return null;
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
