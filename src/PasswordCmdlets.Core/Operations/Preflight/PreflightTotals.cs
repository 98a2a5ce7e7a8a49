using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Operations.Preflight;

/// <summary>What all targets of a preflight would take together.</summary>
internal sealed class PreflightTotals
{
    private readonly object _lock = new();
    private readonly Dictionary<(ProviderSession Session, string? Region, CallContract Contract), int> _calls = [];
    private int _ready;
    private int _restarts;

    /// <summary>Adds targets that are ready.</summary>
    /// <param name="ready">How many targets.</param>
    /// <param name="restarts">How many of them are stopped or restarted.</param>
    public void AddReady(int ready, int restarts)
    {
        lock (_lock)
        {
            _ready += ready;
            _restarts += restarts;
        }
    }

    /// <summary>Adds calls that would be made.</summary>
    public void AddCalls(ProviderSession session, string? region, CallContract contract, int calls)
    {
        lock (_lock)
        {
            (ProviderSession Session, string? Region, CallContract Contract) key = (session, region, contract);
            _calls[key] = (_calls.TryGetValue(key, out int known) ? known : 0) + calls;
        }
    }

    /// <summary>In one line: targets, calls, restarts, and how long the calls take at the published rates.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            // The calls of one action are sent one after the other, those of different actions and regions side by side.
            double seconds = _calls
                .Where(static item => item.Key.Contract.Rate.PerSecond is not null)
                .Select(static item => item.Value / item.Key.Contract.Rate.PerSecond!.Value)
                .DefaultIfEmpty()
                .Max();
            bool isPublished = _calls.Keys.All(static key => key.Contract.Rate.PerSecond is not null);
            string duration = (seconds > 0, isPublished) switch
            {
                (true, true) => string.Format(CultureInfo.InvariantCulture, "at least {0:0.#} seconds at the published rates", seconds),
                (true, false) => string.Format(
                    CultureInfo.InvariantCulture, "at least {0:0.#} seconds at the rates that are published, not all are", seconds),
                _ => "no rate is published for them",
            };
            int calls = _calls.Values.Sum();
            return calls == 0
                ? $"Ready: {_ready} targets."
                : $"Ready: {_ready} targets, {calls} calls, {_restarts} restarts; {duration}.";
        }
    }
}
