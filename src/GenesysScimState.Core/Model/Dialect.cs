using System.Collections.Frozen;
using System.Collections.Immutable;

namespace GenesysScimState.Core.Model;

/// <summary>
/// What differs between SCIM servers, as data: names and paths of attributes, schema URNs and capabilities. Read from a
/// dialect file; planner, reader, PATCH builder and state files walk the same rows.
/// </summary>
public sealed record Dialect
{
    public Dialect(string name, ImmutableArray<AttributeRow> attributes)
    {
        Name = name;
        Attributes = attributes;
        _byName = attributes.ToFrozenDictionary(row => row.Name, StringComparer.Ordinal);
    }

    private readonly FrozenDictionary<string, AttributeRow> _byName;

    public string Name { get; }

    /// <summary>In the order they are shown and written.</summary>
    public ImmutableArray<AttributeRow> Attributes { get; }

    public Capabilities Capabilities { get; init; } = new();

    /// <summary>
    /// The row behind a name in a state file, a plan or <c>ignore</c>; a keyed attribute is found by each of its names:
    /// <c>phoneNumbers.mobile</c> is the row <c>phoneNumbers</c>. Null when the dialect has no such attribute.
    /// </summary>
    public AttributeRow? Find(string name)
    {
        if (_byName.TryGetValue(name, out var row))
        {
            return row;
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && _byName.TryGetValue(name[..dot], out row) && row.IsKeyed ? row : null;
    }
}

/// <summary>What a server can do, where servers differ. The defaults are the safe choice.</summary>
public sealed record Capabilities
{
    /// <summary>Whether writes carry <c>If-Match</c> with the version the plan was made from.</summary>
    public bool Etag { get; init; } = true;

    /// <summary>Users and groups asked for in one page. Genesys Cloud: 25, above which secondary look-ups may answer 429.</summary>
    public int PageSize { get; init; } = 25;

    /// <summary>
    /// Whether inactive users need a listing of their own (<c>filter=active eq false</c>), as at Genesys Cloud, whose
    /// default listing shows active users only.
    /// </summary>
    public bool InactiveListedApart { get; init; } = true;

    /// <summary>Members added or removed in one request, 1 to 1000. Genesys Cloud's own members endpoint takes 50.</summary>
    public int MembersPerRequest { get; init; } = 50;
}
