using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace GenesysScimState.Benchmarks;

/// <summary>A made-up organization of any size: its state files, and the organization that is as they say.</summary>
internal static class Company
{
    /// <summary>Groups that each user is in: all of a division, so that these are also the groups of a division.</summary>
    private const int GroupsOfUser = 10;

    public const int DivisionSize = 1_000;

    /// <summary>How many groups there are for so many users.</summary>
    public static int GroupsOf(int users) => (users + DivisionSize - 1) / DivisionSize * GroupsOfUser;

    /// <param name="users">How many.</param>
    /// <param name="title">The title of a user, by number.</param>
    /// <param name="from">The number of the first user.</param>
    public static string State(int users, Func<int, string> title, int from = 0)
    {
        var text = new StringBuilder("users:\n");
        for (var number = from; number < from + users; number++)
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                  - userName: user{number}@example.org
                    externalId: idp-{number}
                    displayName: User {number}
                    title: {title(number)}
                    department: Support
                    employeeNumber: "{number}"
                    dateHire: 2024-05-01
                    phoneNumbers: {"{"}work: "+1317555{number % 10000:0000}"{"}"}
                    roles: [employee]
                    routingSkills: {"{"}Billing: 4, Returns: 3.5{"}"}
                    routingLanguages: {"{"}English: 5{"}"}
                    groups: [{string.Join(", ", Groups(number))}]

                """);
        }

        text.Append("groups:\n");
        for (var first = from; first < from + users; first += DivisionSize)
        {
            text.AppendJoin("", Groups(first).Select(group => $"  - displayName: {group}\n"));
        }

        return text.ToString();
    }

    public static string Organization(int users, string title)
    {
        var resources = new JsonArray();
        var groups = new Dictionary<string, JsonArray>(StringComparer.Ordinal);
        for (var number = 0; number < users; number++)
        {
            resources.Add((JsonNode)User(number, title));
            foreach (var group in Groups(number))
            {
                groups.TryAdd(group, []);
                groups[group].Add((JsonNode)new JsonObject { ["value"] = $"u-{number}" });
            }
        }

        return Organization(resources, groups);
    }

    /// <summary>The groups that so many users are going to be in, and nobody.</summary>
    public static string EmptyOrganization(int users) => Organization([], Enumerable.Range(0, users / DivisionSize)
        .SelectMany(division => Groups(division * DivisionSize)).ToDictionary(group => group, _ => new JsonArray(), StringComparer.Ordinal));

    private static string Organization(JsonArray users, Dictionary<string, JsonArray> groups) => new JsonObject
    {
        ["users"] = users,
        ["groups"] = new JsonArray([.. groups.Select(group => new JsonObject
        {
            ["id"] = $"g-{group.Key}",
            ["displayName"] = group.Key,
            ["members"] = group.Value,
        })]),
        ["roles"] = new JsonArray("employee"),
        ["skills"] = new JsonArray("Billing", "Returns"),
        ["languages"] = new JsonArray("English"),
    }.ToJsonString();

    private static IEnumerable<string> Groups(int number) =>
        Enumerable.Range(0, GroupsOfUser).Select(group => $"Group {number / DivisionSize}-{group}");

    private static JsonObject User(int number, string title) => new JsonObject
    {
        ["id"] = $"u-{number}",
        ["userName"] = $"user{number}@example.org",
        ["externalId"] = $"idp-{number}",
        ["displayName"] = $"User {number}",
        ["active"] = true,
        ["title"] = title,
        ["phoneNumbers"] = new JsonArray(new JsonObject { ["type"] = "work", ["value"] = $"+1317555{number % 10000:0000}" }),
        ["roles"] = new JsonArray(new JsonObject { ["value"] = "employee" }),
        ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"] = new JsonObject
        {
            ["department"] = "Support",
            ["employeeNumber"] = $"{number}",
            ["dateHire"] = "2024-05-01",
        },
        ["urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User"] = new JsonObject
        {
            ["routingSkills"] = new JsonArray(
                new JsonObject { ["name"] = "Billing", ["proficiency"] = 4 },
                new JsonObject { ["name"] = "Returns", ["proficiency"] = 3.5 }),
            ["routingLanguages"] = new JsonArray(new JsonObject { ["name"] = "English", ["proficiency"] = 5 }),
        },
    };
}
