using System;
using System.Linq;
using System.Management.Automation;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Returns the entries of a vault that hold passwords of targets, with their age; never a password.</summary>
[Cmdlet(VerbsCommon.Get, "CloudPasswordSecret", HelpUri = HelpLinks.GetCloudPasswordSecret)]
[OutputType(typeof(CloudPasswordSecret))]
public sealed class GetCloudPasswordSecretCommand : PSCmdlet
{
    private readonly StopSource _stopping = new();

    /// <summary>The vault.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VaultCompleter))]
    public string? VaultName { get; set; }

    /// <summary>Only passwords that were set longer ago than this.</summary>
    [Parameter]
    [ValidateLifetime]
    public TimeSpan? OlderThan { get; set; }

    /// <summary>With -OlderThan, also passwords whose age is not known.</summary>
    [Parameter]
    public SwitchParameter IncludeUnknownAge { get; set; }

    /// <summary>Only entries of these providers.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string[]? Provider { get; set; }

    /// <summary>Only entries of these resources.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    public string[]? Resource { get; set; }

    /// <summary>Only entries of these regions.</summary>
    [Parameter]
    [Alias("RegionId")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string[]? Region { get; set; }

    /// <summary>Only entries of these instances.</summary>
    [Parameter]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? InstanceId { get; set; }

    /// <summary>Only entries of these users.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? UserName { get; set; }

    /// <summary>Only RAM users of these accounts.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Account { get; set; }

    /// <summary>Reports of the runs that set the passwords, for the age of entries without metadata.</summary>
    [Parameter]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? ReportPath { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => this.Terminating(() =>
    {
        RequireKnown(Provider, static name => ProviderCatalog.Find(name) is not null, CatalogText.UnknownProvider);
        RequireKnown(Resource, static name => ProviderCatalog.FindResource(name) is not null, CatalogText.UnknownResource);
        try
        {
            WriteSecrets(Filter());
        }
        catch (SecretStoreException failure)
        {
            throw new CommandFailure(ErrorIds.VaultWriteFailed, ErrorCategory.ReadError, failure.Message, VaultName);
        }
    });

    /// <summary>Ctrl+C: ends the wait for the vault.</summary>
    protected override void StopProcessing() => _stopping.Stop();

    private void WriteSecrets(Func<CloudPasswordSecret, bool> fits)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        ReportedSecrets reported = new(VaultName!);
        if (ReportPath is not null)
        {
            ReportFiles.Read(
                ReportFiles.Resolve(SessionState, ReportPath), WriteWarning, () => Stopping, (entry, _) => reported.Add(entry));
        }

        using SecretVault vault = new(InvokeCommand, VaultName!, _stopping.Token);
        CloudPasswordSecret[] secrets =
            [.. vault.Passwords(reported, now).Select(password => Describe(password, now)).Where(fits)];
        int unknown = secrets.Count(static secret => secret.Age is null);
        foreach (CloudPasswordSecret secret in secrets
            .Where(secret => OlderThan is null || (secret.Age is { } age ? age > OlderThan : IncludeUnknownAge.IsPresent))
            .OrderBy(static secret => secret.ChangedAt ?? DateTime.MaxValue)
            .ThenBy(static secret => secret.SecretName, StringComparer.OrdinalIgnoreCase))
        {
            WriteObject(secret);
        }

        if (unknown > 0)
        {
            Announce(unknown);
        }
    }

    // A password of unknown age may have been set a minute ago, and replacing it may restart an instance.
    private void Announce(int unknown)
    {
        string count = unknown == 1 ? "The age of 1 entry is" : $"The ages of {unknown} entries are";
        string text = $"{count} not known: the vault {VaultName} has no metadata of this module for "
            + $"{(unknown == 1 ? "it" : "them")}{(ReportPath is null ? string.Empty : ", and the report has no entry")}.";
        if (OlderThan is not null && !IncludeUnknownAge)
        {
            WriteWarning($"{text} Such entries are left out. Specify -ReportPath with the reports of the runs that set the passwords, or "
                + "-IncludeUnknownAge.");
        }
        else
        {
            new CmdletHost(this).Notice(new NoticeEvent(NoticeLevel.Verbose, text));
        }
    }

    private CloudPasswordSecret Describe(StoredPassword password, DateTimeOffset now) => new()
    {
        Provider = password.Target.Provider,
        Resource = password.Target.Resource,
        Region = password.Target.Region,
        InstanceId = password.Target.InstanceId,
        UserName = password.Target.UserName,
        Account = password.Target.Account,
        SecretName = password.Name,
        VaultName = VaultName,
        ChangedAt = password.ChangedAt?.UtcDateTime,
        Age = now - password.ChangedAt,
        ExpiresAt = password.ExpiresAt?.UtcDateTime,
        RunId = password.RunId,
    };

    // A provider or a resource that is a wildcard is rejected by then.
    private Func<CloudPasswordSecret, bool> Filter()
    {
        Func<string?, bool> provider = OneOf(Provider, nameof(Provider));
        Func<string?, bool> resource = OneOf(Resource, nameof(Resource));
        Func<string?, bool> region = OneOf(Region, nameof(Region));
        Func<string?, bool> instance = OneOf(InstanceId, nameof(InstanceId));
        Func<string?, bool> user = OneOf(UserName, nameof(UserName));
        Func<string?, bool> account = OneOf(Account, nameof(Account));
        return secret => provider(secret.Provider) && resource(secret.Resource) && region(secret.Region)
            && instance(secret.InstanceId) && user(secret.UserName) && account(secret.Account);
    }

    private static Func<string?, bool> OneOf(string[]? patterns, string parameter)
    {
        if (patterns is null)
        {
            return static _ => true;
        }

        Func<string, bool> matches = NamePattern.AnyOf(patterns, parameter);
        return value => value is not null && matches(value);
    }

    private static void RequireKnown(string[]? names, Func<string, bool> isKnown, Func<string, string> problem)
    {
        if (Array.Find(names ?? [], name => !isKnown(name)) is { } unknown)
        {
            throw CommandFailure.Unknown(problem(unknown), unknown);
        }
    }
}
