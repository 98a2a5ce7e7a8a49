using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using Xunit;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>
/// A call runner on a clock that hurries, before a server that returns the name of a <see cref="Fault"/> and a blank and a text, as a test
/// says. Every call costs no time but what the test lets it take.
/// </summary>
internal sealed class CallBench : IDisposable
{
    public static readonly CloudCredential FirstKey =
        TestCredential.Of(TencentProvider.Descriptor, "first-secret", id: "first", token: "first-token");

    private readonly List<HttpTransport> _transports = [];
    private readonly List<DateTimeOffset> _arrived = [];
    private ProviderSession? _session;
    private CallRunner? _runner;

    public AutoAdvancingTimeProvider Time { get; } = new();

    public CancellationTokenSource Stopping { get; } = new();

    /// <summary>Ends what is in flight.</summary>
    public CancellationTokenSource Aborting { get; } = new();

    /// <summary>When each request arrived.</summary>
    public IReadOnlyList<DateTimeOffset> Arrived
    {
        get
        {
            lock (_arrived)
            {
                return _arrived.ToArray();
            }
        }
    }

    /// <summary>The seconds from each request to the next.</summary>
    public IReadOnlyList<double> Gaps => [.. Arrived.Zip(Arrived.Skip(1), static (one, next) => (next - one).TotalSeconds)];

    public List<(NoticeLevel Level, string Text)> Notices { get; } = [];

    /// <summary>Which key signed each request, and with what time.</summary>
    public List<(string Key, DateTimeOffset At)> Signed { get; } = [];

    public RunOptions Options { get; set; } = new() { Timeout = TimeSpan.FromDays(1), AttemptTimeout = TimeSpan.FromHours(1) };

    /// <summary>What chance gives, from 0 to 1.</summary>
    public double Random { get; set; }

    public ICredentialProvider Credentials { get; set; } = new FixedCredentialProvider(FirstKey);

    /// <summary>The role whose session the credential is; null for an access key.</summary>
    public string? Role { get; set; }

    /// <summary>What the next requests meet, by their body.</summary>
    public Func<string, Task<HttpResponseMessage>> Responses { get; set; } = static _ => Task.FromResult(Response("None"));

    public ProviderSession Session => _session ??= new()
    {
        Provider = TencentProvider.Descriptor,
        Account = "first",
        Role = Role,
        Credentials = Credentials,
        Signer = new RecordingSigner(Signed),
        EndpointOf = static (_, _) => new Uri("http://127.0.0.1:1"),
    };

    /// <summary>The runner, which stays with all that it has learnt.</summary>
    public CallRunner Runner
    {
        get
        {
            if (_runner is null)
            {
                HttpTransport transport = new(new Server(this));
                _transports.Add(transport);
                _runner = new CallRunner(Options, transport, new RateLimiters(Time), Time, () => Random, Notice, Secrets, Stopping.Token,
                    Aborting.Token);
            }

            return _runner;
        }
    }

    /// <summary>A run on this bench: the server, the clock and the options are the same, the call runner is its own.</summary>
    public PasswordChangeRun NewRun(IRunReport? report = null)
    {
        HttpTransport transport = new(new Server(this));
        _transports.Add(transport);
        return new PasswordChangeRun(Options, transport, new RateLimiters(Time), Time, report ?? new NullReport(), () => Random);
    }

    /// <summary>The secrets that the runner recognises.</summary>
    public KnownSecrets Secrets { get; } = new();

    public OperationServices Services => new()
    {
        Secrets = Secrets,
        Calls = Runner,
        Options = Options,
        Time = Time,
        AskAsync = static (_, _) => Task.FromResult(false),
        Notice = Notice,
        Stopping = Stopping.Token,
    };

    public static HttpResponseMessage Response(string fault, params (string Name, string Value)[] headers) =>
        ScriptedServer.Json(fault.StartsWith("None", StringComparison.Ordinal) ? 200 : 400, fault, headers);

    /// <summary>A response, or how there comes none: lost, unsent, slowly unsent, too large.</summary>
    public static HttpResponseMessage Play(string trouble) => trouble switch
    {
        "lost" => throw new HttpRequestException(HttpRequestError.ResponseEnded),
        "unsent" => throw new UnsentException(TimeSpan.Zero),
        "too large" => TooLarge(),
        "slowly unsent" => throw new UnsentException(TimeSpan.FromSeconds(5)),
        _ => Response(trouble),
    };

