using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Pipeline;

/// <summary>Drives the engine's discovery from the pipeline thread: writes targets, errors and messages as they come.</summary>
internal sealed class DiscoveryRun : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    private readonly CmdletHost _host;
    private readonly ConnectionOptions _connection;
    private readonly HttpTransport? _ownTransport;
    private readonly TargetDiscovery _discovery;
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);

    /// <param name="host">Writes to the cmdlet's streams.</param>
    /// <param name="connection">The proxy and the profile to use.</param>
    /// <param name="options">The limits of calls.</param>
    public DiscoveryRun(CmdletHost host, ConnectionOptions connection, RunOptions options)
    {
        _host = host;
        _connection = connection;
        _ownTransport = connection.Proxy is null ? null : TransportPool.For(connection.Proxy, connection.ProxyNetworkCredential);
        _discovery = new TargetDiscovery(
            options, _ownTransport ?? TransportPool.FromEnvironment(), RateLimiters.Process, TimeProvider.System);
    }

    /// <summary>Reads all lists and writes what they show.</summary>
    public void Run(IReadOnlyList<ListingJob> jobs)
    {
        _missing.UnionWith(jobs.SelectMany(static job => job.Query.Ids));
        _discovery.Start(jobs);
        while (!_discovery.IsEnded)
        {
            _discovery.Wait(Tick);
            while (_discovery.TryRead(out RunEvent? next))
            {
                Handle(next!);
            }
        }

        foreach (string id in _missing)
        {
            const string Message = "was not found in what could be listed, or another filter excludes it. Check the id and the region.";
            _host.Error(new CommandFailure(
                ErrorIds.TargetNotFound, ErrorCategories.Of(ErrorIds.TargetNotFound), $"{id} {Message}", id).ToErrorRecord());
        }
    }

    /// <summary>Sends nothing more; called from another thread on Ctrl+C.</summary>
    public void Stop() => _discovery.Stop();

    public void Dispose()
    {
        _discovery.Dispose();
        _ownTransport?.Dispose();
    }

    private void Handle(RunEvent next)
    {
        switch (next)
        {
            case PageEvent page:
                Write(page.Job, page.Page);
                break;
            case ListingFailedEvent failed:
                string message = $"{failed.Job} could not be listed: {failed.Outcome.Message}";
                _host.Error(new CommandFailure(
                    failed.Outcome.ErrorId!, ErrorCategories.Of(failed.Outcome.ErrorId), message, failed.Job.ToString()).ToErrorRecord());
                break;
            case NoticeEvent notice:
                _host.Notice(notice);
                break;
        }
    }

    private void Write(ListingJob job, TargetPage page)
    {
        if (page.InvalidCount > 0)
        {
            (string have, string they) = page.InvalidCount == 1 ? ("does not have", "It is") : ("do not have", "They are");
            _host.Warning($"{job}: {page.InvalidCount} of the ids that the provider returned {have} the form of an id. {they} omitted.");
        }

        foreach (ListedTarget target in page.Targets)
        {
            _missing.Remove(target.Id);
            _host.Write(TargetFactory.Create(job, target, _connection.ProfileName));
        }
    }
}
