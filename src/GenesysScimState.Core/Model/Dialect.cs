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
        _byPath = attributes.Where(row => !row.IsKeyed)
            .DistinctBy(row => row.Path.Value(null), StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(row => row.Path.Value(null), StringComparer.OrdinalIgnoreCase);
    }

    private readonly FrozenDictionary<string, AttributeRow> _byName;
    private readonly FrozenDictionary<string, AttributeRow> _byPath;

    public string Name { get; }

    /// <summary>In the order they are shown and written.</summary>
    public ImmutableArray<AttributeRow> Attributes { get; }

    public Capabilities Capabilities { get; init; } = new();

    public Paths Paths { get; init; } = new();

    public static ImmutableArray<string> CoreUser { get; } = ["urn:ietf:params:scim:schemas:core:2.0:User"];
    public static ImmutableArray<string> CoreGroup { get; } = ["urn:ietf:params:scim:schemas:core:2.0:Group"];

    /// <summary>The schema URNs that every user sent carries, beside those of the extensions its attributes belong to.</summary>
    public ImmutableArray<string> UserSchemas { get; init; } = CoreUser;

    public ImmutableArray<string> GroupSchemas { get; init; } = CoreGroup;

    /// <summary>Permissions that writing takes and that only a write can tell, by the server's names.</summary>
    public ImmutableArray<string> WritePermissions { get; init; } = [];

    /// <summary>The dialect of the program that this one is, or extends: the one that the emulator speaks for it.</summary>
    public string? BuiltIn { get; init; }

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

    /// <summary>
    /// The attribute that holds a key of a keyed one under a name of its own: with the row <c>department</c> at
    /// <c>attributes.department</c>, the key <c>department</c> of <c>attributes</c> is not that row's. Null when none does.
    /// </summary>
    public AttributeRow? OwnerOf(AttributeRow keyed, string key) => _byPath.GetValueOrDefault(keyed.Path.Value(key));
}

/// <summary>Where a server has what; relative ones to the base.</summary>
public sealed record Paths
{
    /// <summary>Added to an API address that has no path. Of Genesys Cloud's two the one its identity-provider apps use.</summary>
    public string Base { get; init; } = "/api/v2/scim/v2";

    public string Users { get; init; } = "Users";

    public string Groups { get; init; } = "Groups";

    /// <summary>The token endpoint on the host of the API, where a target names no <c>tokenUrl</c>; null when that needs one.</summary>
    public string? Token { get; init; }
}

/// <summary>How an existing user is changed.</summary>
public enum WriteMethod
{
    /// <summary>What differs, by paths.</summary>
    Patch,

    /// <summary>The whole user as it is then, with the changes in it.</summary>
    Put,
}

/// <summary>Where memberships are written.</summary>
public enum MembershipWrite
{
    /// <summary>PATCH of the group.</summary>
    GroupPatch,

    /// <summary>PUT of the whole group.</summary>
    GroupPut,

    /// <summary>PUT of the user, whose <c>members</c> are all groups he is in.</summary>
    User,
}

/// <summary>The form in which a PATCH takes members out of a group.</summary>
public enum MemberRemoval
{
    /// <summary>One operation a member with the path <c>members[value eq "id"]</c> (RFC 7644 §3.5.2.2).</summary>
    Filter,

    /// <summary>One operation with the path <c>members</c> and the members as its value, as Entra ID sends it.</summary>
    Values,
}

/// <summary>What it means that a user who is to be created is there already, after all.</summary>
public enum CreateConflict
{
    /// <summary>An error that names him; the next plan shows what is different.</summary>
    Fail,

    /// <summary>He is changed to what is declared, unless he has another externalId.</summary>
    Update,
}

/// <summary>How a group that is declared and not there comes into being.</summary>
public enum GroupCreation
{
    /// <summary>By hand; a plan says so.</summary>
    No,

    /// <summary>POST /api/v2/groups of the Genesys Cloud platform API, with the permission <c>directory:group:add</c>.</summary>
    Platform,

    /// <summary>POST of the group (RFC 7644 §3.3).</summary>
    Scim,
}

/// <summary>How the pages of a listing are asked for.</summary>
public enum Paging
{
    /// <summary>By <c>startIndex</c> and <c>count</c> (RFC 7644 §3.4.2.4).</summary>
    Index,

    /// <summary>By <c>cursor</c> and <c>count</c> (RFC 9865).</summary>
    Cursor,
}

/// <summary>What a server can do, where servers differ. The defaults are the safe choice.</summary>
public sealed record Capabilities
{
    public WriteMethod Write { get; init; } = WriteMethod.Patch;

    public MembershipWrite Members { get; init; } = MembershipWrite.GroupPatch;

    public MemberRemoval MemberRemoval { get; init; } = MemberRemoval.Filter;

    public CreateConflict CreateConflict { get; init; } = CreateConflict.Fail;

    public GroupCreation CreateGroups { get; init; } = GroupCreation.No;

    /// <summary>
    /// Whether the server's <c>ServiceProviderConfig</c> is read and obeyed: what it says it cannot do is not asked of it.
    /// </summary>
    public bool Discovery { get; init; }

    /// <summary>Whether one user can be found by a filter; otherwise everybody is listed.</summary>
    public bool Filter { get; init; } = true;

    /// <summary>Whether writes carry <c>If-Match</c> with the version the plan was made from.</summary>
    public bool Etag { get; init; } = true;

    /// <summary>Users and groups asked for in one page. Genesys Cloud: 25, above which secondary look-ups may answer 429.</summary>
    public int PageSize { get; init; } = 25;

    /// <summary>
    /// How pages are asked for. Null: by cursor where <see cref="Discovery"/> finds <c>pagination.cursor</c>, or the first page has
    /// a <c>nextCursor</c>; by index otherwise.
    /// </summary>
    public Paging? Paging { get; init; }

    /// <summary>Requests at a time, 1 to 16; null: as the configuration has it, or 4.</summary>
    public int? Concurrency { get; init; }

    /// <summary>
    /// Whether inactive users need a listing of their own (<c>filter=active eq false</c>), as at Genesys Cloud, whose
    /// default listing shows active users only.
    /// </summary>
    public bool InactiveListedApart { get; init; } = true;

    /// <summary>Members added or removed in one request, 1 to 1000. Genesys Cloud's own members endpoint takes 50.</summary>
    public int MembersPerRequest { get; init; } = 50;
}
