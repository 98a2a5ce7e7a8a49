using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Zenlayer;
using PasswordCmdlets.Core.Providers.Zenlayer.Zec;

namespace PasswordCmdlets.Benchmarks;

/// <summary>The limit: sixteen loops that sign and send with HttpClient, and nothing else.</summary>
internal static class BareLoop
{
    private const int InFlight = 16;

    public static async Task RunAsync(Uri address, int calls, int warmUp)
    {
        using SocketsHttpHandler handler = new() { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        using HttpClient client = new(handler);
        await SendAsync(client, address, warmUp);
        Stopwatch watch = Stopwatch.StartNew();
        await SendAsync(client, address, calls);
        Console.WriteLine(watch.Elapsed.TotalSeconds.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task SendAsync(HttpClient client, Uri address, int calls)
    {
        Zc2Signer signer = new();
        CloudCredential credential = new()
        {
            Provider = ZenlayerProvider.Descriptor,
            AccessKeyId = "id",
            Secret = new SecretText("secret".AsSpan()),
            Source = "bench",
        };
        using SecretText password = new("Brand-New-Pass-7".AsSpan());
        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            int number;
            while ((number = Interlocked.Increment(ref next)) <= calls)
            {
                using WireRequest request =
                    ZecRequests.ResetInstancePassword(address, number.ToString("d16", CultureInfo.InvariantCulture), password);
                await signer.SignAsync(request, credential, DateTimeOffset.UtcNow, CancellationToken.None);
                using HttpRequestMessage message = new(HttpMethod.Post, new Uri(address, request.Path))
                {
                    Content = new ReadOnlyMemoryContent(request.Body.WrittenMemory),
                };
                message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType!);
                foreach ((string name, string value) in request.Headers)
                {
                    message.Headers.TryAddWithoutValidation(name, value);
                }

                using HttpResponseMessage response = await client.SendAsync(message);
                if (ZecResponses.ReadReset(new WireResponse
                {
                    StatusCode = (int)response.StatusCode,
                    Body = await response.Content.ReadAsByteArrayAsync(),
                    Header = static _ => null,
                }).RequestId is null)
                {
                    throw new InvalidOperationException("The server did not accept it.");
                }
            }
        })));
    }
}
