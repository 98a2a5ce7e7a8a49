using System;
using System.Collections.Generic;
using PasswordCmdlets.Sandbox.Credentials;

namespace PasswordCmdlets.Sandbox.Http;

/// <summary>
/// One call to a provider's API, from the request to the response. What faults, quotas and the log select by is
/// readable as soon as the call exists, whether or not it turns out to be signed correctly.
/// </summary>
internal abstract class ApiCall : IDisposable
{
    /// <summary>Opens a call.</summary>
    /// <param name="provider">The provider called.</param>
    /// <param name="request">The request.</param>
    protected ApiCall(Cloud provider, ApiRequest request)
    {
        Provider = provider;
        Request = request;
    }

    /// <summary>The provider called.</summary>
    public Cloud Provider { get; }

    /// <summary>The request.</summary>
    public ApiRequest Request { get; }

    /// <summary>The provider's service, where one address has several.</summary>
    public string? Service { get; protected init; }

    /// <summary>The operation asked for; empty when the request names none.</summary>
    public string Action { get; protected init; } = string.Empty;

    /// <summary>The region asked for, where the API has regions.</summary>
    public string? Region { get; protected init; }

    /// <summary>The access key id (or token user) the request claims to come from.</summary>
    public string? AccessKeyId { get; protected set; }

    /// <summary>The instances (or users) named in the request.</summary>
    public IReadOnlyList<string> TargetIds { get; protected init; } = [];

    /// <summary>The id of this request, as the response carries it.</summary>
    public string RequestId { get; protected init; } = string.Empty;

    /// <summary>The key that signed the request; null until <see cref="Authenticate"/> has succeeded.</summary>
    public AccessKey? Key { get; protected set; }

    /// <summary>Whether the call was accepted and had an effect, or was a read that succeeded.</summary>
    public bool Executed { get; protected set; }

    /// <summary>The decoded parameters, secrets included; read only where recording them was asked for.</summary>
    public virtual IReadOnlyDictionary<string, string> Parameters => new Dictionary<string, string>();

    /// <summary>Checks who calls, the clock, the version and the signature.</summary>
    /// <returns>Null when the call may proceed, else the provider's error.</returns>
    public abstract ApiResponse? Authenticate();

    /// <summary>Executes the call, or rejects it by one of the provider's rules.</summary>
    public abstract ApiResponse Execute();

    /// <summary>The provider's response to a call that exceeds a rate.</summary>
    /// <param name="limit">Which rate, as far as the response has it.</param>
    public abstract ApiResponse Throttle(ThrottleNotice limit);

    /// <summary>A rejection in the provider's format.</summary>
    /// <param name="code">The error code.</param>
    /// <param name="message">The message; null for the provider's usual text.</param>
    /// <param name="status">The HTTP status; null for the status that the provider uses for the code.</param>
    public abstract ApiResponse Reject(string code, string? message, int? status);

    /// <summary>The provider's response to its own failure.</summary>
    /// <param name="status">The HTTP status asked for: 500, 502 or 503.</param>
    public abstract ApiResponse FailInternally(int status);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}

/// <summary>What a throttled response contains about the rate that was exceeded.</summary>
/// <param name="Observed">How many calls were counted.</param>
/// <param name="Limit">How many are allowed.</param>
/// <param name="Window">In what time.</param>
/// <param name="RetryAfter">When to retry; null when the response does not say.</param>
internal readonly record struct ThrottleNotice(long Observed, long Limit, TimeSpan Window, TimeSpan? RetryAfter);
