using System;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials.InstanceRoles;

/// <summary>
/// A temporary credential that is renewed shortly before it expires, and once when the provider rejects it as expired. Concurrent
/// callers share one renewal.
/// </summary>
internal sealed class RenewingCredentialProvider : ICredentialProvider
{
    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(5);

    // After a failure callers do not wait again for a metadata service that does not respond.
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);

    private readonly object _lock = new();
    private readonly Func<CancellationToken, Task<CloudCredential>> _fetch;
    private readonly TimeProvider _time;
    private CloudCredential _current;
    private DateTimeOffset? _renewAt;
    private Task<CloudCredential>? _flight;
    private string? _rejectedId;
    private bool _isRejected;
    private long? _failedAt;
    private CredentialUnavailableException? _failure;

    public RenewingCredentialProvider(CloudCredential first, Func<CancellationToken, Task<CloudCredential>> fetch, TimeProvider time)
    {
        _current = first;
        _fetch = fetch;
        _time = time;
        _renewAt = RenewAt(first);
    }

    /// <inheritdoc/>
    public ValueTask<CloudCredential> GetAsync(CancellationToken cancellationToken)
    {
        Task<CloudCredential> flight;
        lock (_lock)
        {
            DateTimeOffset now = _time.GetUtcNow();
            if (!_isRejected && (_renewAt is null || now < _renewAt))
            {
                return new(_current);
            }

            if (_flight is null && _failedAt is { } failedAt && _time.GetElapsedTime(failedAt) < s_pause)
            {
                return IsStillGood(now) ? new(_current) : throw Failure();
            }

            flight = _flight ??= RenewAsync();
        }

        return new(WaitAsync(flight, cancellationToken));
    }

    /// <summary>Whether the credential has expired and was not renewed.</summary>
    /// <param name="now">The time (UTC).</param>
    public bool IsExpired(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _flight is null && _current.ExpiresAt <= now;
        }
    }

    /// <inheritdoc/>
    public bool Rejected(CloudCredential rejected)
    {
        lock (_lock)
        {
            if (!IsSame(rejected, _current))
            {
                // Another caller reported it before, and the credential was renewed since.
                return true;
            }

            if (_isRejected)
            {
                // The renewal is pending or in progress.
                return true;
            }

            if (_rejectedId == rejected.AccessKeyId)
            {
                // It was renewed, and the service returned the same one again.
                return false;
            }

            _rejectedId = rejected.AccessKeyId;
            _isRejected = true;
            _failedAt = null;
            return true;
        }
    }

    private static bool IsSame(CloudCredential one, CloudCredential other)
        => string.Equals(one.AccessKeyId, other.AccessKeyId, StringComparison.Ordinal);

    /// <summary>Waits for what others may wait for too.</summary>
    public static async Task<T> WaitAsync<T>(Task<T> flight, CancellationToken cancellationToken)
    {
        // A caller that stops waiting does not cancel the renewal for the others.
        TaskCompletionSource<bool> cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancellationToken.Register(() => cancelled.TrySetResult(true));
        if (await Task.WhenAny(flight, cancelled.Task) != flight)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return await flight;
    }

    private async Task<CloudCredential> RenewAsync()
    {
        // Leave the lock before anything is sent.
        await Task.Yield();
        try
        {
            CloudCredential renewed = await _fetch(CancellationToken.None);
            lock (_lock)
            {
                _current = renewed;
                _renewAt = RenewAt(renewed);
                _isRejected = false;
                _failure = null;
                _flight = null;
                return renewed;
            }
        }
        catch (CredentialUnavailableException unavailable)
        {
            lock (_lock)
            {
                DateTimeOffset now = _time.GetUtcNow();
                _failure = new CredentialUnavailableException(
                    $"The temporary credential of {_current.Source} could not be renewed: {unavailable.Message}.")
                {
                    ErrorId = unavailable.ErrorId,
                };
                _failedAt = _time.GetTimestamp();
                _flight = null;
                return IsStillGood(now) ? _current : throw Failure();
            }
        }
        catch
        {
            lock (_lock)
            {
                _flight = null;
            }

            throw;
        }
    }

    // One exception for each caller: what is thrown twice loses its stack.
    private CredentialUnavailableException Failure() => new(_failure!.Message) { ErrorId = _failure.ErrorId };

    private bool IsStillGood(DateTimeOffset now) => !_isRejected && (_current.ExpiresAt is null || now < _current.ExpiresAt);

    private DateTimeOffset? RenewAt(CloudCredential credential)
    {
        if (credential.ExpiresAt is not { } end)
        {
            return null;
        }

        DateTimeOffset now = _time.GetUtcNow();
        TimeSpan half = TimeSpan.FromTicks((end - now).Ticks / 2);
        DateTimeOffset renewAt = end - (half < s_margin ? half : s_margin);

        // Where this clock is ahead of the provider's, a new credential seems expired; that must not cause a renewal for every call.
        return renewAt > now ? renewAt : now + s_pause;
    }
}
