using System;

namespace PasswordCmdlets.Sandbox.State;

/// <summary>Many like instances whose ids are a prefix and a number.</summary>
/// <typeparam name="TInstance">The instance.</typeparam>
internal sealed class GeneratedRange<TInstance>
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    private readonly string _prefix;
    private readonly int _width;
    private readonly uint _radix;
    private readonly Func<string, TInstance> _create;

    /// <summary>Describes a range.</summary>
    /// <param name="prefix">What all ids begin with.</param>
    /// <param name="width">How many digits follow.</param>
    /// <param name="radix">The number system of the digits: 10, 16 or 36.</param>
    /// <param name="count">How many instances.</param>
    /// <param name="create">Makes an instance from its id.</param>
    /// <exception cref="ArgumentException">So many ids do not fit into so few digits.</exception>
    public GeneratedRange(string prefix, int width, int radix, int count, Func<string, TInstance> create)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (width <= 0 || Math.Pow(radix, width) < count)
        {
            throw new ArgumentException($"{count} ids do not fit into {width} digits after '{prefix}'.", nameof(count));
        }

        _prefix = prefix;
        _width = width;
        _radix = (uint)radix;
        _create = create;
        Count = count;
    }

    /// <summary>How many instances.</summary>
    public int Count { get; }

    /// <summary>The id of an instance.</summary>
    /// <param name="index">Counted from 0.</param>
    public string IdAt(int index)
    {
        Span<char> digits = stackalloc char[_width];
        uint rest = (uint)index;
        for (int i = _width - 1; i >= 0; i--)
        {
            digits[i] = Digits[(int)(rest % _radix)];
            rest /= _radix;
        }

        return string.Concat(_prefix, digits);
    }

    /// <summary>Whether an id is one of the range.</summary>
    /// <param name="id">The id.</param>
    public bool Contains(string id)
    {
        if (id.Length != _prefix.Length + _width || !id.StartsWith(_prefix, StringComparison.Ordinal))
        {
            return false;
        }

        long index = 0;
        foreach (char digit in id.AsSpan(_prefix.Length))
        {
            int value = Digits.IndexOf(digit, StringComparison.Ordinal);
            if (value < 0 || value >= _radix || (index = (index * _radix) + value) >= Count)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="id">One of the range's ids.</param>
    public TInstance Create(string id) => _create(id);
}
