using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Requests;

/// <summary>The last requests, in the order they arrived.</summary>
internal sealed class RequestLog
{
    private readonly object _lock = new();
    private readonly RequestLogEntry?[] _entries;
    private readonly TimeProvider _time;
    private readonly bool _recordsParameters;
    private long _count;
    private long _cleared;

    /// <summary>Creates an empty log.</summary>
    /// <param name="capacity">How many requests are kept; 0 keeps none, which is fastest.</param>
    /// <param name="recordsParameters">Whether the decoded parameters, secrets included, are kept too.</param>
    /// <param name="time">The clock that dates the entries.</param>
    public RequestLog(int capacity, bool recordsParameters, TimeProvider time)
    {
        _entries = new RequestLogEntry?[capacity];
        _recordsParameters = recordsParameters;
        _time = time;
    }

    /// <summary>How many requests have arrived since the start or the last <see cref="Clear"/>, kept or not.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
            {
                return _count - _cleared;
            }
        }
    }

    /// <summary>The requests kept, the oldest first.</summary>
    public IReadOnlyList<RequestLogEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                long first = Math.Max(_cleared, _count - _entries.Length);
                return [.. Enumerable.Range(0, (int)(_count - first)).Select(i => _entries[(first + i) % _entries.Length]!)];
            }
        }
    }

    /// <summary>Notes a request that has arrived.</summary>
    /// <param name="call">The call it is.</param>
    /// <returns>The entry, whose outcome is filled in later; null when no log is kept.</returns>
    public RequestLogEntry? Begin(ApiCall call)
    {
        RequestLogEntry? entry = _entries.Length == 0 ? null : new RequestLogEntry
        {
            ReceivedAt = _time.GetUtcNow(),
            Provider = call.Provider,
            Method = call.Request.Method,
            Url = Redaction.Url(call.Request.Host, call.Request.Path, call.Request.Query),
            Headers = Redaction.Headers(call.Request.Headers),
            Action = call.Action,
            Region = call.Region,
            AccessKeyId = call.AccessKeyId,
            TargetIds = call.TargetIds,
            RequestId = call.RequestId,
            Parameters = _recordsParameters ? call.Parameters : null,
        };

        lock (_lock)
        {
            if (entry is not null)
            {
                entry.Sequence = _count + 1;
                _entries[_count % _entries.Length] = entry;
            }

            _count++;
        }

        return entry;
    }

    /// <summary>Forgets all requests.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            Array.Clear(_entries);
            _cleared = _count;
        }
    }
}
