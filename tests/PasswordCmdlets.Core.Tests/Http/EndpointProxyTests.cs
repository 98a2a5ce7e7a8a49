using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Http;

public class EndpointProxyTests
{
    private static readonly Uri s_provider = new("https://ecs.aliyuncs.com/");

    [Fact]
    public void Without_any_setting_requests_go_directly()
        => Assert.True(From([]).IsBypassed(s_provider));

    [Theory]
    [InlineData("HTTPS_PROXY")]
    [InlineData("https_proxy")]
    [InlineData("ALL_PROXY")]
    [InlineData("all_proxy")]
    public void The_usual_variables_name_the_proxy(string name)
    {
        IWebProxy proxy = From(new() { [name] = "http://proxy.example:3128" });

        Assert.False(proxy.IsBypassed(s_provider));
        Assert.Equal(new Uri("http://proxy.example:3128"), proxy.GetProxy(s_provider));
    }

    [Fact]
    public void Lower_case_wins_and_the_scheme_may_be_missing()
    {
        IWebProxy proxy = From(new() { ["https_proxy"] = "first.example:1", ["HTTPS_PROXY"] = "http://second.example:2" });

        Assert.Equal(new Uri("http://first.example:1"), proxy.GetProxy(s_provider));
    }

    [Theory]
    [InlineData("http://user:Proxy-Word-3@proxy.example:3128", "Proxy-Word-3")]
    [InlineData("http://user@proxy.example:3128", null)]
    [InlineData("http://proxy.example:3128", null)]
    public void A_transport_knows_the_password_of_its_proxy(string address, string? password)
    {
        using HttpTransport transport = new(From(new() { ["https_proxy"] = address }));

        Assert.Equal(password, transport.ProxyPassword?.Reveal(0, static (characters, _) => characters.ToString()));
    }

    [Theory]
    [InlineData("http://proxy.example:1")]
    [InlineData("socks5h://proxy.example:1")]
    public void The_proxy_for_plain_http_is_not_used_and_not_validated(string address)
    {
        Assert.True(From(new() { ["HTTP_PROXY"] = address }).IsBypassed(s_provider));
        Assert.Equal(new Uri("http://p.example:2"),
            From(new() { ["HTTP_PROXY"] = address, ["HTTPS_PROXY"] = "http://p.example:2" }).GetProxy(s_provider));
    }

    [Theory]
    [InlineData("ecs.aliyuncs.com", true)]
    [InlineData("ECS.aliyuncs.COM", true)]
    [InlineData(".aliyuncs.com", true)]
    [InlineData("*.aliyuncs.com", true)]
    [InlineData("*", true)]
    [InlineData("other.example, ecs.aliyuncs.com:443", true)]
    [InlineData("ecs.aliyuncs.com:8443", false)]
    [InlineData("aliyuncs.com", true)]
    [InlineData("aliyuncs.com.", true)]
    [InlineData("COM", true)]
    [InlineData("other.example ecs.aliyuncs.com", true)]
    [InlineData("other.example;aliyuncs.com", true)]
    [InlineData("other.example,\taliyuncs.com", true)]
    [InlineData("aliyuncs.com:443", true)]
    [InlineData("aliyuncs.com:8443", false)]
    [InlineData("s.aliyuncs.com", false)]
    [InlineData("ecs.aliyuncs.com.evil.example", false)]
    [InlineData(".", false)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData("yuncs.com", false)]
    [InlineData(".yuncs.com", false)]
    [InlineData(" , ", false)]
    public void NO_PROXY_excludes_hosts(string exceptions, bool bypassed)
        => Assert.Equal(bypassed, From(new() { ["HTTPS_PROXY"] = "http://p.example:1", ["NO_PROXY"] = exceptions }).IsBypassed(s_provider));