    private static HttpResponseMessage TooLarge()
    {
        HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
        response.Content.Headers.ContentLength = ResponseReader.MaximumBytes + 1;
        return response;
    }

    /// <summary>A call about one target, without a limit of its rate.</summary>
    public static ApiCall Call(Idempotency idempotency = Idempotency.Idempotent) => new()
    {
        Contract = new CallContract
        {
            Service = "cvm",
            Action = "Act",
            Version = "1",
            Idempotency = idempotency,
            Rate = new RateContract(null, TimeSpan.FromSeconds(1)),
        },
        Region = null,
        Write = static endpoint => Write(endpoint, "x"),
        Read = Read,
    };

    public static ProviderReply Read(WireResponse response)
    {
        string[] parts = Encoding.UTF8.GetString(response.Body.Span).Split(' ', 2);
        Fault fault = Enum.Parse<Fault>(parts[0]);
        return new ProviderReply
        {
            Fault = fault,
            Code = fault == Fault.None ? null : fault.ToString(),
            Message = parts.Length > 1 ? parts[1] : null,
            RequestId = "r-1",
            RetryAfter = RetryAfter.Of(response),
        };
    }

    public static WireRequest Write(Uri endpoint, string body)
    {
        WireRequest request = new(HttpMethod.Post, endpoint, "/") { ContentType = "text/plain" };
        request.Body.Write(Encoding.UTF8.GetBytes(body));
        request.AddHeader("X-Body", body);
        return request;
    }

    /// <summary>The request arrived and has no response; the attempt times out.</summary>
    public async Task<HttpResponseMessage> HangAsync(string body)
    {
        Time.ExpireLimits();
        await Task.Delay(Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken);
        return Response("None");
    }

    /// <summary>Another command: nothing that was learnt is known.</summary>
    public void Renew()
    {
        _runner = null;
        _session = null;
        lock (_arrived)
        {
            _arrived.Clear();
        }
    }

    public void Dispose()
    {
        _transports.ForEach(static transport => transport.Dispose());
        Stopping.Dispose();
        Aborting.Dispose();
    }

    private void Notice(NoticeLevel level, string text)
    {
        lock (Notices)
        {
            Notices.Add((level, text));
        }
    }

    /// <summary>Has no credential until the call is cancelled.</summary>
    internal sealed class HangingSource : ICredentialProvider
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Ends when the credential is asked for.</summary>
        public Task Asked => _asked.Task;

        public async ValueTask<CloudCredential> GetAsync(CancellationToken cancellationToken)
        {
            _asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return FirstKey;
        }

        public bool Rejected(CloudCredential rejected) => false;
    }

    private sealed class UnsentException(TimeSpan after) : Exception
    {
        public TimeSpan After => after;
    }

    private sealed class Server(CallBench bench) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (bench._arrived)
            {
                bench._arrived.Add(bench.Time.GetUtcNow());
            }

            // Read beside the content that the transport watches: of what is not sent nothing may be read there.
            string body = request.Headers.GetValues("X-Body").Single();
            try
            {
                HttpResponseMessage response = await bench.Responses(body).WaitAsync(cancellationToken);
                await request.Content!.ReadAsByteArrayAsync(cancellationToken);
                return response;
            }
            catch (UnsentException unsent)
            {
                await Task.Delay(unsent.After, bench.Time, CancellationToken.None);
                throw new HttpRequestException(HttpRequestError.ConnectionError);
            }
            catch (Exception)
            {
                await request.Content!.ReadAsByteArrayAsync(CancellationToken.None);
                throw;
            }
        }
    }

    private sealed class RecordingSigner(List<(string Key, DateTimeOffset At)> signed) : IRequestSigner
    {
        public ValueTask SignAsync(WireRequest request, CloudCredential credential, DateTimeOffset now, CancellationToken cancellationToken)
        {
            lock (signed)
            {
                signed.Add((credential.AccessKeyId, now));
            }

            return default;
        }
    }
}
