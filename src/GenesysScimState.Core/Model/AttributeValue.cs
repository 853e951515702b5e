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
/// equality, one differ and one writer. Equal by content, whatever the order it was made in. No larger than a reference,
/// because there are millions of them.
/// </summary>
public readonly struct AttributeValue : IEquatable<AttributeValue>
{
    /// <summary>A text for one name alone, the most frequent by far; sorted entries for anything else; null when empty.</summary>
    private readonly object? _content;

    private AttributeValue(object? content) => _content = content;

    /// <summary>Absent, null, "", [] and {}: SCIM servers do not tell them apart (RFC 7643 §2.5), so neither do we.</summary>
    public static AttributeValue Empty => default;

    public static AttributeValue True { get; } = Of("true");

    public static AttributeValue False { get; } = Of("false");

    /// <summary>Sorted by name, without duplicates.</summary>
    public ImmutableArray<Entry> Entries => _content switch
    {
        null => [],
        string only => [new Entry(only)],
        _ => ImmutableCollectionsMarshal.AsImmutableArray((Entry[])_content),
    };

    public bool IsEmpty => _content is null;

    /// <summary>
    /// Whether there are two entries or more. Of an attribute that has one value, the organization holds several elements of
    /// one type; a state file declares one of them at most.
    /// </summary>
    public bool IsSeveral => _content is Entry[] { Length: > 1 };

    /// <summary>The text of a scalar; null when empty.</summary>
    public string? Text => _content switch
    {
        null => null,
        string only => only,
        _ => ((Entry[])_content)[0].Name,
    };

    public static AttributeValue Of(string? text) => new(string.IsNullOrEmpty(text) ? null : text);

    public static AttributeValue Of(bool flag) => flag ? True : False;

    /// <summary>Sorts and removes duplicates; of two entries with one name the last rating wins.</summary>
    public static AttributeValue Of(IEnumerable<Entry> entries)
    {
        Entry[] given = [.. entries];
        if (IsSorted(given))
        {
            return OfSorted(given);
        }

        var sorted = new SortedDictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var entry in given)
        {
            sorted[entry.Name] = entry;
        }

        return OfSorted([.. sorted.Values]);
    }

    private static AttributeValue OfSorted(Entry[] entries) => new(entries switch
    {
        [] => null,
        [{ Rating: null } only] => only.Name,
        _ => entries,
    });

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
    public AttributeValue Map(Func<string, string> canonical) => _content switch
    {
        null => this,
        string only => canonical(only) is var name && name == only ? this : Of(name),
        _ => Of(Entries.Select(entry => entry with { Name = canonical(entry.Name) })),
    };

    public bool Equals(AttributeValue other) =>
        ReferenceEquals(_content, other._content)
        || (_content, other._content) switch
        {
            (string text, string otherText) => text == otherText,
            (Entry[] entries, Entry[] others) => entries.AsSpan().SequenceEqual(others),
            _ => false,
        };

    public override bool Equals(object? obj) => obj is AttributeValue other && Equals(other);

    public override int GetHashCode()
    {
        if (_content is string only)
        {
            return only.GetHashCode(StringComparison.Ordinal);
        }

        var hash = new HashCode();
        foreach (var entry in Entries)
        {
            hash.Add(entry);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(", ", Entries);

    public static bool operator ==(AttributeValue left, AttributeValue right) => left.Equals(right);

    public static bool operator !=(AttributeValue left, AttributeValue right) => !left.Equals(right);
}