    [Theory]
    [InlineData("https://10.1.2.3", "10.1.2.3", true)]
    [InlineData("https://10.1.2.3", "10.0.0.0/8", true)]
    [InlineData("https://10.1.2.3", "10.1.2.0/30", true)]
    [InlineData("https://10.1.2.4", "10.1.2.0/30", false)]
    [InlineData("https://10.1.2.3", "0.0.0.0/0", true)]
    [InlineData("https://10.1.2.3", "10.1.2.3/33", false)]
    [InlineData("https://10.1.2.3", "10.1.2.3/x", false)]
    [InlineData("https://10.1.2.3", "10.1.2.3:443", true)]
    [InlineData("https://10.1.2.3", "10.1.2.3:444", false)]
    [InlineData("https://10.1.2.3", "2.3", false)]
    [InlineData("https://10.1.2.3", "*", true)]
    [InlineData("https://[2001:db8::1]", "2001:db8::1", true)]
    [InlineData("https://[2001:db8::1]", "[2001:DB8:0::1]", true)]
    [InlineData("https://[2001:db8::1]", "[2001:db8::1]:443", true)]
    [InlineData("https://[2001:db8::1]", "[2001:db8::1]:444", false)]
    [InlineData("https://[2001:db8::1]", "2001:db8::/32", true)]
    [InlineData("https://[2001:db9::1]", "2001:db8::/32", false)]
    [InlineData("https://[2001:db8::1]", "0.0.0.0/0", false)]
    public void NO_PROXY_excludes_addresses_and_networks(string address, string exceptions, bool bypassed)
        => Assert.Equal(bypassed,
            From(new() { ["HTTPS_PROXY"] = "http://p.example:1", ["NO_PROXY"] = exceptions }).IsBypassed(new Uri(address)));

    [Theory]
    [InlineData("http://127.0.0.1:5080/")]
    [InlineData("https://127.1.2.3/")]
    [InlineData("http://localhost/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://100.100.100.200/latest/")]
    [InlineData("http://169.254.169.254/openstack")]
    [InlineData("http://metadata.tencentyun.com/latest")]
    [InlineData("http://METADATA.tencentyun.com./latest")]
    public void Loopback_and_metadata_addresses_never_go_through_a_proxy(string address)
    {
        Uri destination = new(address);
        IWebProxy given = ProxySettings.Create(new Uri("http://p.example:1"), null, static _ => null);
        IWebProxy environment = From(new() { ["ALL_PROXY"] = "http://p.example:1" });

        Assert.True(given.IsBypassed(destination));
        Assert.True(environment.IsBypassed(destination));
        Assert.Equal(destination, given.GetProxy(destination));
    }

    [Fact]
    public void The_proxy_of_the_command_wins_over_the_environment_NO_PROXY_included()
    {
        Dictionary<string, string> environment = new() { ["HTTPS_PROXY"] = "http://env.example:1", ["NO_PROXY"] = "*" };

        IWebProxy proxy = ProxySettings.Create(new Uri("http://command.example:2"), new NetworkCredential("user", "pass"),
            environment.GetValueOrDefault);

        Assert.Equal(new Uri("http://command.example:2"), proxy.GetProxy(s_provider));
        Assert.False(proxy.IsBypassed(s_provider));
        Assert.Equal("user", proxy.Credentials!.GetCredential(new Uri("http://command.example:2"), "Basic")!.UserName);
    }

    [Fact]
    public void A_user_name_and_password_in_the_variable_become_the_proxys_credential_alone()
    {
        IWebProxy proxy = From(new() { ["HTTPS_PROXY"] = "http://us%40er:p%3Ass@proxy.example:3128" });

        Uri address = proxy.GetProxy(s_provider)!;
        NetworkCredential credential = proxy.Credentials!.GetCredential(address, "Basic")!;
        Assert.Empty(address.UserInfo);
        Assert.Equal("us@er", credential.UserName);
        Assert.Equal("p:ss", credential.Password);
        Assert.Null(proxy.Credentials.GetCredential(s_provider, "Basic"));
    }

