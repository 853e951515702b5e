using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace GenesysScimState.Tests.Simulation;

/// <summary>Somebody of a generated world: how the organization has him, and how the files do.</summary>
/// <param name="There">The resource in the organization; null when he is not there.</param>
/// <param name="Declared">The entry of the state file; null when no file names him.</param>
/// <param name="ExternalId">In the files, or without files in the organization; may be null.</param>
/// <param name="UserName">As <paramref name="ExternalId"/>.</param>
internal sealed record Somebody(JsonObject? There, string? Declared, string? ExternalId, string UserName)
{
    public bool IsActive { get; init; } = true;

    public bool IsAbsent { get; init; }
}

/// <summary>
/// A generated organization and the files it meets: users on one side, on the other, on both, renamed, exchanging names,
/// leaving; groups that are exclusive, additive or nobody's; one protected user and one protected group. Personal values
/// hold the word <see cref="Canary"/>.
/// </summary>
internal sealed class World
{
    public const string Canary = "canary";
    public const string ProtectedUser = "admin@x.test";
    public const string ProtectedGroup = "Admins";

    private static readonly string[] LimitNames = ["create", "update", "activate", "deactivate", "delete", "roles", "removeMembers"];

    private readonly Dice _dice;
    private readonly List<Somebody> _people = [];
    private readonly Dictionary<string, (bool IsExclusive, HashSet<string> Members)> _declaredGroups = new(StringComparer.Ordinal);
    private readonly JsonArray _groups = [];
    private readonly ConcurrentDictionary<string, string> _logged = new(StringComparer.Ordinal);
    private readonly StringBuilder _groupState = new();

    private World(Dice dice) => _dice = dice;

    public required SpokenDialect Dialect { get; init; }

    public required string Unlisted { get; init; }

    public required bool IsHashed { get; init; }

    /// <summary>Whether the plan may exceed a limit, so that being refused is a good end.</summary>
    public required bool IsTight { get; init; }

    /// <summary>When the audit log is rotated, as in the configuration.</summary>
    public required string Rotation { get; init; }

    /// <summary>How many there may be of each operation in one plan, by its name in <c>limits</c>.</summary>
    public required IReadOnlyDictionary<string, int> Limits { get; init; }

    public IReadOnlyList<Somebody> People => _people;

    public static World Of(Dice dice, SpokenDialect dialect)
    {
        var isTight = dice.Chance(0.12);
        var world = new World(dice)
        {
            Dialect = dialect,
            Unlisted = dice.One("ignore", "report", "report", "deactivate", "deactivate", "delete"),
            IsHashed = dice.Chance(0.5),
            IsTight = isTight,
            Rotation = dice.One("", "", "maxBytes: 10000, maxFiles: 1", "maxBytes: 10000, maxFiles: 3", "maxBytes: 20000, maxFiles: 9"),
            Limits = LimitNames.ToDictionary(name => name, _ => isTight && dice.Chance(0.4) ? dice.One(0, 1, 1, 3, 8) : 1000, StringComparer.Ordinal),
        };
        world.Fill();
        return world;
    }

    private string PersonalData => IsHashed ? "hashed" : "full";

    public string Configuration => $$"""
        organization: acme
        target: {kind: genesys-cloud, apiUrl: "http://127.0.0.1:9", tokenUrl: "http://127.0.0.1:9/oauth/token"}
        dialect: {{(Dialect.File is null ? Dialect.Name : "./own.yaml")}}
        state: ["*.state.yaml"]
        unlisted: {users: {{Unlisted}}, scope: {externalId: present} }
        protected: {users: [{{ProtectedUser}}], groups: [{{ProtectedGroup}}]}
        limits:
          create: {count: {{Limits["create"]}}}
          update: {count: {{Limits["update"]}}}
          activate: {count: {{Limits["activate"]}}}
          deactivate: {count: {{Limits["deactivate"]}}, percent: 100}
          delete: {count: {{Limits["delete"]}}}
          roles: {count: {{Limits["roles"]}}}
          removeMembers: {count: {{Limits["removeMembers"]}}, percent: 100, perGroupPercent: 100}
        audit: {personalData: {{PersonalData}}{{(Rotation.Length > 0 ? ", " : "")}}{{Rotation}}}

        """;

    public string State =>
        $"users:\n{string.Concat(_people.Select(somebody => somebody.Declared is null ? "" : $"  - {somebody.Declared}\n"))}groups:\n{_groupState}";

