using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>The variables of a provider's tools that hold no keys; their values apply to the credential of any source.</summary>
internal sealed record EnvironmentSettings
{
    /// <summary>The variables of the region; the first that is set counts.</summary>
    public IReadOnlyList<string> RegionVariables { get; init; } = [];

    /// <summary>The variables of the project id.</summary>
    public IReadOnlyList<string> ProjectIdVariables { get; init; } = [];

    /// <summary>The variables of the project name.</summary>
    public IReadOnlyList<string> ProjectNameVariables { get; init; } = [];

    /// <summary>The variables of the domain (account) id.</summary>
    public IReadOnlyList<string> DomainIdVariables { get; init; } = [];

    /// <summary>Finds the region in a project name; null where names have none.</summary>
    public Func<string?, string?>? RegionOfProject { get; init; }

    public static string? Region(CredentialSearch search)
    {
        EnvironmentSettings settings = search.Provider.Credentials.Settings;
        return search.FirstVariable(settings.RegionVariables) ?? settings.RegionOfProject?.Invoke(ProjectName(search));
    }

    public static string? ProjectId(CredentialSearch search)
        => search.FirstVariable(search.Provider.Credentials.Settings.ProjectIdVariables);

    public static string? ProjectName(CredentialSearch search)
        => search.FirstVariable(search.Provider.Credentials.Settings.ProjectNameVariables);

    public static string? DomainId(CredentialSearch search)
        => search.FirstVariable(search.Provider.Credentials.Settings.DomainIdVariables);
}
