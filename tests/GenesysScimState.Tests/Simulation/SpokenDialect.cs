namespace GenesysScimState.Tests.Simulation;

/// <summary>What the server of a life speaks, and what of it a world and its checker have to know.</summary>
/// <param name="Name">Of the dialect, in the program and in the emulator.</param>
/// <param name="Base">The path that its users and groups are under.</param>
internal sealed record SpokenDialect(string Name, string Base)
{
    public static readonly SpokenDialect GenesysCloud = new("genesys-cloud", "/api/v2/scim/v2/") { HasSkills = true };

    public static readonly SpokenDialect Nested = new("nested", "/api/v2/scim/") { IsWhole = true, PageSize = 100 };

    public static readonly SpokenDialect Rfc7644 = new("rfc7644", "/scim/v2/") { CreatesGroups = true, PageSize = 100 };

    /// <summary>Users asked for in one page.</summary>
    public int PageSize { get; init; } = 25;

    /// <summary>Whether users are sent whole, with their groups in them, and have no roles, telephones and managers.</summary>
    public bool IsWhole { get; init; }

    public bool HasSkills { get; init; }

    /// <summary>Whether declared groups that are not there are created.</summary>
    public bool CreatesGroups { get; init; }

    /// <summary>Of four seeds two are Genesys Cloud, one is each of the others.</summary>
    public static SpokenDialect Of(long seed) => (seed % 4) switch
    {
        2 => Nested,
        3 => Rfc7644,
        _ => GenesysCloud,
    };
}
