using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Http;

/// <summary>Certificates and proxies on real connections: what a proxy or a stranger gets to see.</summary>
public sealed class TransportSecurityTests : IAsyncDisposable
{
    private const string Provider = "https://cvm.tencentcloudapi.com";
    private const string BadGateway = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private const string Unauthorized =
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n";
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    // A label longer than DNS allows is rejected without a DNS query.
    private static readonly string s_unresolvable = $"https://{new string('a', 64)}.invalid";
    private static readonly TimeSpan s_patient = TimeSpan.FromSeconds(60);

    private readonly Peer _peer = new();

    [Fact]
    public async Task An_untrusted_certificate_ends_the_connection_before_anything_is_sent()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        // Windows serves no certificate whose key is in memory only.
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        _peer.Certificate = certificate;
        _peer.Serve();

        TransportResult result = await SendAsync(new Uri($"https://127.0.0.1:{_peer.Port}"), proxy: null);

        Assert.Equal((TransportOutcome.NotSent, "the TLS handshake failed (certificates are always checked)"),
            (result.Outcome, result.Reason));
        Assert.Empty(_peer.Heads);
    }

    [Fact]
    public async Task A_connection_that_does_not_open_in_time_sends_nothing_and_says_so()
    {
        // The system accepts the connection for the listener, and the TLS handshake has no reply.
        using HttpTransport transport = new(proxy: null, TimeSpan.FromMilliseconds(50));

        TransportResult post = await SendAsync(transport, new Uri($"https://127.0.0.1:{_peer.Port}"), """{"Password":"Secret-Pass-1"}"""u8);
        TransportResult get = await SendAsync(transport, new Uri($"https://127.0.0.1:{_peer.Port}"), []);

        Assert.All([post, get], static result => Assert.Equal(
            (TransportOutcome.NotSent, "the connection was not open after 0.05 seconds"), (result.Outcome, result.Reason)));
    }

    [Theory]
    [InlineData("HTTPS_PROXY")]
    [InlineData("https_proxy")]
    [InlineData("ALL_PROXY")]
    public async Task The_variables_proxy_is_asked_for_a_tunnel_and_sees_nothing_else(string variable)
    {
        _peer.Serve(BadGateway);

        TransportResult result = await SendAsync(new Uri(Provider),
            FromEnvironment(new() { [variable] = $"http://127.0.0.1:{_peer.Port}" }));

        Assert.Equal((TransportOutcome.NotSent, "the proxy rejected the connection"), (result.Outcome, result.Reason));
        string head = Assert.Single(_peer.Heads);
        Assert.StartsWith("CONNECT cvm.tencentcloudapi.com:443 HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_specified_proxy_gets_its_own_credential_on_request()
    {
        _peer.Serve(Unauthorized, BadGateway);

        await SendAsync(new Uri(Provider),
            ProxySettings.Create(new Uri($"http://127.0.0.1:{_peer.Port}"), new NetworkCredential("me", "proxy-pass"), static _ => null));

        Assert.Equal(2, _peer.Heads.Count);
        Assert.DoesNotContain("Proxy-Authorization", _peer.Heads.ToArray()[0], StringComparison.Ordinal);
        Assert.Contains($"Proxy-Authorization: Basic {Convert.ToBase64String("me:proxy-pass"u8)}\r\n", _peer.Heads.ToArray()[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task NO_PROXY_keeps_a_host_from_the_proxy()
    {
        _peer.Serve(BadGateway);

        TransportResult result = await SendAsync(
            new Uri(s_unresolvable),
            FromEnvironment(new() { ["HTTPS_PROXY"] = $"http://127.0.0.1:{_peer.Port}", ["NO_PROXY"] = "other.example,.invalid" }));

        Assert.Equal("the host name could not be resolved", result.Reason);
        Assert.Empty(_peer.Heads);
    }

    [Fact]
    public async Task A_loopback_endpoint_is_reached_past_every_proxy()
    {
        await using Peer server = new();
        server.Serve(Ok);
        _peer.Serve(BadGateway);

        TransportResult result = await SendAsync(new Uri($"http://127.0.0.1:{server.Port}"),
            ProxySettings.Create(new Uri($"http://127.0.0.1:{_peer.Port}"), null, static _ => null));

        Assert.Equal(TransportOutcome.ResponseReceived, result.Outcome);
        Assert.StartsWith("POST / HTTP/1.1\r\n", Assert.Single(server.Heads), StringComparison.Ordinal);
        Assert.Empty(_peer.Heads);
    }

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    private static IWebProxy FromEnvironment(Dictionary<string, string> variables) =>
        ProxySettings.Create(null, null, variables.GetValueOrDefault);

    // No limit on the connection: a handshake takes its time on a loaded machine.
    private static async Task<TransportResult> SendAsync(Uri address, IWebProxy? proxy)
    {
        using HttpTransport transport = new(proxy, Timeout.InfiniteTimeSpan);
        return await SendAsync(transport, address, """{"Password":"Secret-Pass-1"}"""u8);
    }

    private static Task<TransportResult> SendAsync(HttpTransport transport, Uri address, ReadOnlySpan<byte> body)
    {
        WireRequest request = new(HttpMethod.Post, address, "/") { ContentType = "application/json" };
        request.Body.Write(body);
        return FinishAsync(transport, request);

        static async Task<TransportResult> FinishAsync(HttpTransport transport, WireRequest request)
        {
            using (request)
            {
                return await transport.SendAsync(request, false, TestContext.Current.CancellationToken)
                    .WaitAsync(s_patient, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>The server: records the head of every request and returns the responses in order, then repeats the last one.</summary>
    private sealed class Peer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stopping = new();
        private string[] _answers = [];
        private int _given;
        private Task _serving = Task.CompletedTask;

        public Peer() => _listener.Start();

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public X509Certificate2? Certificate { get; set; }

        public ConcurrentQueue<string> Heads { get; } = new();

        public void Serve(params string[] responses)
        {
            _answers = responses;
            _serving = Task.Run(async () =>
            {
                try
                {
                    while (true)
                    {
                        using TcpClient client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                        await RespondAsync(client);
                    }
                }
                catch (Exception) when (_stopping.IsCancellationRequested)
                {
                    // The test is over.
                }
            });
        }

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            _listener.Dispose();
            await _serving;
            _stopping.Dispose();
        }

        private async Task RespondAsync(TcpClient client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (Certificate is not null)
                {
                    SslStream secure = new(stream);
                    await secure.AuthenticateAsServerAsync(
                        new SslServerAuthenticationOptions { ServerCertificate = Certificate }, _stopping.Token);
                    stream = secure;
                }

                StringBuilder head = new();
                byte[] one = new byte[1];
                while (await stream.ReadAsync(one, _stopping.Token) > 0)
                {
                    head.Append((char)one[0]);
                    if (head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
                    {
                        Heads.Enqueue(head.ToString());
                        head.Clear();
                        await stream.WriteAsync(Encoding.ASCII.GetBytes(_answers[Math.Min(_given++, _answers.Length - 1)]),
                            _stopping.Token);
                    }
                }
            }
            catch (Exception gone) when (gone is IOException or AuthenticationException && !_stopping.IsCancellationRequested)
            {
                // The client left.
            }
        }
    }
}
