using GenesysScimState.Emulator.Faults;
using GenesysScimState.Emulator.Generation;
using GenesysScimState.Emulator.Schema;

namespace GenesysScimState.Emulator;

/// <summary>
/// How the emulated organization is opened and behaves. Where Genesys publishes no answer the behaviour is a switch
/// here; the default is the one against which a careful client of the real API cannot go wrong.
/// </summary>
public sealed record EmulatorOptions
{
    /// <summary>
    /// The kind of server: <c>genesys-cloud</c>, the default; <c>nested</c>, a provisioning gateway that takes whole users
    /// with their groups in them; <c>rfc7644</c>, a server of the standard and no more.
    /// </summary>
    public string Dialect { get; init; } = Dialects.GenesysCloud.Name;

    /// <summary>The file that holds the organization between runs. Null: memory only.</summary>
    public string? DataFile { get; init; }

    /// <summary>Read when <see cref="DataFile"/> does not exist yet; never written.</summary>
    public string? SeedFile { get; init; }

    /// <summary>A made-up organization, when there is neither a data file yet nor a seed. Null: an empty one.</summary>
    public GeneratedSize? Generate { get; init; }

    /// <summary>What is to go wrong. Null: nothing.</summary>
    public FaultPlan? Faults { get; init; }

    public string ClientId { get; init; } = "emulator";

    public string ClientSecret { get; init; } = "emulator";

    /// <summary>
    /// API requests a client may make in a minute; the token endpoint does not count. Null, the default: what the dialect
    /// says, which is Genesys' 300, and no limit in <c>rfc7644</c>.
    /// </summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Genesys' default is 24 h; a client may be set up with 5 minutes to 450 days.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Bytes a request body may have; above it 413. Genesys: 512,000.</summary>
    public int MaxRequestBytes { get; init; } = 512_000;

    /// <summary>
    /// Resources in one page at most, whatever <c>count</c> says. Null, the default: 100, and 200 in <c>rfc7644</c>.
    /// </summary>
    public int? MaxPageSize { get; init; }

    /// <summary>Another seed gives other identifiers; the same seed and the same requests give the same ones.</summary>
    public int IdSeed { get; init; }

    public LargePages LargePages { get; init; } = LargePages.Serve;

    /// <summary>Whether filters other than <c>active eq …</c> also find inactive users. Default: no.</summary>
    public bool FiltersFindInactive { get; init; }

    /// <summary>Whether GET of a deleted user answers 200 (inactive) instead of 404. Default: no.</summary>
    public bool ShowDeletedUsers { get; init; }

    /// <summary>
    /// What a PUT does to what it does not mention. Null, the default: kept in <c>nested</c>, whose clients send only a
    /// part of the user; cleared in the other dialects (RFC 7644 §3.5.1).
    /// </summary>
    public AbsentInPut? AbsentInPut { get; init; }

    /// <summary>Attributes the API does not have, such as <c>name</c>. Rejected ones are 400 invalidValue.</summary>
    public Unwanted UnknownAttributes { get; init; } = Unwanted.Ignore;

    /// <summary>
    /// PATCH of <c>id</c>, <c>meta</c>, <c>groups</c>, a group's <c>displayName</c>; any change to the mirrors of
    /// userName and externalId. Rejected ones are 400 mutability. Read-only parts of a PUT or POST are always ignored
    /// (RFC 7644 §3.5.1). Null, the default: rejected in <c>rfc7644</c> (RFC 7644 §3.5.2), ignored in the other dialects.
    /// </summary>
    public Unwanted? ReadOnlyWrites { get; init; }

    /// <summary>
    /// Members that are not users of the organization. Rejected ones are 400 invalidValue. Null, the default: ignored in
    /// <c>rfc7644</c>, rejected in the other dialects.
    /// </summary>
    public Unwanted? UnknownMembers { get; init; }

    /// <summary>
    /// PATCH remove whose value filter or value list selects nothing. Rejected: 400 noTarget. Default: 200, nothing
    /// changed.
    /// </summary>
    public Unwanted RemoveWithoutMatch { get; init; } = Unwanted.Ignore;

    /// <summary>
    /// Whether a PATCH remove may name the values in <c>value</c>, as Microsoft Entra does. Default: yes. Otherwise 400
    /// invalidValue, and only <c>members[value eq "…"]</c> removes a member.
    /// </summary>
    public bool MemberListsRemovable { get; init; } = true;

    /// <summary>
    /// PATCH replace whose value filter selects nothing creates the value. Default: 400 noTarget (RFC 7644 §3.5.2.3).
    /// </summary>
    public bool ReplaceCreates { get; init; }

    /// <summary>
    /// Whether two users may carry the same externalId; otherwise 409 uniqueness. Null, the default: yes in
    /// <c>rfc7644</c> (RFC 7643 §3.1), no in the other dialects.
    /// </summary>
    public bool? AllowDuplicateExternalIds { get; init; }

    /// <summary>Whether lists take <c>sortBy</c> and <c>sortOrder</c> (RFC 7644 §3.4.2.3). Default: no.</summary>
    public bool Sorting { get; init; }

    /// <summary>Whether lists take <c>cursor</c> (RFC 9865). Default: no.</summary>
    public bool CursorPaging { get; init; }

    /// <summary>Null, the default: 409 in <c>genesys-cloud</c>, 412 in the other dialects.</summary>
    public StaleVersion? StaleVersion { get; init; }

    /// <summary>
    /// Whether <c>Add</c>, <c>Replace</c>, <c>Remove</c> are taken for the lower-case words. Default: yes, Microsoft
    /// Entra sends them and its gallery application works.
    /// </summary>
    public bool CapitalisedOperations { get; init; } = true;

    /// <summary>
    /// Whether <c>"True"</c> and <c>"False"</c> are taken for booleans. Default: yes, for the same reason.
    /// </summary>
    public bool TextBooleans { get; init; } = true;

    /// <summary>
    /// Whether a PATCH must name the PatchOp message in <c>schemas</c> (RFC 7644 §3.5.2). Default: yes.
    /// </summary>
    public bool RequirePatchSchema { get; init; } = true;

    /// <summary>
    /// Members one group request may name; above it 400 invalidValue. Null, the default: no limit is published for
    /// SCIM.
    /// </summary>
    public int? MaxMembersPerRequest { get; init; }

    /// <summary>
    /// Whether the client may list roles, skills, languages and divisions. Otherwise 403, which names the permission for
    /// roles; for the others Genesys documents none.
    /// </summary>
    public bool MayListNames { get; init; } = true;

    /// <summary>
    /// Whether the client may create groups outside SCIM. Otherwise 403, which names the permission. Default: yes.
    /// </summary>
    public bool MayCreateGroups { get; init; } = true;

    internal AbsentInPut EffectiveAbsentInPut => AbsentInPut ?? Spoken.AbsentInPut;

    internal Unwanted EffectiveReadOnlyWrites => ReadOnlyWrites ?? Spoken.ReadOnlyWrites;

    internal Unwanted EffectiveUnknownMembers => UnknownMembers ?? Spoken.UnknownMembers;

    internal bool TakesDuplicateExternalIds => AllowDuplicateExternalIds ?? Spoken.AllowsDuplicateExternalIds;

    /// <exception cref="EmulatorDataException">There is no dialect of that name.</exception>
    internal Dialect Spoken => Dialects.Named(Dialect) ?? throw new EmulatorDataException(
        $"\"{Dialect}\" is no dialect; it is one of {string.Join(", ", Dialects.All.Select(dialect => dialect.Name))}");
}
