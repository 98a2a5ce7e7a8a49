using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;

namespace PasswordCmdlets.Core.Credentials.InstanceRoles;

/// <summary>
/// Talks to a metadata service: never through a proxy, never along a redirect, and briefly, because on a machine outside the cloud
/// no service responds.
/// </summary>
internal sealed class MetadataClient : IDisposable
{
    private const int Attempts = 2;
    private const int MaximumResponseBytes = 64 * 1024;

    private readonly HttpClient _http;
    private readonly CredentialChainOptions _options;

    public MetadataClient(Uri service, CredentialChainOptions options)
    {
        _options = options;
        _http = new HttpClient(options.MetadataHandler(), disposeHandler: true)
        {
            BaseAddress = service,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public static HttpMessageHandler CreateHandler()
#if NET
        => new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(1),
        };
#else
        => new HttpClientHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
#endif

    /// <summary>Sends a request without content, once more if there was no response or a server error.</summary>
    /// <exception cref="CredentialUnavailableException">There was no response.</exception>
    public async Task<MetadataResponse> SendAsync(
        HttpMethod method, string path, CancellationToken cancellationToken, params KeyValuePair<string, string>[] headers) =>
        await SendAsync(method, path, headers, content: null, cancellationToken) ?? throw Unreachable();

    /// <summary>Asks for a session token with a PUT, once more if there was no response or a server error.</summary>
    /// <returns>
    /// The response; null where a connection opened and no response came. A hop limit of the instance discards the response to a PUT, and
    /// to no other request, on its way into a container.
    /// </returns>
    /// <exception cref="CredentialUnavailableException">No connection opened.</exception>
    public async Task<MetadataResponse?> OpenSessionAsync(
        string path, KeyValuePair<string, string> lifetime, CancellationToken cancellationToken)
    {
        bool opened = false;
        MetadataResponse? response =
            await SendAsync(HttpMethod.Put, path, [lifetime], () => new EmptyContent(() => opened = true), cancellationToken);
        return response is not null || opened ? response : throw Unreachable();
    }

    public void Dispose() => _http.Dispose();

    private static CredentialUnavailableException Unreachable() =>
        new("no metadata service responded; this machine is probably not an instance of the provider's cloud");

    private async Task<MetadataResponse?> SendAsync(
        HttpMethod method, string path, KeyValuePair<string, string>[] headers, Func<HttpContent>? content,
        CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            MetadataResponse? response = await TryAsync(method, path, headers, content, cancellationToken);
            if (attempt == Attempts || response is { Status: < 500 })
            {
                return response;
            }

            response?.Dispose();
        }
    }

    private async Task<MetadataResponse?> TryAsync(
        HttpMethod method, string path, KeyValuePair<string, string>[] headers, Func<HttpContent>? content,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = _options.Time.CancelAfter(_options.MetadataTimeout);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using HttpRequestMessage request = new(method, path) { Content = content?.Invoke() };
            foreach ((string name, string value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            using Stream body = await response.Content.ReadAsStreamAsync(either.Token);
            return new MetadataResponse((int)response.StatusCode, await ReadAsync(body, either.Token));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static async Task<byte[]> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[MaximumResponseBytes];
        try
        {
            int length = 0;
            int read;
            while (length < buffer.Length && (read = await content.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
            {
                length += read;
            }

            return buffer.AsSpan(0, length).ToArray();
        }
        finally
        {
            Array.Clear(buffer, 0, buffer.Length);
        }
    }

    /// <summary>Reports that it is written, which is as soon as the connection is open.</summary>
    private sealed class EmptyContent(Action written) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            written();
            return Task.CompletedTask;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return true;
        }
    }
}
