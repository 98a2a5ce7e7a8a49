using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

/// <summary>A request that a web page sends through its visitor's browser is rejected.</summary>
public sealed class RequestGuardTests : IAsyncLifetime
{
    private SandboxFixture _sandbox = null!;

    public async ValueTask InitializeAsync()
        => _sandbox =
            await SandboxFixture.StartAsync(configure: static options => options with { AllowedHosts = ["cvm.tencentcloudapi.com"] });

    public async ValueTask DisposeAsync() => await _sandbox.DisposeAsync();

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:1", 200)]
    [InlineData("127.0.0.1:5080", 200)]
    [InlineData("127.8.9.10", 200)]
    [InlineData("[::1]:5080", 200)]
    [InlineData("cvm.tencentcloudapi.com", 200)]
    [InlineData("rebound.example", 421)]
    [InlineData("rebound.example:5080", 421)]
    [InlineData("localhost.rebound.example", 421)]
    [InlineData("127.0.0.1.rebound.example", 421)]
    [InlineData("192.168.0.1", 421)]
    public async Task A_request_to_a_loopback_host_name_is_accepted(string host, int status)
    {
        foreach (string path in new[] { "/_sandbox/state?passwords=true", "/latest/meta-data/cam/security-credentials/" })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            request.Headers.Host = host;

            SandboxResponse response = await _sandbox.SendAsync(request);

            Assert.Equal(status == 200, response.Status != 421);
        }
    }

    [Theory]
    [InlineData("Origin", "https://page.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Origin", "https://localhost:5080")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_request_of_a_page_of_another_origin_changes_nothing(string header, string value)
    {
        foreach (HttpMethod method in new[] { HttpMethod.Post, HttpMethod.Options })
        {
            using HttpRequestMessage request = Seed(method, "application/json");
            request.Headers.Host = "localhost:5080";
            request.Headers.Add(header, value);

            Assert.Equal(403, (await _sandbox.SendAsync(request)).Status);
        }

        Assert.NotNull((await _sandbox.GetAsync("/_sandbox/state?id=ins-linux001"))["instances.0.id"]);
    }

    [Theory]
    [InlineData("Origin", "http://localhost:5080")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task A_request_of_its_own_origin_is_accepted(string header, string value)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/_sandbox/health");
        request.Headers.Host = "localhost:5080";
        request.Headers.Add(header, value);

        Assert.Equal(200, (await _sandbox.SendAsync(request)).Status);
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("multipart/form-data", 415)]
    [InlineData(null, 415)]
    [InlineData("application/json", 200)]
    public async Task The_control_interface_accepts_only_JSON(string? contentType, int status)
    {
        using HttpRequestMessage request = Seed(HttpMethod.Post, contentType);

        Assert.Equal(status, (await _sandbox.SendAsync(request)).Status);
    }

    private static HttpRequestMessage Seed(HttpMethod method, string? contentType)
    {
        HttpRequestMessage request = new(method, "/_sandbox/seed") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}")) };
        request.Content.Headers.ContentType = contentType is null ? null : new(contentType);
        return request;
    }
}
