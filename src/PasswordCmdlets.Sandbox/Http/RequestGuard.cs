using System;
using System.Linq;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace PasswordCmdlets.Sandbox.Http;

/// <summary>
/// Rejects what a web page of another origin sends: a page could otherwise read and change the sandbox through its visitor's browser. A
/// page that makes its own host name resolve to 127.0.0.1 (DNS rebinding) is recognised by the Host header, any other by the headers that
/// browsers add.
/// </summary>
/// <param name="options">Which host names are allowed besides those of the loopback interface.</param>
internal sealed class RequestGuard(SandboxOptions options)
{
    /// <summary>Why a request is rejected; null when it is not.</summary>
    /// <param name="request">The request.</param>
    /// <param name="status">The status to reject it with.</param>
    public string? Reject(HttpRequest request, out int status)
    {
        status = StatusCodes.Status421MisdirectedRequest;
        if (!IsLoopback(request.Host.Host) && !options.AllowedHosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return "The sandbox accepts requests to a loopback host name only, such as localhost or 127.0.0.1.";
        }

        status = StatusCodes.Status403Forbidden;
        bool isForeign = request.Headers.Origin is { Count: > 0 } origin
            && !string.Equals(origin.ToString(), $"http://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);
        return isForeign || request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
            ? "The sandbox accepts no request of a web page of another origin."
            : null;
    }

    private static bool IsLoopback(string host) => string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
