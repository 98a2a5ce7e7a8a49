using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Http;

/// <summary>Asks a sandbox on this machine which instances it has. Nothing is asked of any other endpoint.</summary>
internal static class LocalSandbox
{
    /// <summary>The instances and users of a provider; none when the endpoint is no sandbox.</summary>
    /// <param name="endpoint">Where it might listen.</param>
    /// <param name="provider">Whose instances.</param>
    /// <param name="timeout">How long the response may take.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static async Task<IReadOnlyList<SandboxTarget>> TargetsAsync(
        Uri endpoint, ProviderDescriptor provider, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!endpoint.IsAbsoluteUri || !EndpointPolicy.IsLoopback(endpoint))
        {
            return [];
        }

        using WireRequest request = new(HttpMethod.Get, new Uri(endpoint.GetLeftPart(UriPartial.Authority)), "/_sandbox/state");
        request.Query.Add(new("provider", provider.Name));
        using CancellationTokenSource timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(timeout);
        HttpTransport transport = TransportPool.FromEnvironment();
        TransportResult result = await transport.SendAsync(request, freshConnection: false, timer.Token).ConfigureAwait(false);
        using JsonDocument? state = result.Response is { StatusCode: 200 } response ? JsonResponse.TryParse(response) : null;
        if (state is null
            || !state.RootElement.TryGetProperty("instances", out JsonElement instances)
            || instances.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        List<SandboxTarget> targets = [];
        foreach (JsonElement instance in instances.EnumerateArray())
        {
            if (instance.Text("id") is { } id)
            {
                targets.Add(new SandboxTarget(id, instance.Text("region"), instance.Text("state"), instance.Text("resource")));
            }
        }

        return targets;
    }
}