    public string Organization => new JsonObject
    {
        ["users"] = new JsonArray([.. _people.Select(somebody => somebody.There?.DeepClone()).Where(there => there is not null)]),
        ["groups"] = _groups.DeepClone(),
        ["roles"] = new JsonArray("employee", "Supervisor", "admin"),
        ["skills"] = new JsonArray("Billing", "Returns"),
        ["languages"] = new JsonArray("English"),
        ["divisions"] = new JsonArray("Home"),
    }.ToJsonString();

    /// <summary>The name as the audit log of this world shows it.</summary>
    public string Logged(string userName) => !IsHashed ? userName
        : _logged.TryGetValue(userName, out var hash) ? hash
        : _logged[userName] = "sha256:" + Convert.ToHexStringLower(HMACSHA256.HashData("acme"u8, Encoding.UTF8.GetBytes(userName)))[..16];

    /// <summary>Who of the files a user of the organization is; null when nobody.</summary>
    public Somebody? Find(string? externalId, string userName) =>
        _people.Find(somebody => somebody.Declared is not null && externalId is not null && somebody.ExternalId == externalId)
        ?? _people.Find(somebody => somebody.Declared is not null && somebody.UserName.Equals(userName, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the files want this user gone, or inactive.</summary>
    public bool MayLeave(string? externalId, string userName, bool isDeleted) => Find(externalId, userName) is { } declared
        ? declared.IsAbsent || (!isDeleted && !declared.IsActive)
        : externalId is not null && (Unlisted == "delete" || (Unlisted == "deactivate" && !isDeleted));

    /// <summary>Whether the files want this user out of this group.</summary>
    public bool MayBeRemoved(string group, string? externalId, string userName) =>
        _declaredGroups.TryGetValue(group, out var declared) && declared.IsExclusive
        && (Find(externalId, userName) is not { } somebody || !declared.Members.Contains(somebody.UserName));

    private void Fill()
    {
        var size = _dice.One(3, 8, 20, 35, 60);
        _people.Add(new(Resource("u-admin", ProtectedUser, null, isActive: true), null, null, ProtectedUser));
        for (var number = 0; number < size; number++)
        {
            _people.Add(Person(number));
        }

        // Files that declare nobody are refused, which is another story.
        _people.Add(new(null, Entry(size, $"{Canary}.{size:00}@x.test", $"{Canary}-id-{size:00}", isActive: true), $"{Canary}-id-{size:00}", $"{Canary}.{size:00}@x.test"));
        ExchangeNames();
        var groups = _dice.One(1, 3, 5, 28);
        for (var number = 0; number < groups; number++)
        {
            AddGroup($"Team {number:00}", isDeclared: _dice.Chance(0.8), isExclusive: _dice.Chance(0.7));
        }

        AddGroup(ProtectedGroup, isDeclared: false, isExclusive: false);
    }

    private Somebody Person(int number)
    {
        var userName = $"{Canary}.{number:00}@x.test";
        var externalId = _dice.Chance(0.85) ? $"{Canary}-id-{number:00}" : null;
        var isThere = _dice.Chance(0.75);
        var isDeclared = !isThere || _dice.Chance(0.75);
        var isRenamed = isThere && externalId is not null && _dice.Chance(0.08);
        var isAdopted = isThere && !isRenamed && externalId is not null && isDeclared && _dice.Chance(0.1);
        var isActiveThere = _dice.Chance(0.85);
        var there = isThere
            ? Resource($"u-{number:00}", isRenamed ? $"old.{userName}" : userName, isAdopted ? null : externalId, isActiveThere)
            : null;
        if (!isDeclared)
        {
            return new(there, null, isAdopted ? null : externalId, (string)there!["userName"]!);
        }

        var isAbsent = isThere && _dice.Chance(0.06);
        var isActive = isAbsent || _dice.Chance(0.88);
        return new(there, isAbsent ? Tombstone(userName, externalId) : Entry(number, userName, externalId, isActive), externalId, userName)
        {
            IsActive = isActive,
            IsAbsent = isAbsent,
        };
    }

    private JsonObject Resource(string id, string userName, string? externalId, bool isActive)
    {
        var user = new JsonObject
        {
            ["id"] = id,
            ["userName"] = userName,
            ["displayName"] = $"{Canary} {id}",
            ["active"] = isActive,
            ["title"] = _dice.One($"{Canary} agent", $"{Canary} boss"),
        };
        if (externalId is not null)
        {
            user["externalId"] = externalId;
        }

        var isMore = _dice.Chance(0.3);
        if (Dialect.IsWhole)
        {
            user["name"] = new JsonObject { ["givenName"] = Canary, ["familyName"] = id };
            user["emails"] = new JsonArray(new JsonObject { ["type"] = "work", ["value"] = userName, ["primary"] = true });
            user["attributes"] = new JsonObject { ["employeeNumber"] = $"n-{id}", ["department"] = isMore ? $"{Canary} north" : $"{Canary} east" };
            return user;
        }

        user["roles"] = new JsonArray(new JsonObject { ["value"] = "employee" });
        user["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"] = new JsonObject { ["employeeNumber"] = $"n-{id}" };
        if (isMore)
        {
            user["phoneNumbers"] = new JsonArray(new JsonObject { ["type"] = "mobile", ["value"] = "+13175550100" });
        }

        return user;
    }

    private static string Tombstone(string userName, string? externalId) =>
        $"{{userName: \"{userName}\"{(externalId is null ? "" : $", externalId: \"{externalId}\"")}, state: absent, reason: \"left\"}}";

