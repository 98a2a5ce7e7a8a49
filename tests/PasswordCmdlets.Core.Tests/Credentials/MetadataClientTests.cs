using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.InstanceRoles;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials;

/// <summary>The real handler against a server on this machine.</summary>
public sealed class MetadataClientTests : IDisposable
{
    private const string Role = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nrole";
    private const string Json =
        """
        {"Code":"Success","AccessKeyId":"STS.1","AccessKeySecret":"S3CR3T","SecurityToken":"S3CR3T","Expiration":"2099-01-01T00:00:00Z"}
        """;

    private static readonly string Credential = $"HTTP/1.1 200 OK\r\nContent-Length: {Json.Length}\r\n\r\n{Json}";

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly List<string> _asked = [];

    public MetadataClientTests() => _server.Start();

    private Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_server.LocalEndpoint).Port}");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_request_and_its_response_pass()
    {
        Task serving = ServeAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nrole");
        using MetadataClient client = new(Address, new CredentialChainOptions { MetadataTimeout = TimeSpan.FromMinutes(1) });

        using MetadataResponse response =
            await client.SendAsync(HttpMethod.Put, "/a/b", Cancellation, new KeyValuePair<string, string>("X-Name", "value"));

        await serving;
        Assert.Equal(200, response.Status);
        Assert.Equal("role", response.Line());
        Assert.Contains("PUT /a/b HTTP/1.1", _asked[0], StringComparison.Ordinal);
        Assert.Contains("X-Name: value", _asked[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        Task serving = ServeAsync($"HTTP/1.1 302 Found\r\nLocation: {Address}elsewhere\r\nContent-Length: 0\r\n\r\n");
        using MetadataClient client = new(Address, new CredentialChainOptions { MetadataTimeout = TimeSpan.FromMinutes(1) });

        using MetadataResponse response = await client.SendAsync(HttpMethod.Get, "/", Cancellation);

        await serving;
        Assert.Equal(302, response.Status);
        Assert.Single(_asked);
    }

    [Fact]
    public void No_proxy_and_no_cookies_are_used_whatever_the_environment_says()
    {
        using SocketsHttpHandler handler = Assert.IsType<SocketsHttpHandler>(MetadataClient.CreateHandler());

        Assert.False(handler.UseProxy);
        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseCookies);
        Assert.Equal(TimeSpan.FromSeconds(1), handler.ConnectTimeout);
    }

    [Fact]
    public async Task A_service_that_accepts_the_connection_and_sends_nothing_times_out_after_a_second_each_attempt()
    {
        FakeTimeProvider clock = new();
        using MetadataClient client = new(Address, new CredentialChainOptions { Time = clock });

        Task<MetadataResponse> asking = client.SendAsync(HttpMethod.Get, "/", Cancellation);
        using TcpClient first = await _server.AcceptTcpClientAsync(Cancellation);
        await ReadRequestAsync(first);
        clock.Advance(TimeSpan.FromSeconds(1));
        using TcpClient second = await _server.AcceptTcpClientAsync(Cancellation);
        await ReadRequestAsync(second);
        clock.Advance(TimeSpan.FromSeconds(1));

        CredentialUnavailableException error = await Assert.ThrowsAsync<CredentialUnavailableException>(() => asking);
        Assert.Contains("no metadata service responded", error.Message, StringComparison.Ordinal);
        Assert.False(_server.Pending());
    }

    [Fact]
    public async Task A_port_without_a_listener_is_no_metadata_service()
    {
        Uri address = Address;
        _server.Stop();
        using MetadataClient client = new(address, new CredentialChainOptions { MetadataTimeout = TimeSpan.FromMinutes(1) });

        await Assert.ThrowsAsync<CredentialUnavailableException>(() => client.SendAsync(HttpMethod.Get, "/", Cancellation));
    }

    [Fact]
    public async Task A_response_without_end_is_cut_off()
    {
        Task serving = ServeAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + new string('x', 1000000));
        using MetadataClient client = new(Address, new CredentialChainOptions { MetadataTimeout = TimeSpan.FromMinutes(1) });

        using MetadataResponse response = await client.SendAsync(HttpMethod.Get, "/", Cancellation);

        Assert.Null(response.Line());
        Assert.Throws<CredentialUnavailableException>(response.Json);
        client.Dispose();
        await Task.WhenAny(serving);
    }

    [Fact]
    public async Task The_whole_chain_reads_a_role_over_a_real_connection()
    {
        using CredentialWorld world = new();
        Task serving = ServeAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", Role, Credential);
        CredentialChain chain = new(world.Options with
        {
            MetadataHandler = MetadataClient.CreateHandler,
            MetadataTimeout = TimeSpan.FromMinutes(1),
            MetadataAddress = Address,
        });

        CredentialResolution resolution = await chain.ResolveAsync(new() { Provider = AlibabaProvider.Descriptor }, Cancellation);

        await serving;
        CredentialWorld.AssertNothingShown(resolution);
        Assert.Equal("STS.1", resolution.Credential!.AccessKeyId);
    }

    [Fact]
    public async Task A_session_token_that_never_arrives_does_not_end_the_search_for_a_role()
    {
        using CredentialWorld world = new();
        CredentialChain chain =
            new(world.Options with { MetadataHandler = MetadataClient.CreateHandler, MetadataAddress = Address });

        Task<CredentialResolution> resolving = chain.ResolveAsync(new() { Provider = AlibabaProvider.Descriptor }, Cancellation).AsTask();
        foreach (int _ in Enumerable.Range(1, 2))
        {
            using TcpClient discarded = await _server.AcceptTcpClientAsync(Cancellation);
            string request = await ReadRequestAsync(discarded);
            Assert.StartsWith("PUT /latest/api/token HTTP/1.1", request, StringComparison.Ordinal);
            Assert.Contains("Content-Length: 0", request, StringComparison.Ordinal);
            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await Task.WhenAny(ServeAsync(Role, Credential), resolving);
        Assert.Equal("STS.1", (await resolving).Credential?.AccessKeyId);
        Assert.DoesNotContain("metadata-token", _asked[0], StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> ReadRequestAsync(TcpClient client)
    {
        byte[] buffer = new byte[8192];
        StringBuilder request = new();
        while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            int read = await client.GetStream().ReadAsync(buffer, Cancellation);
            Assert.NotEqual(0, read);
            request.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return request.ToString();
    }

    private async Task ServeAsync(params string[] responses)
    {
        using TcpClient client = await _server.AcceptTcpClientAsync(Cancellation);
        foreach (string response in responses)
        {
            _asked.Add(await ReadRequestAsync(client));
            try
            {
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(response), Cancellation);
            }
            catch (IOException)
            {
                // The client has read enough.
                return;
            }
        }
    }
}
