using System;
using System.Collections.Generic;
using System.IO;
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
        HttpMethod method, string path, CancellationToken cancellationToken, params KeyValuePair<string, string>[] headers)
    {
        for (int attempt = 1; ; attempt++)
        {
            MetadataResponse? response = await TryAsync(method, path, headers, cancellationToken);
            if (response is { Status: < 500 } || (attempt == Attempts && response is not null))
            {
                return response;
            }

            response?.Dispose();
            if (attempt == Attempts)
            {
                throw new CredentialUnavailableException(
                    "no metadata service responded; this machine is probably not an instance of the provider's cloud");
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<MetadataResponse?> TryAsync(
        HttpMethod method, string path, KeyValuePair<string, string>[] headers, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = _options.Time.CancelAfter(_options.MetadataTimeout);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using HttpRequestMessage request = new(method, path);
            foreach ((string name, string value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            using Stream content = await response.Content.ReadAsStreamAsync(either.Token);
            return new MetadataResponse((int)response.StatusCode, await ReadAsync(content, either.Token));
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
}
