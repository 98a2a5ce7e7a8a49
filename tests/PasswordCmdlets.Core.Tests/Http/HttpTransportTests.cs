using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Http;

/// <summary>
/// What the transport says of an attempt, on real connections: a request arrives once or not at all, and never a second time by itself.
/// </summary>
public sealed class HttpTransportTests : IDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(60);

    private readonly HttpTransport _transport = new(proxy: null);

    private enum End
    {
        KeepAlive,
        Close,
        Reset,
        Hang,
    }

    [Fact]
    public async Task A_kept_alive_connection_that_the_server_closed_costs_no_second_request()
    {
        await using RawServer server = new(static number => (Ok, number == 1 ? End.Close : End.KeepAlive));
        Assert.Equal(TransportOutcome.ResponseReceived, (await SendAsync(server)).Outcome);
        await server.FirstClosed;

        Assert.Equal(TransportOutcome.ResponseReceived, (await SendAsync(server)).Outcome);

        Assert.Equal(2, server.Requests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_connection_that_is_closed_after_the_request_was_read_is_lost_and_not_sent_again(int dies)
    {
        await using RawServer server = new(number => number == dies ? (string.Empty, End.Close) : (Ok, End.KeepAlive));
        TransportResult? last = null;
        for (int i = 0; i < dies; i++)
        {
            last = await SendAsync(server);
        }

        Assert.Equal(TransportOutcome.OutcomeUnknown, last!.Outcome);
        Assert.Equal(dies, server.Requests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_connection_that_is_reset_after_the_request_was_read_is_lost_and_not_sent_again(int dies)
    {
        await using RawServer server = new(number => number == dies ? (string.Empty, End.Reset) : (Ok, End.KeepAlive));
        TransportResult? last = null;
        for (int i = 0; i < dies; i++)
        {
            last = await SendAsync(server);
        }

        Assert.Equal(TransportOutcome.OutcomeUnknown, last!.Outcome);
        Assert.Equal(dies, server.Requests);
    }

    [Fact]
    public async Task A_truncated_response_is_a_lost_one()
    {
        await using RawServer server = new(static _ => ("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"half\":", End.Close));

        Assert.Equal(TransportOutcome.OutcomeUnknown, (await SendAsync(server)).Outcome);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_refused_connection_was_not_sent()
    {
        TcpListener closed = new(IPAddress.Loopback, 0);
        closed.Start();
        Uri address = new($"http://127.0.0.1:{((IPEndPoint)closed.LocalEndpoint).Port}");
        closed.Stop();

        using WireRequest request = Request(address);
        TransportResult result = await _transport.SendAsync(request, false, TestContext.Current.CancellationToken)
            .WaitAsync(Patient, TestContext.Current.CancellationToken);

        Assert.Equal(TransportOutcome.NotSent, result.Outcome);
        Assert.DoesNotContain("127.0.0.1", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_was_not_sent()
    {
        // A label longer than DNS allows: the name is rejected on this machine, without a DNS query.
        using WireRequest request = Request(new Uri($"http://{new string('a', 64)}.invalid"));

        TransportResult result = await _transport.SendAsync(request, false, TestContext.Current.CancellationToken)
            .WaitAsync(Patient, TestContext.Current.CancellationToken);

        Assert.Equal((TransportOutcome.NotSent, "the host name could not be resolved"), (result.Outcome, result.Reason));
    }

    [Fact]
    public async Task An_attempt_that_is_cancelled_before_its_response_has_an_unknown_outcome()
    {
        using CancellationTokenSource timeout = new();
        await using RawServer server = new(_ =>
        {
            timeout.Cancel();
            return (string.Empty, End.Hang);
        });
        using WireRequest request = Request(server.Address);

        TransportResult result = await _transport.SendAsync(request, false, timeout.Token)
            .WaitAsync(Patient, TestContext.Current.CancellationToken);

        Assert.Equal((TransportOutcome.OutcomeUnknown, null), (result.Outcome, result.Reason));
    }

    [Fact]
    public async Task A_request_that_was_cancelled_before_it_left_was_not_sent()
    {
        await using RawServer server = new(static _ => (Ok, End.KeepAlive));
        using WireRequest request = Request(server.Address);

        Assert.Equal(TransportOutcome.NotSent, (await _transport.SendAsync(request, false, new CancellationToken(canceled: true))).Outcome);
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using RawServer other = new(static _ => (Ok, End.KeepAlive));
        await using RawServer server =
            new(_ => ($"HTTP/1.1 307 Temporary Redirect\r\nLocation: {other.Address}\r\nContent-Length: 0\r\n\r\n", End.KeepAlive));

        TransportResult result = await SendAsync(server);

        Assert.Equal((TransportOutcome.ResponseReceived, 307), (result.Outcome, result.Response!.StatusCode));
        Assert.Equal(0, other.Requests);
    }

    [Theory]
    [InlineData("Content-Length: 9000000\r\n\r\n")]
    [InlineData("\r\n")]
    public async Task A_response_that_is_too_large_is_not_read_to_its_end(string head)
    {
        await using RawServer server = new(_ => ("HTTP/1.1 200 OK\r\n" + head + new string('x', 9_000_000), End.Close));

        TransportResult result = await SendAsync(server);

        Assert.Equal((TransportOutcome.ResponseTooLarge, null), (result.Outcome, result.Response));
    }

    [Fact]
    public async Task A_response_that_a_gateway_compressed_is_read()
    {
        TransportResult result = await SendAsync(new GzipServer("""{"RequestId":"r-1"}"""u8.ToArray()));

        using JsonDocument document = JsonResponse.TryParse(result.Response!)!;
        Assert.Equal("r-1", document.RootElement.Text("RequestId"));
    }

    [Fact]
    public async Task A_compressed_response_that_is_too_large_is_not_read_to_its_end()
    {
        TransportResult result = await SendAsync(new GzipServer(new byte[ResponseReader.MaximumBytes + 1]));

        Assert.Equal((TransportOutcome.ResponseTooLarge, null), (result.Outcome, result.Response));
    }

    [Fact]
    public async Task A_compressed_response_that_is_damaged_has_no_content()
    {
        TransportResult result = await SendAsync(new GzipServer("""{"RequestId":"r-1"}"""u8.ToArray(), damaged: true));

        Assert.Equal((TransportOutcome.OutcomeUnknown, "the response was damaged: it cannot be decompressed"),
            (result.Outcome, result.Reason));
    }

    [Fact]
    public void A_byte_order_mark_before_the_JSON_is_skipped()
    {
        using JsonDocument? document =
            JsonResponse.TryParse(new WireResponse
            {
                StatusCode = 200,
                Body = (byte[])[0xEF, 0xBB, 0xBF, .. "{}"u8],
                Header = static _ => null,
            });

        Assert.NotNull(document);
    }

    [Fact]
    public async Task The_body_is_cleared_after_it_was_sent()
    {
        await using RawServer server = new(static _ => (Ok, End.KeepAlive));
        WireRequest request = Request(server.Address);
        byte[] memory = request.Body.WrittenSegment.Array!;
        await _transport.SendAsync(request, false, TestContext.Current.CancellationToken)
            .WaitAsync(Patient, TestContext.Current.CancellationToken);

        request.Dispose();

        Assert.Equal(-1, memory.AsSpan().IndexOf("Secret"u8));
    }

    public void Dispose() => _transport.Dispose();

    private static WireRequest Request(Uri address)
    {
        WireRequest request = new(HttpMethod.Post, address, "/") { ContentType = "application/json" };
        request.Body.Write("""{"Password":"Secret-Pass-1"}"""u8);
        return request;
    }

    private async Task<TransportResult> SendAsync(RawServer server)
    {
        using WireRequest request = Request(server.Address);
        return await _transport.SendAsync(request, false, TestContext.Current.CancellationToken)
            .WaitAsync(Patient, TestContext.Current.CancellationToken);
    }

    private static async Task<TransportResult> SendAsync(GzipServer server)
    {
        using HttpTransport transport = new(server);
        using WireRequest request = Request(new Uri("http://127.0.0.1"));
        return await transport.SendAsync(request, false, TestContext.Current.CancellationToken)
            .WaitAsync(Patient, TestContext.Current.CancellationToken);
    }

    private sealed class GzipServer(byte[] body, bool damaged = false) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using MemoryStream compressed = new();
            using (GZipStream gzip = new(compressed, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(body);
            }

            byte[] content = compressed.ToArray();
            content[0] = damaged ? (byte)0 : content[0];
            HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };
            response.Content.Headers.ContentEncoding.Add("gzip");
            return Task.FromResult(response);
        }
    }

    /// <summary>Reads requests byte by byte, counts them and returns the scripted response.</summary>
    private sealed class RawServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stopping = new();
        private readonly Func<int, (string Text, End End)> _script;
        private readonly TaskCompletionSource _firstClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task _serving;
        private int _requests;

        public RawServer(Func<int, (string Text, End End)> script)
        {
            _script = script;
            _listener.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
            _serving = ServeAsync();
        }

        public Uri Address { get; }

        /// <summary>Completes when the server has closed its first connection.</summary>
        public Task FirstClosed => _firstClosed.Task;

        /// <summary>How many requests arrived whole.</summary>
        public int Requests => Volatile.Read(ref _requests);

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            _listener.Stop();
            await _serving;
            _stopping.Dispose();
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    TcpClient client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                    _ = ServeAsync(client);
                }
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                // The test is over.
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            try
            {
                using TcpClient owned = client;
                NetworkStream stream = client.GetStream();
                while (await ReadRequestAsync(stream))
                {
                    (string text, End end) = _script(Interlocked.Increment(ref _requests));
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(text), _stopping.Token);
                    switch (end)
                    {
                        case End.Reset:
                            client.LingerState = new LingerOption(true, 0);
                            return;
                        case End.Close:
                            return;
                        case End.Hang:
                            await Task.Delay(Timeout.InfiniteTimeSpan, _stopping.Token);
                            return;
                    }
                }
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The client left.
            }
            finally
            {
                _firstClosed.TrySetResult();
            }
        }

        private async Task<bool> ReadRequestAsync(NetworkStream stream)
        {
            StringBuilder head = new();
            byte[] one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                if (await stream.ReadAsync(one, _stopping.Token) == 0)
                {
                    return false;
                }

                head.Append((char)one[0]);
            }

            string text = head.ToString();
            int at = text.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase) + "Content-Length: ".Length;
            byte[] body = new byte[int.Parse(text[at..text.IndexOf('\r', at)], System.Globalization.CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(body, _stopping.Token);
            return true;
        }
    }
}
