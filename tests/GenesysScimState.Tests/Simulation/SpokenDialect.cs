namespace GenesysScimState.Tests.Simulation;

/// <summary>What the server of a life speaks, and what of it a world and its checker have to know.</summary>
/// <param name="Name">Of the dialect, in the program and in the emulator.</param>
/// <param name="Base">The path that its users and groups are under.</param>
internal sealed record SpokenDialect(string Name, string Base)
{
    public static readonly SpokenDialect GenesysCloud = new("genesys-cloud", "/api/v2/scim/v2/") { HasSkills = true };

    public static readonly SpokenDialect Nested = new("nested", "/api/v2/scim/") { IsWhole = true, PageSize = 100, LargestPage = 25 };

    public static readonly SpokenDialect Rfc7644 = new("rfc7644", "/scim/v2/") { CreatesGroups = true, PageSize = 100, LargestPage = 25, HasQuota = false };

    /// <summary>Users asked for in one page.</summary>
    public int PageSize { get; init; } = 25;

    /// <summary>The server's own; null: the emulator's.</summary>
    public int? LargestPage { get; init; }

    public bool HasQuota { get; init; } = true;

    /// <summary>
    /// Whether writes carry <c>If-Match</c>. Without, a PATCH overwrites what somebody else has written to the same attribute since
    /// the plan, and a PUT all that he has written to the user since the read just before it; every other edit stays here too.
    /// </summary>
    public bool HasVersions { get; init; } = true;

    /// <summary>A dialect file of its own; null: the one of the program.</summary>
    public string? File => HasVersions ? null : $"extends: {Name}\ncapabilities: {{etag: false}}\n";

    /// <summary>Whether users are sent whole, with their groups in them, and have no roles, telephones and managers.</summary>
    public bool IsWhole { get; init; }

    public bool HasSkills { get; init; }

    /// <summary>Whether declared groups that are not there are created.</summary>
    public bool CreatesGroups { get; init; }

    /// <summary>Of eight seeds four are Genesys Cloud, two each of the others, once with versions and once without.</summary>
    public static SpokenDialect Of(long seed) => (seed % 8) switch
    {
        2 => Nested,
        3 => Rfc7644,
        6 => Nested with { HasVersions = false },
        7 => Rfc7644 with { HasVersions = false },
        _ => GenesysCloud,
    };
}
