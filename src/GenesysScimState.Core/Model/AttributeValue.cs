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
    private AttributeValue(ImmutableArray<Entry> entries) => Entries = entries;

    /// <summary>Absent, null, "", [] and {}: SCIM servers do not tell them apart (RFC 7643 §2.5), so neither do we.</summary>
    public static AttributeValue Empty { get; } = new([]);

    public static AttributeValue True { get; } = Of("true");

    public static AttributeValue False { get; } = Of("false");

    /// <summary>Sorted by name, without duplicates.</summary>
    public ImmutableArray<Entry> Entries { get; }

    public bool IsEmpty => Entries.IsEmpty;

    /// <summary>The text of a scalar; null when empty.</summary>
    public string? Text => Entries.IsEmpty ? null : Entries[0].Name;

    public static AttributeValue Of(string? text) => string.IsNullOrEmpty(text) ? Empty : new([new Entry(text)]);

    public static AttributeValue Of(bool flag) => flag ? True : False;

    /// <summary>Sorts and removes duplicates; of two entries with one name the last rating wins.</summary>
    public static AttributeValue Of(IEnumerable<Entry> entries)
    {
        var sorted = new SortedDictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            sorted[entry.Name] = entry;
        }

        return sorted.Count == 0 ? Empty : new([.. sorted.Values]);
    }

    /// <summary>The same value with each name put through <paramref name="canonical"/>.</summary>
    public AttributeValue Map(Func<string, string> canonical)
    {
        if (Entries.Length == 1)
        {
            var name = canonical(Entries[0].Name);
            return ReferenceEquals(name, Entries[0].Name) ? this : new([Entries[0] with { Name = name }]);
        }

        return IsEmpty ? this : Of(Entries.Select(entry => entry with { Name = canonical(entry.Name) }));
    }

    public bool Equals(AttributeValue? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || ImmutableCollectionsMarshal.AsArray(Entries)!.AsSpan()
                .SequenceEqual(ImmutableCollectionsMarshal.AsArray(other.Entries)!));

    public override bool Equals(object? obj) => Equals(obj as AttributeValue);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var entry in Entries)
        {
            hash.Add(entry);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(", ", Entries);
}
