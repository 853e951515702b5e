using System.Globalization;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Schema;

namespace GenesysScimState.Emulator.Generation;

/// <summary>
/// Makes up an organization in the form of a seed file: teams of twelve with a leader each, leaders under leaders, a group
/// for every team as far as there are groups. One in twenty-five is inactive. People come one at a time, and none names
/// anybody who comes later.
/// </summary>
internal sealed class Generator(GeneratedSize size, Dialect dialect)
{
    private const int TeamSize = 12;
    private const int LeadersOfALeader = 8;

    private readonly Dice _dice = new((ulong)(uint)size.Seed + 1);
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);
    private readonly List<string>[] _members = [.. Enumerable.Range(0, size.Groups).Select(_ => new List<string>())];

    /// <summary>The sections that hold names.</summary>
    public static JsonObject Named() => new()
    {
        ["roles"] = Names(People.Roles),
        ["skills"] = Names(People.Skills),
        ["languages"] = Names(People.Languages),
        ["divisions"] = Names(People.Divisions),
    };

    public IEnumerable<JsonObject> Users()
    {
        var names = new string[size.Users];
        for (var at = 0; at < size.Users; at++)
        {
            var user = User(at, names);
            foreach (var group in GroupsOf(at))
            {
                _members[group].Add(names[at]);
            }

            yield return user;
        }
    }

    /// <summary>Of the users made so far.</summary>
    public IEnumerable<JsonObject> Groups() => _members.Select((members, at) => new JsonObject
    {
        ["displayName"] = GroupName(at),
        ["members"] = new JsonArray([.. members.Select(name => new JsonObject { ["value"] = name })]),
    });

    private JsonObject User(int at, string[] names)
    {
        var (givens, families) = _dice.One<((string Written, string Latin)[] Given, (string Written, string Latin)[] Family)>(People.Names);
        var (given, family) = (_dice.One<(string Written, string Latin)>(givens), _dice.One<(string Written, string Latin)>(families));
        names[at] = Address($"{given.Latin}.{family.Latin}");
        var isLeader = at % TeamSize == 0;
        var department = DepartmentOf(at / TeamSize);
        var user = new JsonObject
        {
            ["userName"] = names[at],
            ["externalId"] = Number($"idp-{at + 1:000000}"),
            ["displayName"] = $"{given.Written} {family.Written}",
            ["name"] = new JsonObject { ["givenName"] = given.Written, ["familyName"] = family.Written },
            ["title"] = isLeader ? $"Team Leader {department}" : _dice.One<string>(People.Titles),
            ["active"] = isLeader || !_dice.Chance(4),
            ["phoneNumbers"] = Values("work", Number($"+1317555{_dice.Below(10_000):0000}")),
            ["roles"] = new JsonArray(
                new JsonObject { ["value"] = "employee" },
                new JsonObject { ["value"] = isLeader ? "Supervisor" : "Agent" }),
            [UserSchemas.Enterprise.Urn] = Enterprise(at, department, names),
            [UserSchemas.Genesys.Urn] = new JsonObject
            {
                ["routingSkills"] = Rated(People.Skills, 1 + _dice.Below(4)),
                ["routingLanguages"] = Rated(People.Languages, 1 + _dice.Below(2)),
            },
            ["attributes"] = new JsonObject
            {
                ["department"] = department,
                ["location"] = People.Regions[at / TeamSize % People.Regions.Length],
            },
        };
        if (!dialect.IsPlatform)
        {
            user["emails"] = Values("work", names[at]);
            user["emails"]![0]!["primary"] = true;
        }

        return user;
    }

    private JsonObject Enterprise(int at, string department, string[] names)
    {
        var enterprise = new JsonObject
        {
            ["department"] = department,
            ["division"] = People.Divisions[at / TeamSize % People.Divisions.Length],
            ["employeeNumber"] = Number($"{10_000 + at}"),
            ["dateHire"] = Number($"20{_dice.Below(25):00}-{1 + _dice.Below(12):00}-{1 + _dice.Below(28):00}"),
        };

        // A leader's leader comes before him; the first leads everybody and nobody leads him.
        var manager = at % TeamSize == 0 ? at / TeamSize / LeadersOfALeader * TeamSize : at - (at % TeamSize);
        if (manager != at)
        {
            enterprise["manager"] = new JsonObject { ["value"] = names[manager] };
        }

        return enterprise;
    }

    private IEnumerable<int> GroupsOf(int at)
    {
        if (size.Groups == 0)
        {
            yield break;
        }

        var team = at / TeamSize % size.Groups;
        yield return team;
        var other = _dice.Below(size.Groups);
        if (other != team && _dice.Chance(30))
        {
            yield return other;
        }
    }

    private string Address(string local)
    {
        var count = _taken[local] = _taken.GetValueOrDefault(local) + 1;
        return Number($"{local}{(count == 1 ? "" : count)}@generated.example");
    }

    private static string GroupName(int at) =>
        Number($"{DepartmentOf(at)} {People.Regions[at % People.Regions.Length]} {at + 1}");

    private static string DepartmentOf(int team) => People.Departments[team % People.Departments.Length];

    private JsonArray Rated(string[] names, int count)
    {
        var first = _dice.Below(names.Length);
        return new([.. Enumerable.Range(0, count).Select(at => new JsonObject
        {
            ["name"] = names[(first + at) % names.Length],
            ["proficiency"] = (double)_dice.Below(6),
        })]);
    }

    private static JsonArray Values(string type, string value) => new(new JsonObject { ["value"] = value, ["type"] = type });

    private static JsonArray Names(string[] names) => new([.. names.Select(name => JsonValue.Create(name))]);

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