    private string Entry(int number, string userName, string? externalId, bool isActive)
    {
        var entry = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{{userName: \"{userName}\", displayName: \"{Canary} u-{number:00}\""));
        void Add(double probability, string text) => entry.Append(_dice.Chance(probability) ? $", {text}" : "");
        Add(externalId is null ? 0 : 1, $"externalId: \"{externalId}\"");
        Add(isActive ? 0 : 1, "active: false");
        Add(0.6, $"title: \"{_dice.One($"{Canary} agent", $"{Canary} boss", "")}\"");
        Add(Dialect.IsWhole ? 0 : 0.3, $"roles: [employee, {_dice.One("Supervisor", "admin")}]");
        Add(0.3, Dialect.IsWhole
            ? $"department: {_dice.One($"\"{Canary} north\"", "null", $"\"{Canary} south\"")}"
            : $"phoneNumbers: {{{_dice.One("mobile: \"+13175550100\"", "mobile: null", "work: \"+13175550111\"")}}}");
        Add(Dialect.HasSkills ? 0.3 : 0, $"routingSkills: {{{_dice.One("Billing: 4", "Returns: 3", "Billing: 1, Returns: 5")}}}");
        var boss = _people.Count > 1 ? _dice.One(_people) : null;
        Add(boss is { Declared: not null, IsAbsent: false } && !Dialect.IsWhole ? 0.3 : 0, $"manager: \"{boss?.UserName}\"");
        return entry.Append('}').ToString();
    }

    /// <summary>Now and then two declared users have each other's userName.</summary>
    private void ExchangeNames()
    {
        var able = _people.Where(somebody => somebody is { There: not null, Declared: not null, ExternalId: not null, IsAbsent: false }
            && somebody.There["externalId"] is not null && (string?)somebody.There["userName"] == somebody.UserName).ToArray();
        if (able.Length < 2 || !_dice.Chance(0.2))
        {
            return;
        }

        Rename(able[0].There!, able[1].UserName);
        Rename(able[1].There!, able[0].UserName);

        static void Rename(JsonObject user, string userName)
        {
            user["userName"] = userName;
            if (user["emails"] is JsonArray emails)
            {
                emails[0]!["value"] = userName;
            }
        }
    }

    private void AddGroup(string name, bool isDeclared, bool isExclusive)
    {
        var there = _people.Where(somebody => somebody.There is not null && _dice.Chance(0.2)
            && (somebody.UserName != ProtectedUser || !isDeclared || !isExclusive)).ToArray();
        if (!isDeclared || !Dialect.CreatesGroups || _dice.Chance(0.7))
        {
            _groups.Add((JsonNode)new JsonObject
            {
                ["id"] = $"g-{name}",
                ["displayName"] = name,
                ["members"] = new JsonArray([.. there.Select(somebody => new JsonObject { ["value"] = (string)somebody.There!["id"]! })]),
            });
        }

        if (!isDeclared)
        {
            return;
        }

        var members = _people.Where(somebody => somebody is { Declared: not null, IsAbsent: false } && _dice.Chance(0.25))
            .Select(somebody => somebody.UserName).ToHashSet(StringComparer.Ordinal);
        _declaredGroups.Add(name, (isExclusive, members));
        _groupState.Append(CultureInfo.InvariantCulture, $"  - {{displayName: \"{name}\", membership: {(isExclusive ? "exclusive" : "additive")}, members: [{string.Join(", ", members)}]}}\n");
    }
}
