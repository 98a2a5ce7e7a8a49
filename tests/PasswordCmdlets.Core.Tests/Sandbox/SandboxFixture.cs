using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Tests.TestSupport;
using PasswordCmdlets.Sandbox;
using PasswordCmdlets.Sandbox.Seeds;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

/// <summary>A sandbox of its own for one test, and a plain HttpClient to call it with.</summary>
internal sealed class SandboxFixture : IAsyncDisposable
{
    private SandboxFixture(SandboxServer server, FakeTimeProvider clock, FakeTimeProvider wire)
    {
        Server = server;
        Clock = clock;
        Wire = wire;
        Http = new HttpClient { BaseAddress = server.BaseAddress, Timeout = TimeSpan.FromSeconds(30) };
    }

    public SandboxServer Server { get; }

    public FakeTimeProvider Clock { get; }

    public FakeTimeProvider Wire { get; }

    public HttpClient Http { get; }

    public static async Task<SandboxFixture> StartAsync(string? seed = null, Func<SandboxOptions, SandboxOptions>? configure = null)
    {
        FakeTimeProvider clock = new();
        FakeTimeProvider wire = new();
        SandboxOptions options = new()
        {
            Seed = seed is null ? null : SandboxSeed.Parse(seed),
            TimeProvider = clock,
            WireTimeProvider = wire,
        };
        return new SandboxFixture(
            await SandboxServer.StartAsync(configure?.Invoke(options) ?? options, TestContext.Current.CancellationToken), clock, wire);
    }

    public Task<SandboxResponse> SendAsync(HttpRequestMessage request) => SendAndLeaveAsync(request, TestContext.Current.CancellationToken);

    public async Task<SandboxResponse> SendAndLeaveAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await Http.SendAsync(request, cancellationToken);
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, IEnumerable<string> values) in response.Headers)
        {
            headers[name] = string.Join(",", values);
        }

        return new SandboxResponse((int)response.StatusCode, text, response.Content.Headers.ContentType?.MediaType, headers);
    }

    public Task<SandboxResponse> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<SandboxResponse> DeleteAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Delete, path));

    public Task<SandboxResponse> PostAsync(string path, string json) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") });

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>The sandbox's response.</summary>
internal sealed record SandboxResponse(int Status, string Text, string? ContentType, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json
    {
        get
        {
            using JsonDocument document = JsonDocument.Parse(Text);
            return document.RootElement.Clone();
        }
    }

    /// <summary>
    /// A value by its path: <c>Response.Error.Code</c>, <c>Response.InstanceSet.0.InstanceId</c>; null when there is none.
    /// </summary>
    public string? this[string path]
    {
        get
        {
            JsonElement element = Json;
            foreach (string step in path.Split('.'))
            {
                if (element.ValueKind == JsonValueKind.Array && int.TryParse(step, out int index) && index < element.GetArrayLength())
                {
                    element = element[index];
                }
                else if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(step, out element))
                {
                    return null;
                }
            }

            return element.ValueKind == JsonValueKind.Null ? null : element.ToString();
        }
    }
}
