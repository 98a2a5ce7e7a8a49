using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Core.Providers.Tencent;
using PasswordCmdlets.Interleavings.Scheduling;

namespace PasswordCmdlets.Interleavings.Scenarios;

/// <summary>A provider in the process. Each response is a thread of the schedule: it comes when the schedule says.</summary>
/// <param name="scheduler">The schedule.</param>
internal sealed class ModelProvider(Scheduler scheduler) : HttpMessageHandler
{
    public const string BodyHeader = "X-Body";

    private readonly Dictionary<string, string> _changes = [];
    private int _requests;

    /// <summary>The response to a request: a fault's name, <c>lost</c> or <c>unsent</c>; null where the request is executed.</summary>
    public Func<string, string?> FaultOf { get; set; } = static _ => null;

    /// <summary>The change requests that left, each with the ids that it has.</summary>
    public List<string> Sent { get; } = [];

    public int InFlight { get; private set; }

    public int MostInFlight { get; private set; }

    /// <summary>Called as a change request leaves.</summary>
    public Action<string> Leaving { get; set; } = static _ => { };

    /// <summary>Whether the run has been stopped, and the stop has returned.</summary>
    public bool IsStopped { get; set; }

    /// <summary>How many change requests left after that.</summary>
    public int SentAfterStop { get; private set; }

    public static ProviderSession NewSession(string account, ProviderDescriptor? provider = null)
    {
        provider ??= TencentProvider.Descriptor;
        CloudCredential credential = new()
        {
            Provider = provider,
            AccessKeyId = account,
            Secret = new SecretText("secret".AsSpan()),
            Source = "test",
        };
        return new ProviderSession
        {
            Provider = provider,
            Account = account,
            Credentials = new FixedCredentialProvider(credential),
            Signer = new NoSigner(),
            EndpointOf = static (_, _) => new Uri("http://127.0.0.1:1"),
        };
    }

    public bool HasChanged(string id) => _changes.ContainsKey(id);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = BodyOf(request);
        InFlight++;
        MostInFlight = Math.Max(MostInFlight, InFlight);
        if (body.StartsWith("Change", StringComparison.Ordinal))
        {
            Leaving(body);
            Sent.Add(body);
            SentAfterStop += IsStopped ? 1 : 0;
        }

        TaskCompletionSource<HttpResponseMessage> response = new(TaskCreationOptions.RunContinuationsAsynchronously);
        CancellationTokenRegistration registration =
            cancellationToken.Register(() => Respond(() => response.TrySetCanceled(cancellationToken)));
        scheduler.Add($"response to {body}", () =>
        {
            Respond(() =>
            {
                if (response.Task.IsCompleted)
                {
                    return false;
                }

                string text = FaultOf(body) ?? Execute(body);
                if (text != "unsent")
                {
                    request.Content!.CopyToAsync(System.IO.Stream.Null, CancellationToken.None).GetAwaiter().GetResult();
                }

                return text switch
                {
                    "lost" => response.TrySetException(new HttpRequestException(HttpRequestError.ResponseEnded)),
                    "unsent" => response.TrySetException(new HttpRequestException(HttpRequestError.ConnectionError)),
                    _ => response.TrySetResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text) }),
                };
            });
            registration.Unregister();
        });
        return response.Task;
    }

    /// <summary>Makes the change; for a fault after which it was made all the same.</summary>
    public string Execute(string body)
    {
        string[] ids = body.Split(' ')[1].Split(',');
        if (body.StartsWith("Describe", StringComparison.Ordinal))
        {
            return "None " + string.Join(' ', ids.Select(id => $"{id}={_changes.GetValueOrDefault(id, "earlier")}"));
        }

        string requestId = $"r-{++_requests}";
        foreach (string id in ids)
        {
            _changes[id] = requestId;
        }

        return $"None {requestId}";
    }

    // A DCS instance is part of the path: /v2/{project}/instances/{id}/password.
    private static string BodyOf(HttpRequestMessage request) => request.Headers.TryGetValues(BodyHeader, out IEnumerable<string>? values)
        ? values.Single()
        : $"Change {request.RequestUri!.Segments[4].TrimEnd('/')}";

    private void Respond(Func<bool> responds)
    {
        if (responds())
        {
            InFlight--;
        }
    }

    private sealed class NoSigner : IRequestSigner
    {
        public ValueTask SignAsync(
            Core.Http.WireRequest request, CloudCredential credential, DateTimeOffset now, CancellationToken cancellationToken) => default;
    }
}
