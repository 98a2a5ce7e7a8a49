using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Operations.Runs;
using Xunit;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>Drives a discovery as a cmdlet does: starts the lists, then handles events until there are no more.</summary>
internal sealed class DiscoveryDriver : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpTransport _transport;

    public DiscoveryDriver(HttpMessageHandler server, RunOptions? options = null, TimeProvider? time = null)
    {
        time ??= new AutoAdvancingTimeProvider();
        _transport = new HttpTransport(server);
        Discovery = new TargetDiscovery(options ?? new RunOptions(), _transport, new RateLimiters(time), time, static () => 0);
    }

    public TargetDiscovery Discovery { get; }

    public List<ListedTarget> Targets { get; } = [];

    public List<PageEvent> Pages { get; } = [];

    public List<ListingFailedEvent> Failures { get; } = [];

    public List<string> Notices { get; } = [];

    public IReadOnlyList<string> Ids => [.. Targets.Select(static target => target.Id)];

    /// <summary>A list of a resource.</summary>
    public static ListingJob Job(
        OperationDescriptor operation, ProviderSession session, string? region, ListingFilter? filter = null, string[]? ids = null,
        string? projectId = null) => new(operation, operation.CreateListing!(), new ListingQuery
        {
            Session = session.Separate(),
            Region = region,
            ProjectId = projectId,
            Ids = ids ?? [],
            Filter = filter ?? new ListingFilter(),
        });

    /// <summary>Reads lists to their end.</summary>
    public DiscoveryDriver Run(params ListingJob[] jobs)
    {
        Discovery.Start(jobs);
        return Finish();
    }

    /// <summary>Handles all that is still to come.</summary>
    public DiscoveryDriver Finish()
    {
        while (!Discovery.IsEnded)
        {
            if (!Discovery.TryRead(out RunEvent? next))
            {
                Assert.True(Discovery.Wait(Patience) || Discovery.IsEnded, "Nothing more came from the discovery.");
                continue;
            }

            Handle(next!);
        }

        return this;
    }

    public void Dispose()
    {
        Discovery.Dispose();
        _transport.Dispose();
    }

    private void Handle(RunEvent next)
    {
        switch (next)
        {
            case PageEvent page:
                Pages.Add(page);
                Targets.AddRange(page.Page.Targets);
                break;
            case ListingFailedEvent failed:
                Failures.Add(failed);
                break;
            case NoticeEvent notice:
                Notices.Add(notice.Text);
                break;
        }
    }
}
