using System.Collections.Immutable;

namespace GenesysScimState.Emulator.Schema;

/// <summary>What differs between the kinds of server the emulator can be, as data. The dialects are in <see cref="Dialects"/>.</summary>
internal sealed record Dialect
{
    public required string Name { get; init; }

    public required ResourceKind Users { get; init; }

    public required ResourceKind Groups { get; init; }

    /// <summary>Base paths that lead to the resources, the longest first, without slashes around them.</summary>
    public required ImmutableArray<string> Bases { get; init; }

    /// <summary>The base path that <c>meta.location</c> and <c>$ref</c> show.</summary>
    public required string Root { get; init; }

    /// <summary>
    /// Whether the rest of the Genesys Cloud platform is around it: its own error form, roles and divisions that every
    /// user has, values shown twice, lists of names, groups made outside SCIM.
    /// </summary>
    public bool IsPlatform { get; init; }

    /// <summary>Resources in a page when the client does not say.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Resources in a page at most, whatever <c>count</c> says.</summary>
    public int MaxPageSize { get; init; } = 100;

    /// <summary>Requests a client may make in a minute. Null: nobody counts.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Whether a list without a filter shows inactive users too.</summary>
    public bool ListsInactive { get; init; } = true;

    /// <summary>
    /// Attributes that <c>eq</c> can compare, joined by <c>and</c>. Empty: what Genesys lists, one comparison at a time.
    /// </summary>
    public ImmutableArray<string> UserFilters { get; init; } = [];

    public ImmutableArray<string> GroupFilters { get; init; } = [];

    /// <summary>Whether a deleted user is kept and comes back when his userName is created again.</summary>
    public bool KeepsDeleted { get; init; }

    /// <summary>Whether users take PATCH; otherwise 501.</summary>
    public bool TakesPatch { get; init; } = true;

    public GroupWrites GroupWrites { get; init; }

    /// <summary>Whether a user's groups are written with the user, as <c>members</c>.</summary>
    public bool MembersInUser { get; init; }

    /// <summary>Whether the primary work e-mail must be the userName.</summary>
    public bool MailIsUserName { get; init; }

    /// <summary>Whether versions look like <c>W/"1"</c>, in <c>meta.version</c> too.</summary>
    public bool HasWeakVersions { get; init; }

    /// <summary>Whether <c>meta</c> says when a resource was made.</summary>
    public bool ShowsCreated { get; init; }

    /// <summary>The default of <see cref="EmulatorOptions.AbsentInPut"/>.</summary>
    public AbsentInPut AbsentInPut { get; init; } = AbsentInPut.Clear;

    /// <summary>The default of <see cref="EmulatorOptions.ReadOnlyWrites"/>.</summary>
    public Unwanted ReadOnlyWrites { get; init; } = Unwanted.Ignore;

    /// <summary>The default of <see cref="EmulatorOptions.UnknownMembers"/>.</summary>
    public Unwanted UnknownMembers { get; init; } = Unwanted.Reject;

    /// <summary>The default of <see cref="EmulatorOptions.AllowDuplicateExternalIds"/>.</summary>
    public bool AllowsDuplicateExternalIds { get; init; }

    /// <summary>
    /// Whether filters are those of RFC 7644 §3.4.2.2, searches can be sent by POST (§3.4.3), <c>false</c> in a list's
    /// value is kept as sent, and answers to writes obey <c>attributes</c> (§3.9).
    /// </summary>
    public bool IsStandard { get; init; }

    public StaleVersion StaleVersion { get; init; } = StaleVersion.PreconditionFailed;

    public string Location(ResourceKind kind, string id) => $"{Root}/{kind.Endpoint}/{id}";

    /// <summary>The version as the ETag header shows it.</summary>
    public string ETag(int version) => HasWeakVersions ? $"W/\"{version}\"" : $"\"{version}\"";
}
