using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using PasswordCmdlets.Sandbox.Seeds;

namespace PasswordCmdlets.Sandbox.State;

/// <summary>
/// A provider's instances: those seeded one by one, and ranges of like ones that take no memory until one of them is changed.
/// </summary>
/// <typeparam name="TInstance">The instance.</typeparam>
/// <param name="prefix">The usual prefix of generated ids.</param>
/// <param name="idLength">The length of an id.</param>
/// <param name="radix">The number system of the digits after the prefix.</param>
internal sealed class Fleet<TInstance>(string prefix, int idLength, int radix)
    where TInstance : class
{
    private readonly ConcurrentDictionary<string, TInstance> _instances = new(StringComparer.Ordinal);
    private ImmutableArray<string> _seeded = [];
    private ImmutableArray<GeneratedRange<TInstance>> _ranges = [];

    /// <summary>The instances that exist as objects: the seeded ones, and those of a range that a change has used.</summary>
    public ICollection<TInstance> Touched => _instances.Values;

    /// <summary>How many instances there are.</summary>
    public long Count => _seeded.Length + _ranges.Sum(range => (long)range.Count);

    /// <summary>Plans the instances of a seed.</summary>
    /// <typeparam name="TSeed">The form of an instance in the seed.</typeparam>
    /// <param name="seeds">The instances.</param>
    /// <param name="create">Creates an instance from its id and its seed.</param>
    /// <returns>The steps that add them.</returns>
    /// <exception cref="ArgumentException">An instance contradicts itself.</exception>
    public IEnumerable<Action> Plan<TSeed>(IReadOnlyList<TSeed> seeds, Func<string, TSeed, TInstance> create)
        where TSeed : InstanceSeed
    {
        foreach (TSeed seed in seeds)
        {
            switch (seed)
            {
                case { Id: string id, Generate: null }:
                    TInstance instance = create(id, seed);
                    yield return () => Add(id, instance);
                    break;
                case { Id: null, Generate: GenerateSeed generate }:
                    string start = generate.Prefix ?? prefix;
                    GeneratedRange<TInstance> range = new(start, idLength - start.Length, radix, generate.Count, id => create(id, seed));
                    yield return () => Add(range);
                    break;
                default:
                    throw new ArgumentException("An instance needs either an id or generate.", nameof(seeds));
            }
        }
    }

    /// <summary>Adds an instance, or replaces the one of the same id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="instance">The instance.</param>
    public void Add(string id, TInstance instance)
    {
        if (_instances.TryAdd(id, instance))
        {
            if (!_ranges.Any(range => range.Contains(id)))
            {
                ImmutableInterlocked.Update(ref _seeded, static (list, added) => list.Add(added), id);
            }
        }
        else
        {
            _instances[id] = instance;
        }
    }

    /// <summary>Adds a range of like instances.</summary>
    /// <param name="range">The range.</param>
    public void Add(GeneratedRange<TInstance> range)
        => ImmutableInterlocked.Update(ref _ranges, static (list, added) => list.Add(added), range);

    /// <summary>Finds an instance in order to change it; null when there is none.</summary>
    /// <param name="id">The id.</param>
    public TInstance? Find(string id) => _instances.TryGetValue(id, out TInstance? instance)
        ? instance
        : Create(id) is TInstance created ? _instances.GetOrAdd(id, created) : null;

    /// <summary>Finds an instance in order to read it: one of a range that was never changed is made up and forgotten.</summary>
    /// <param name="id">The id.</param>
    public TInstance? Peek(string id) => _instances.TryGetValue(id, out TInstance? instance) ? instance : Create(id);

    /// <summary>The instance of an id to read, if there is one; without an id, <see cref="Touched"/>.</summary>
    /// <param name="id">The id.</param>
    public IEnumerable<TInstance> Select(string? id) => id is null ? Touched : Peek(id) is TInstance instance ? [instance] : [];

    /// <summary>All instances to read, the seeded ones first, in the order they were added.</summary>
    public IEnumerable<TInstance> PeekAll()
    {
        foreach (string id in _seeded)
        {
            yield return _instances[id];
        }

        foreach (GeneratedRange<TInstance> range in _ranges)
        {
            for (int i = 0; i < range.Count; i++)
            {
                yield return Peek(range.IdAt(i))!;
            }
        }
    }

    /// <summary>Removes all instances.</summary>
    public void Clear()
    {
        _seeded = [];
        _ranges = [];
        _instances.Clear();
    }

    private TInstance? Create(string id)
    {
        foreach (GeneratedRange<TInstance> range in _ranges)
        {
            if (range.Contains(id))
            {
                return range.Create(id);
            }
        }

        return null;
    }
}
