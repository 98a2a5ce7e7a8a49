using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Sandbox;
using PasswordCmdlets.Sandbox.Seeds;
using Xunit;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>
/// The engine against a sandbox of its own, over real sockets, on a clock that hurries: every pause is over at once, and an attempt's
/// timeout comes when the sandbox hangs.
/// </summary>
internal sealed class EngineWorld : IAsyncDisposable
{
    private readonly List<IDisposable> _owned = [];

    private EngineWorld(SandboxServer sandbox, AutoAdvancingTimeProvider time)
    {
        Sandbox = sandbox;
        Time = time;
    }

    public SandboxServer Sandbox { get; }

    public AutoAdvancingTimeProvider Time { get; }

    public RunOptions Options { get; set; } = new()
    {
        Timeout = TimeSpan.FromHours(4),
        AttemptTimeout = TimeSpan.FromMinutes(30),
        WaitTimeout = TimeSpan.FromMinutes(30),
        BatchLinger = TimeSpan.FromHours(1),
    };

    public List<string> Notices { get; } = [];

    public static async Task<EngineWorld> StartAsync(string seed)
    {
        AutoAdvancingTimeProvider time = new();
        SandboxOptions options = new()
        {
            Seed = SandboxSeed.Parse(seed),
            TimeProvider = time,
            WireTimeProvider = new HangingTimeProvider(time),
        };
        return new EngineWorld(await SandboxServer.StartAsync(options, TestContext.Current.CancellationToken), time);
    }

    public ProviderSession Session(ProviderDescriptor provider, string keyId = "key")
    {
        CloudCredential credential =
            new() { Provider = provider, AccessKeyId = keyId, Secret = new SecretText("secret".AsSpan()), Source = "test" };
        return ProviderSessions.Open(new FixedCredentialProvider(credential), credential, Sandbox.BaseAddress);
    }

    /// <summary>Changes the passwords of the targets and returns what became of each.</summary>
    public IReadOnlyDictionary<string, TargetResult> Change(ProviderSession session, ProviderOperation operation, string password,
        IEnumerable<PasswordTarget> targets, Func<HttpMessageHandler, HttpMessageHandler>? between = null)
    {
        SecretText secret = new(password.AsSpan());
        HttpMessageHandler handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        RunDriver driver = new(between?.Invoke(handler) ?? handler, Options, Time);
        _owned.Add(driver);
        _owned.Add(secret);
        SharedPassword passwords = new(secret);
        foreach (PasswordTarget target in targets)
        {
            driver.Submit(target, session, operation, passwords);
        }

        driver.Finish();
        Notices.AddRange(driver.Notices);
        return driver.Results.ToDictionary(static result => result.Target.Id, StringComparer.Ordinal);
    }

    /// <summary>How many calls of an action arrived.</summary>
    public int Arrived(string action) => Sandbox.Requests.Entries.Count(entry => entry.Action == action);

    public async ValueTask DisposeAsync()
    {
        _owned.ForEach(static owned => owned.Dispose());
        await Sandbox.DisposeAsync();
    }

    // The sandbox's connection: a wait of days hangs.
    private sealed class HangingTimeProvider(AutoAdvancingTimeProvider engine) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime > TimeSpan.FromDays(1))
            {
                engine.ExpireLimits();
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
