using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace GenesysScimState.Core.Model;

/// <summary>
/// One entry of a value: a text, the name of a role, or the name of a skill with its proficiency as
/// <paramref name="Rating"/> (the shortest decimal text, for instance <c>3.5</c>).
/// </summary>
public readonly record struct Entry(string Name, string? Rating = null) : IComparable<Entry>
{
    public int CompareTo(Entry other)
    {
        var byName = string.CompareOrdinal(Name, other.Name);
        return byName != 0 ? byName : string.CompareOrdinal(Rating, other.Rating);
    }

    public override string ToString() => Rating is null ? Name : $"{Name}: {Rating}";

    public static bool operator <(Entry left, Entry right) => left.CompareTo(right) < 0;

    public static bool operator >(Entry left, Entry right) => left.CompareTo(right) > 0;

    public static bool operator <=(Entry left, Entry right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Entry left, Entry right) => left.CompareTo(right) >= 0;
}

/// <summary>
/// What an attribute holds, in one form for all of them: a sorted set of entries. A scalar is a set of at most one
/// entry, an empty or absent value is the empty set, roles are names, skills are names with a rating. So there is one
/// equality, one differ and one writer. Equal by content, whatever the order it was made in.
/// </summary>
public sealed class AttributeValue : IEquatable<AttributeValue>
{
    /// <summary>A value of one name alone, the most frequent by far, is no more than that name.</summary>
    private readonly string? _only;
    private readonly Entry[]? _entries;

    private AttributeValue(string only) => _only = only;

    private AttributeValue(Entry[] entries)
    {
        if (entries is [{ Rating: null } only])
        {
            _only = only.Name;
        }
        else
        {
            _entries = entries;
        }
    }

    /// <summary>Absent, null, "", [] and {}: SCIM servers do not tell them apart (RFC 7643 §2.5), so neither do we.</summary>
    public static AttributeValue Empty { get; } = new([]);

    public static AttributeValue True { get; } = Of("true");

    public static AttributeValue False { get; } = Of("false");

    /// <summary>Sorted by name, without duplicates.</summary>
    public ImmutableArray<Entry> Entries =>
        _only is null ? ImmutableCollectionsMarshal.AsImmutableArray(_entries!) : [new Entry(_only)];

    public bool IsEmpty => _only is null && _entries!.Length == 0;

    /// <summary>The text of a scalar; null when empty.</summary>
    public string? Text => _only ?? (_entries!.Length == 0 ? null : _entries[0].Name);

    public static AttributeValue Of(string? text) => string.IsNullOrEmpty(text) ? Empty : new(text);

    public static AttributeValue Of(bool flag) => flag ? True : False;

    /// <summary>Sorts and removes duplicates; of two entries with one name the last rating wins.</summary>
    public static AttributeValue Of(IEnumerable<Entry> entries)
    {
        Entry[] given = [.. entries];
        if (given.Length == 0 || IsSorted(given))
        {
            return given.Length == 0 ? Empty : new(given);
        }

        var sorted = new SortedDictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var entry in given)
        {
            sorted[entry.Name] = entry;
        }

        return new([.. sorted.Values]);
    }

    /// <summary>Whether each name comes after the one before it.</summary>
    private static bool IsSorted(Entry[] entries)
    {
        for (var index = 1; index < entries.Length; index++)
        {
            if (string.CompareOrdinal(entries[index - 1].Name, entries[index].Name) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The same value with each name put through <paramref name="canonical"/>.</summary>
    public AttributeValue Map(Func<string, string> canonical)
    {
        if (_only is not null)
        {
            var name = canonical(_only);
            return ReferenceEquals(name, _only) ? this : new(name);
        }

        return IsEmpty ? this : Of(Entries.Select(entry => entry with { Name = canonical(entry.Name) }));
    }

    public bool Equals(AttributeValue? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || (_only == other._only && _entries.AsSpan().SequenceEqual(other._entries.AsSpan())));

    public override bool Equals(object? obj) => Equals(obj as AttributeValue);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(_only, StringComparer.Ordinal);
        foreach (var entry in _entries ?? [])
        {
            hash.Add(entry);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(", ", Entries);
}
