using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Redaction;

/// <summary>
/// Recognises a text that quotes a secret of the run: one that shares N letters and digits in a row with it, in either direction and case,
/// whatever stands between them. Keeps no secret but keyed hashes of its runs of N characters.
/// </summary>
internal sealed class KnownSecrets : IDisposable
{
    // N is half of the secret, so that no text shows half of it; at least 4, or 3 of fewer than 6 characters; at most 8.
    private const int LongestRun = 8;

    // How many generated passwords are still recognised after their targets completed.
    private const int Remembered = 4096;

    // A run inside one of these words says nothing of the secret. Without them "Password-1" withholds each message about a password.
    internal const string CommonWords = "accesskey account administrator authorized available characters cloud complexity exists failed "
        + "instances internal invalid linux login network operating operation parameters password pending please region request resources "
        + "running secret server service specified starting stopped stopping success supported system temporarily token username windows";

    // The usual ways to escape one character, also when the escape is escaped again. %25 may be the sign or the beginning of an escape.
    private static readonly Regex[] Escapes = Array.ConvertAll(
        ["(?:25)*", string.Empty],
        static again => new Regex($@"%{again}[\da-fA-F]{{2}}|&(?:amp;)*#?\w{{1,8}};|\\+(?:[uU][\da-fA-F]{{4}}|[xX][\da-fA-F]{{2}}|.)"));

    private static readonly char[] EscapeSigns = ['%', '&', '\\'];

    private readonly object _lock = new();
    private readonly ulong[] _key = new ulong[2];
    private readonly HashSet<ulong> _common;
    private readonly HashSet<int> _lengths = [];
    private readonly Dictionary<ulong, int> _runs = [];
    private readonly Dictionary<SecretText, List<ulong>> _secrets = [];
    private readonly Queue<List<ulong>> _released = new();
    private long _searched;
    private bool _withholdsAll;

    public KnownSecrets()
    {
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(_key.AsSpan()));
        _common = [.. CommonWords.Split(' ').SelectMany(word => Enumerable.Range(3, 6).SelectMany(length => RunsOf(word, length)))];
    }

    /// <summary>The work of all texts so far and the memory that the secrets take: runs searched, and runs known.</summary>
    public (long Searched, int Known) Runs => (_searched, _runs.Count);

    /// <summary>Recognises a secret from now on.</summary>
    public void Add(SecretText? secret)
    {
        lock (_lock)
        {
            if (secret is { Length: > 0 } && !_withholdsAll && !_secrets.ContainsKey(secret))
            {
                _secrets[secret] = secret.Reveal(this, static (characters, self) => self.HashesOfRuns(characters));
                _secrets[secret].ForEach(run => _runs[run] = _runs.TryGetValue(run, out int count) ? count + 1 : 1);
            }
        }
    }

    /// <summary>Forgets the generated password of a target that completed, once 4,096 later ones have completed too.</summary>
    public void Release(SecretText secret)
    {
        lock (_lock)
        {
            if (_secrets.TryGetValue(secret, out List<ulong>? runs) && _secrets.Remove(secret))
            {
                _released.Enqueue(runs);
            }

            foreach (ulong run in _released.Count > Remembered ? _released.Dequeue() : [])
            {
                _ = --_runs[run] == 0 && _runs.Remove(run);
            }
        }
    }

    /// <summary>Whether a text quotes a secret, with some characters escaped or not.</summary>
    /// <param name="text">The text.</param>
    /// <param name="more">How many characters more than N it has to share: an id may share N by chance.</param>
    public bool AreQuotedIn(string text, int more = 0)
    {
        string[] forms = text.IndexOfAny(EscapeSigns) < 0 ? [text] : [text, .. Escapes.Select(escape => escape.Replace(text, " "))];
        lock (_lock)
        {
            foreach (int length in _lengths)
            {
                foreach (string form in forms)
                {
                    if (AreShared(new RunHashes(form.AsSpan(), length, _key), more)
                        || AreShared(new RunHashes(form.AsSpan(), length, _key, backwards: true), more))
                    {
                        return true;
                    }
                }
            }

            return _withholdsAll;
        }
    }

    /// <summary>Forgets all secrets. Every text counts as one that quotes a secret from now on.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _withholdsAll = true;
            _secrets.Clear();
            _runs.Clear();
            _released.Clear();
            Array.Clear(_key, 0, _key.Length);
        }
    }

    private bool AreShared(RunHashes runs, int more)
    {
        int shared = 0;
        while (runs.MoveNext())
        {
            _searched++;
            shared = _runs.ContainsKey(runs.Current) ? shared + 1 : 0;
            if (shared > more)
            {
                return true;
            }
        }

        return false;
    }

    private List<ulong> HashesOfRuns(ReadOnlySpan<char> secret)
    {
        int characters = RunsOf(secret, 1).Count;
        int length = Math.Min(Math.Max(characters / 2, Math.Min(characters, characters < 6 ? 3 : 4)), LongestRun);

        // A secret of signs, with fewer than four letters and digits among them, cannot be recognised.
        _withholdsAll |= characters < Math.Min(4, secret.Length);
        _lengths.Add(length);
        List<ulong> runs = RunsOf(secret, length);
        return runs.TrueForAll(_common.Contains) ? runs : runs.FindAll(run => !_common.Contains(run));
    }

    private List<ulong> RunsOf(ReadOnlySpan<char> text, int length)
    {
        List<ulong> hashes = new(text.Length);
        RunHashes runs = new(text, length, _key);
        while (runs.MoveNext())
        {
            hashes.Add(runs.Current);
        }

        return hashes;
    }

    /// <summary>The keyed hashes of the runs of N letters and digits of a text, one after the other.</summary>
    private ref struct RunHashes(ReadOnlySpan<char> text, int length, ulong[] key, bool backwards = false)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private int _next;
        private int _characters;
        private ulong _last;

        /// <summary>The hash of the current run.</summary>
        public ulong Current { get; private set; }

        /// <summary>Goes to the next run; false after the last one.</summary>
        public bool MoveNext()
        {
            while (_next < _text.Length)
            {
                char character = char.ToUpperInvariant(_text[backwards ? _text.Length - 1 - _next : _next]);
                _next++;
                if (char.IsLetterOrDigit(character))
                {
                    _last = (_last << 8) | (byte)(character ^ (character >> 8));
                    if (++_characters >= length)
                    {
                        Current = Hash();
                        return true;
                    }
                }
            }

            return false;
        }

        // Of the last N of eight characters. The key is in the same memory, so that a slow hash would add nothing.
        private readonly ulong Hash()
        {
            ulong hash = ((_last & (ulong.MaxValue >> (64 - (8 * length)))) ^ key[0]) * 0x9e3779b97f4a7c15;
            hash = (hash ^ (hash >> 32) ^ key[1]) * 0xbf58476d1ce4e5b9;
            return hash ^ (hash >> 29);
        }
    }
}
