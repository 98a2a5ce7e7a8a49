using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Tests
{
    /// <summary>
    /// A proxy on a free loopback port. The tunnel to any host ends in this process: it acts as that host with a certificate of its own and
    /// passes the decrypted bytes on to another loopback port. It never connects to anything else. With <c>silent</c> it accepts
    /// connections and writes nothing, as a server that is not there; with <c>secure</c> it speaks TLS at once, as a server and not as a
    /// proxy.
    /// </summary>
    public sealed class LoopbackProxy : IDisposable
    {
        /// <summary>The first line of each request to the proxy itself, and its Proxy-Authorization where it has one.</summary>
        public readonly ConcurrentQueue<string> Requests = new ConcurrentQueue<string>();

        /// <summary>How many bytes arrived inside of TLS.</summary>
        public long Decrypted;

        private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stopping = new CancellationTokenSource();
        private readonly Lazy<X509Certificate2> _certificate;
        private readonly int _behind;
        private readonly bool _silent;
        private readonly bool _secure;

        public LoopbackProxy(string host, int behind, bool silent, bool secure)
        {
            _behind = behind;
            _silent = silent;
            _secure = secure;
            _certificate = new Lazy<X509Certificate2>(() => CreateCertificate(host));
            _listener.Start();
            Task.Run(() => AcceptAsync());
        }

        public Uri Address
        {
            get { return new Uri((_secure ? "https" : "http") + "://127.0.0.1:" + ((IPEndPoint)_listener.LocalEndpoint).Port); }
        }

        /// <summary>The certificate, to be trusted by who wants to.</summary>
        public string CertificatePem
        {
            get
            {
                string encoded = Convert.ToBase64String(_certificate.Value.RawData);
                return "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n";
            }
        }

        public void Dispose()
        {
            _stopping.Cancel();
            _listener.Stop();
            if (_certificate.IsValueCreated)
            {
                _certificate.Value.Dispose();
            }
        }

        private static X509Certificate2 CreateCertificate(string host)
        {
            using (RSA key = RSA.Create(2048))
            {
                CertificateRequest request = new CertificateRequest(
                    "CN=" + host, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                SubjectAlternativeNameBuilder names = new SubjectAlternativeNameBuilder();
                IPAddress address;
                if (IPAddress.TryParse(host, out address))
                {
                    names.AddIpAddress(address);
                }
                else
                {
                    names.AddDnsName(host);
                }

                request.CertificateExtensions.Add(names.Build());
                DateTimeOffset now = DateTimeOffset.UtcNow;
                using (X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1)))
                {
#pragma warning disable SYSLIB0057 // What replaces it is not in PowerShell 7.4.
                    return new X509Certificate2(made.Export(X509ContentType.Pkcs12), (string)null);
#pragma warning restore SYSLIB0057
                }
            }
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    TcpClient client = await _listener.AcceptTcpClientAsync();
                    StartServing(client);
                }
            }
            catch (Exception)
            {
                // The test is over.
            }
        }

        private void StartServing(TcpClient client)
        {
            Task.Run(() => ServeAsync(client));
        }

        private async Task ServeAsync(TcpClient client)
        {
            try
            {
                using (client)
                {
                    Stream stream = client.GetStream();
                    if (_silent)
                    {
                        await Task.Delay(Timeout.Infinite, _stopping.Token);
                    }

                    if (!_secure)
                    {
                        string head = await ReadHeadAsync(stream);
                        string[] lines = head.Split(new[] { "\r\n" }, StringSplitOptions.None);
                        string credential = Array.Find(lines,
                            line => line.StartsWith("Proxy-Authorization:", StringComparison.OrdinalIgnoreCase));
                        Requests.Enqueue(lines[0] + (credential == null ? "" : " | " + credential));
                        if (!lines[0].StartsWith("CONNECT ", StringComparison.Ordinal))
                        {
                            await WriteAsync(stream, "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                            return;
                        }

                        await WriteAsync(stream, "HTTP/1.1 200 Connection established\r\n\r\n");
                    }

                    using (SslStream secure = new SslStream(stream))
                    {
                        await secure.AuthenticateAsServerAsync(_certificate.Value, false, SslProtocols.Tls12, false);
                        using (TcpClient behind = new TcpClient())
                        {
                            await behind.ConnectAsync(IPAddress.Loopback, _behind);
                            Task there = PumpAsync(secure, behind.GetStream(), true);
                            Task back = PumpAsync(behind.GetStream(), secure, false);
                            await Task.WhenAny(there, back);
                        }
                    }
                }
            }
            catch (Exception)
            {
                // The client left, or would not have the certificate.
            }
        }

        private async Task PumpAsync(Stream from, Stream to, bool count)
        {
            byte[] buffer = new byte[16384];
            int read;
            while ((read = await from.ReadAsync(buffer, 0, buffer.Length, _stopping.Token)) > 0)
            {
                if (count)
                {
                    Interlocked.Add(ref Decrypted, read);
                }

                await to.WriteAsync(buffer, 0, read, _stopping.Token);
            }
        }

        private async Task<string> ReadHeadAsync(Stream stream)
        {
            StringBuilder head = new StringBuilder();
            byte[] one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)
                && await stream.ReadAsync(one, 0, 1, _stopping.Token) > 0)
            {
                head.Append((char)one[0]);
            }

            return head.ToString();
        }

        private Task WriteAsync(Stream stream, string text)
        {
            return stream.WriteAsync(Encoding.ASCII.GetBytes(text), 0, text.Length, _stopping.Token);
        }
    }
}
