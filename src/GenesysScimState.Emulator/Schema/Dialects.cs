using System.Collections.Immutable;

namespace GenesysScimState.Emulator.Schema;

/// <summary>The kinds of server the emulator can be.</summary>
internal static class Dialects
{
    public static readonly Dialect GenesysCloud = new()
    {
        Name = "genesys-cloud",
        Users = ResourceKind.User,
        Groups = ResourceKind.Group,
        Bases = ["api/v2/scim/v2", "api/v2/scim"],
        Root = "/api/v2/scim/v2",
        IsPlatform = true,
        PageSize = 25,
        RequestsPerMinute = 300,
        ListsInactive = false,
        KeepsDeleted = true,
        StaleVersion = StaleVersion.Conflict,
    };

    /// <summary>
    /// A provisioning gateway in front of Genesys Cloud: users are replaced whole, their groups with them; attributes of
    /// the organization's own stand in a top-level object.
    /// </summary>
    public static readonly Dialect Nested = new()
    {
        Name = "nested",
        Users = new("User", "Users", "User Account", NestedSchemas.User, [NestedSchemas.Extension]),
        Groups = new("Group", "Groups", "Group", NestedSchemas.Group, []),
        Bases = ["api/v2/scim/v2", "api/v2/scim"],
        Root = "/api/v2/scim",
        RequestsPerMinute = 300,
        UserFilters = ["userName", "externalId", "id", "active"],
        GroupFilters = ["displayName", "id"],
        TakesPatch = false,
        GroupWrites = GroupWrites.None,
        MembersInUser = true,
        MailIsUserName = true,
        ShowsCreated = true,
        AbsentInPut = AbsentInPut.Keep,
    };

    /// <summary>A server that does what RFC 7643 and RFC 7644 say, and no more.</summary>
    public static readonly Dialect Rfc7644 = new()
    {
        Name = "rfc7644",
        Users = new("User", "Users", "User Account", StandardSchemas.User, [StandardSchemas.Enterprise]),
        Groups = new("Group", "Groups", "Group", StandardSchemas.Group, []),
        Bases = ["api/v2/scim/v2", "api/v2/scim", "scim/v2", "scim"],
        Root = "/scim/v2",
        MaxPageSize = 200,
        GroupWrites = GroupWrites.All,
        HasWeakVersions = true,
        ShowsCreated = true,
        IsStandard = true,
        ReadOnlyWrites = Unwanted.Reject,
        UnknownMembers = Unwanted.Ignore,
        AllowsDuplicateExternalIds = true,
    };

    public static readonly ImmutableArray<Dialect> All = [GenesysCloud, Nested, Rfc7644];

    public static Dialect? Named(string name) =>
        All.FirstOrDefault(dialect => dialect.Name.Equals(name, StringComparison.Ordinal));
}