    [Fact]
    public async Task A_SOCKS_proxy_gets_the_user_name_and_password_of_its_address()
    {
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        IWebProxy proxy = From(new() { ["ALL_PROXY"] = $"socks5://us%40er:p%3Ass@{server.LocalEndpoint}" });
        using HttpMessageInvoker client = new(new SocketsHttpHandler { Proxy = proxy });
        using HttpRequestMessage request = new(HttpMethod.Get, "http://provider.example/");
        Task<HttpResponseMessage> sending = client.SendAsync(request, TestContext.Current.CancellationToken);

        // RFC 1928: version 5 and the offered methods; RFC 1929: version 1, name and password, each after its length.
        using TcpClient accepted = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        byte[] offer = await ReadAsync(accepted, 2);
        Assert.Contains((byte)2, await ReadAsync(accepted, offer[1]));
        await accepted.GetStream().WriteAsync(new byte[] { 5, 2 }, TestContext.Current.CancellationToken);
        byte[] credential = await ReadAsync(accepted, 12);
        await accepted.GetStream().WriteAsync(new byte[] { 1, 1 }, TestContext.Current.CancellationToken);

        Assert.Equal([1, 5, .. "us@er"u8, 4, .. "p:ss"u8], credential);
        await Assert.ThrowsAsync<HttpRequestException>(() => sending);
    }

    [Theory]
    [InlineData("HTTPS_PROXY", "::::")]
    [InlineData("HTTPS_PROXY", "gopher://p.example:1")]
    [InlineData("https_proxy", "http:/p.example:1")]
    [InlineData("https_proxy", "http//p.example:1")]
    [InlineData("ALL_PROXY", "http://p.example:99999")]
    [InlineData("all_proxy", "http://u:hunter2@p.example:1/path")]
    [InlineData("ALL_PROXY", "socks5h://u:hunter2@p.example:1")]
    [InlineData("HTTPS_PROXY", "\u202e.")]
    [InlineData("HTTPS_PROXY", "http://u:hunter2@.:3128")]
    public void The_error_of_an_invalid_proxy_address_has_the_variable(string name, string value)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => From(new() { [name] = value }));

        Assert.StartsWith($"{name} is not the address of a proxy. Write http://host:port", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void A_blank_variable_counts_as_not_set(string value)
        => Assert.Equal(new Uri("http://p.example:1"),
            From(new() { ["HTTPS_PROXY"] = value, ["ALL_PROXY"] = "p.example:1" }).GetProxy(s_provider));

    [Fact]
    public void A_variable_that_another_one_overrides_is_not_read()
        => Assert.Equal(new Uri("http://p.example:1"),
            From(new()
            {
                ["https_proxy"] = "http://p.example:1",
                ["HTTPS_PROXY"] = "::::",
                ["ALL_PROXY"] = "socks5h://p.example:1",
            }).GetProxy(s_provider));

    [Theory]
    [InlineData("127.0.0.1:3128", "http://127.0.0.1:3128/")]
    [InlineData("localhost:3128", "http://localhost:3128/")]
    [InlineData("proxy.example:3128", "http://proxy.example:3128/")]
    [InlineData("proxy.example", "http://proxy.example/")]
    [InlineData("[::1]:3128", "http://[::1]:3128/")]
    public void The_proxy_of_the_command_may_lack_the_scheme(string proxy, string address)
        => Assert.Equal(address,
            ProxySettings.Create(new Uri(proxy, UriKind.RelativeOrAbsolute), null, static _ => null).GetProxy(s_provider)!.AbsoluteUri);

    [Fact]
    public void A_given_proxy_that_cannot_be_used_is_an_error()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ProxySettings.Create(new Uri("ftp://u:hunter2@p.example"), null));
        Assert.StartsWith("-Proxy is not the address of a proxy. Write http://host:port", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ProxySettings.Create(new Uri("/p.example", UriKind.Relative), null));
    }

    private static async Task<byte[]> ReadAsync(TcpClient from, int count)
    {
        byte[] read = new byte[count];
        await from.GetStream().ReadExactlyAsync(read, TestContext.Current.CancellationToken);
        return read;
    }

    private static IWebProxy From(Dictionary<string, string> environment) =>
        ProxySettings.Create(null, null, environment.GetValueOrDefault);
}
