using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace GenesysScimState.Core.Model;

/// <summary>
/// Values by attribute name, in the ordinal order of the names. Two arrays, of which users with the same attributes share
/// the names: a tree of nodes took several times the memory of the values in it.
/// </summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a value of a user, not a place to put things.")]
public sealed class AttributeMap<T> : IReadOnlyDictionary<string, T>
{
    private readonly string[] _names;
    private readonly T[] _values;

    private AttributeMap(string[] names, T[] values) => (_names, _values) = (names, values);

    internal static AttributeMap<T> Nothing { get; } = new([], []);

    public int Count => _names.Length;

    public IEnumerable<string> Keys => _names;

    public IEnumerable<T> Values => _values;

    /// <exception cref="KeyNotFoundException">There is no such attribute.</exception>
    public T this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no attribute {key}.");

    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        var index = IndexOf(key);
        value = index >= 0 ? _values[index] : default;
        return index >= 0;
    }

    /// <summary>The values whose names begin with <paramref name="prefix"/>: those of the keys of a keyed attribute.</summary>
    public IEnumerable<(string Name, T Value)> Under(string prefix)
    {
        // Names are in order, so that these stand together.
        var first = IndexOf(prefix);
        for (var index = first < 0 ? ~first : first; index < _names.Length && _names[index].StartsWith(prefix, StringComparison.Ordinal); index++)
        {
            yield return (_names[index], _values[index]);
        }
    }

    /// <summary>The same with another value.</summary>
    public AttributeMap<T> SetItem(string name, T value)
    {
        var index = IndexOf(name);
        return index < 0 ? AttributeMap.Of(this.Append(new(name, value))) : new(_names, [.. _values.AsSpan(0, index), value, .. _values.AsSpan(index + 1)]);
    }

    /// <summary>The same without an attribute.</summary>
    public AttributeMap<T> Remove(string name) => ContainsKey(name) ? AttributeMap.Of(this.Where(pair => pair.Key != name)) : this;

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator()
    {
        for (var index = 0; index < _names.Length; index++)
        {
            yield return new(_names[index], _values[index]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The name and the value at a place, counted from 0.</summary>
    internal (string Name, T Value) At(int position) => (_names[position], _values[position]);

    /// <summary>The place of a name; negative when it is not there.</summary>
    internal int IndexOf(string name) => Array.BinarySearch(_names, name, StringComparer.Ordinal);

    /// <summary>Makes one map after another; where two have the same names, those are kept once.</summary>
    public sealed class Builder
    {
        private readonly List<string> _names = [];
        private readonly List<T> _values = [];
        private string[] _shared = [];

        public bool ContainsKey(string name) => IndexOf(name) >= 0;

        public bool TryGetValue(string name, [MaybeNullWhen(false)] out T value)
        {
            var index = IndexOf(name);
            value = index >= 0 ? _values[index] : default;
            return index >= 0;
        }

        public void Set(string name, T value)
        {
            var index = IndexOf(name);
            if (index >= 0)
            {
                _values[index] = value;
            }
            else
            {
                _names.Insert(~index, name);
                _values.Insert(~index, value);
            }
        }

        /// <summary>What was set since the last one.</summary>
        public AttributeMap<T> Drain()
        {
            if (!_shared.AsSpan().SequenceEqual(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_names)))
            {
                _shared = [.. _names];
            }

            var map = new AttributeMap<T>(_shared, [.. _values]);
            _names.Clear();
            _values.Clear();
            return map;
        }

        private int IndexOf(string name) => _names.BinarySearch(name, StringComparer.Ordinal);
    }
}

/// <summary>Makes maps of attributes.</summary>
public static class AttributeMap
{
    public static AttributeMap<T> Empty<T>() => AttributeMap<T>.Nothing;

    /// <summary>Of two values of one name the last one counts.</summary>
    public static AttributeMap<T> Of<T>(IEnumerable<KeyValuePair<string, T>> pairs)
    {
        var builder = new AttributeMap<T>.Builder();
        foreach (var (name, value) in pairs)
        {
            builder.Set(name, value);
        }

        return builder.Drain();
    }
}
