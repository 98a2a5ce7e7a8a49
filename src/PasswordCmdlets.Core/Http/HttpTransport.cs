using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Passwords;
#if NETFRAMEWORK
using PlatformHandler = System.Net.Http.HttpClientHandler;
#else
using PlatformHandler = System.Net.Http.SocketsHttpHandler;
#endif

namespace PasswordCmdlets.Core.Http;

/// <summary>
/// Sends signed requests and distinguishes what is certain: a response was received, nothing was sent, or the outcome is unknown.
/// </summary>
internal sealed class HttpTransport : IDisposable
{
    /// <summary>How long a connection may take to open, the TLS handshake and the proxy's tunnel included.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpMessageInvoker _client;
    private readonly TimeSpan _connectTimeout = ConnectTimeout;
    private volatile RequestAddress? _lastAddress;

    public HttpTransport(IWebProxy? proxy)
        : this(proxy, ConnectTimeout)
    {
    }

    internal HttpTransport(IWebProxy? proxy, TimeSpan connectTimeout)
        : this(CreateHandler(proxy, connectTimeout))
    {
        _connectTimeout = connectTimeout;
        Uri anywhere = new("https://provider.example");
        ProxyPassword = proxy?.Credentials is { } credentials
            && !proxy.IsBypassed(anywhere)
            && credentials.GetCredential(proxy.GetProxy(anywhere)!, "Basic") is { Password.Length: > 0 } found
                ? new SecretText(found.SecurePassword)
                : null;
    }

    internal HttpTransport(HttpMessageHandler handler) => _client = new HttpMessageInvoker(handler);

    /// <summary>The password of the proxy, where it asks for one.</summary>
    public SecretText? ProxyPassword { get; }

    /// <summary>Makes one attempt.</summary>
    /// <param name="request">The signed request.</param>
    /// <param name="freshConnection">Ask for a connection of its own, so that no framework resends the request on a stale one.</param>
    /// <param name="cancellationToken">Ends the attempt; the result then has no reason of its own.</param>
    public async Task<TransportResult> SendAsync(WireRequest request, bool freshConnection, CancellationToken cancellationToken)
    {
        using TrackedContent content = new(request.Body, request.ContentType);
        using HttpRequestMessage message = CreateMessage(request, content, freshConnection);
        bool bodiless = request.Body.Length == 0;
        bool responding = false;
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(message, cancellationToken).ConfigureAwait(false);
            responding = true;
            WireResponse? received = await ResponseReader.ReadAsync(response, cancellationToken).ConfigureAwait(false);
            return new(received is null ? TransportOutcome.ResponseTooLarge : TransportOutcome.ResponseReceived, received, null);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException
            or ObjectDisposedException or InvalidDataException or WebException)
        {
            bool mayHaveArrived = responding || content.Started || (bodiless && !IsConnectFailure(failure));
            string? reason = cancellationToken.IsCancellationRequested ? null : ReasonOf(failure, responding, _connectTimeout);
            return new(mayHaveArrived ? TransportOutcome.OutcomeUnknown : TransportOutcome.NotSent, null, reason);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        ProxyPassword?.Dispose();
    }

    private static PlatformHandler CreateHandler(IWebProxy? proxy, TimeSpan connectTimeout)
    {
#if NETFRAMEWORK
        _ = connectTimeout;
        return new PlatformHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = proxy,
            UseProxy = proxy is not null,
            SslProtocols = SslProtocols.Tls12,
            // Without this the callbacks of ServicePointManager, which other scripts of the session may set, decide.
            ServerCertificateCustomValidationCallback = static (_, _, _, errors) => errors == SslPolicyErrors.None,
            MaxConnectionsPerServer = 256,
        };
#else
        return new PlatformHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = proxy,
            UseProxy = proxy is not null,
            ConnectTimeout = connectTimeout,
            // Shorter than any load balancer's idle timeout we know of, so that no request is sent on a connection that the other side
            // has closed.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
            ActivityHeadersPropagator = null,
        };
#endif
    }

    private HttpRequestMessage CreateMessage(WireRequest request, HttpContent content, bool freshConnection)
    {
        HttpRequestMessage message = new(request.Method, request.HasQuery ? AddressOf(request) : AddressWithoutQuery(request));
        if (request.Body.Length > 0)
        {
            message.Content = content;
        }

        foreach ((string name, string value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        message.Headers.ExpectContinue = false;
#if NETFRAMEWORK
        // HttpWebRequest resends a request by itself when a kept-alive connection turns out to be dead.
        message.Headers.ConnectionClose = freshConnection;
#else
        // SocketsHttpHandler never resends a request whose body has started.
        _ = freshConnection;
#endif
        return message;
    }

    // Most requests of a run have the same address.
    private Uri AddressWithoutQuery(WireRequest request)
    {
        RequestAddress? last = _lastAddress;
        if (last is null || last.Endpoint != request.Endpoint || last.Path != request.Path)
        {
            _lastAddress = last = new RequestAddress(request.Endpoint, request.Path, AddressOf(request));
        }

        return last.Address;
    }

    private static Uri AddressOf(WireRequest request)
    {
        StringBuilder address = new(request.Endpoint.GetLeftPart(UriPartial.Authority));
        address.Append(request.Path);
        char separator = '?';
        foreach ((string name, string value) in request.Query)
        {
            address.Append(separator).Append(PercentEncoding.Encode(name)).Append('=').Append(PercentEncoding.Encode(value));
            separator = '&';
        }

        return new Uri(address.ToString(), UriKind.Absolute);
    }

    private static bool IsConnectFailure(Exception failure)
    {
#if NETFRAMEWORK
        return failure.InnerException is WebException
        {
            Status: WebExceptionStatus.ConnectFailure or WebExceptionStatus.NameResolutionFailure
                or WebExceptionStatus.ProxyNameResolutionFailure or WebExceptionStatus.SecureChannelFailure
                or WebExceptionStatus.TrustFailure,
        };
#else
        return failure is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        } || IsConnectTimeout(failure);
#endif
    }

#if !NETFRAMEWORK
    // SocketsHttpHandler's form of a connection that was not open after ConnectTimeout. A cancelled token has no such cause.
    private static bool IsConnectTimeout(Exception failure) => failure is OperationCanceledException { InnerException: TimeoutException };
#endif

    // Built from the kind of failure alone: exception texts can carry addresses and, on other stacks, queries.
    private static string ReasonOf(Exception failure, bool responding, TimeSpan connectTimeout)
    {
        if (responding)
        {
            return failure is InvalidDataException ? "the response was damaged: it cannot be decompressed" : "the response broke off";
        }

#if NETFRAMEWORK
        return failure.InnerException is WebException web ? $"the connection failed ({web.Status})" : "the connection failed";
#else
        if (IsConnectTimeout(failure))
        {
            return $"the connection was not open after {connectTimeout.TotalSeconds:0.###} seconds";
        }

        return failure is HttpRequestException http
            ? http.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "the host name could not be resolved",
                HttpRequestError.ConnectionError => "the connection could not be opened",
                HttpRequestError.SecureConnectionError => "the TLS handshake failed (certificates are always checked)",
                HttpRequestError.ProxyTunnelError => "the proxy rejected the connection",
                HttpRequestError.ResponseEnded => "the connection was closed without a response",
                HttpRequestError.InvalidResponse => "the response was not HTTP",
                _ => "the connection broke",
            }
            : "the connection broke";
#endif
    }

    private sealed record RequestAddress(Uri Endpoint, string Path, Uri Address);
}
