using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Lists the instances and users whose passwords can be changed. It reads and changes nothing.</summary>
[Cmdlet(VerbsCommon.Get, "CloudPasswordTarget", HelpUri = HelpLinks.GetCloudPasswordTarget)]
[OutputType(typeof(CloudPasswordTarget))]
public sealed class GetCloudPasswordTargetCommand : CloudCommand
{
    private ConnectionOptions? _connection;
    private Sessions? _sessions;
    private DiscoveryRun? _run;

    /// <summary>The providers; without it those that have the resource.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string[]? Provider { get; set; }

    /// <summary>What to list; without it each provider's main kind of instance.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    public string[]? Resource { get; set; }

    /// <summary>The regions, * for all; without it the region that comes with the credential.</summary>
    [Parameter]
    [Alias("RegionId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string[]? Region { get; set; }

    /// <summary>The instances.</summary>
    [Parameter]
    [Alias("Id", "InstanceIds")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public string[]? InstanceId { get; set; }

    /// <summary>Wildcards for the names, one of which a target matches.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>The tags that a target has, all of them.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? Tag { get; set; }

    /// <summary>The states, one of which a target has.</summary>
    [Parameter]
    [ValidateSet("Running", "Stopped", "Transitional", "Unavailable", "Unknown")]
    public string[]? State { get; set; }

    /// <summary>The project, where the provider has projects; without it the region's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProjectId { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => this.Terminating(() =>
    {
        _connection = Connection();
        _connection.Validate();
        _sessions = new Sessions(_connection, new CmdletHost(this).Notice);
    });

    // Not at the end: what is piped binds to nothing, and then nothing is listed.
    /// <inheritdoc/>
    protected override void ProcessRecord() => this.Terminating(List);

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        _sessions?.Stop();
        _run?.Stop();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _run?.Dispose();
        _sessions?.Dispose();
        _run = null;
        _sessions = null;
    }

    private void List()
    {
        DiscoveryPlan plan = new()
        {
            Providers = Provider ?? [],
            Resources = Resource ?? [],
            Regions = Region ?? [],
            Ids = InstanceId ?? [],
            ProjectId = ProjectId,
            Filter = TargetFilters.Read(Name, Tag, State),
            Warn = WriteWarning,
        };
        IReadOnlyList<(ProviderDescriptor Provider, OperationDescriptor[] Operations)> found = plan.Find();
        if (AccessKey is not null && found.Count > 1)
        {
            throw CommandFailure.Invalid(
                "-AccessKey is a key of one provider. Specify one -Provider with it, or use -ProfileName or the environment.");
        }

        List<ListingJob> jobs = [];
        foreach ((ProviderDescriptor provider, OperationDescriptor[] operations) in found.Where(static item => item.Operations.Length > 0))
        {
            try
            {
                jobs.AddRange(plan.JobsOf(provider, operations, _sessions!.Of(provider)));
            }
            catch (CommandFailure failure) when (found.Count > 1)
            {
                // The other providers are listed all the same.
                WriteError(failure.ToErrorRecord());
            }
        }

        CmdletHost host = new(this);
        _run = new DiscoveryRun(host, _connection!, Limits(host));
        if (Stopping)
        {
            // Ctrl+C came before there was anything to stop.
            _run.Stop();
        }

        _run.Run(jobs);
    }
}
