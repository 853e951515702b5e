using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace GenesysScimState.Benchmarks;

/// <summary>A made-up organization of any size: its state files, and the organization that is as they say.</summary>
internal static class Company
{
    /// <summary>Users for each group; each user is in one.</summary>
    private const int GroupSize = 50;

    /// <param name="users">How many.</param>
    /// <param name="title">Their title in the file.</param>
    /// <param name="from">The number of the first user.</param>
    public static string State(int users, string title, int from = 0)
    {
        var text = new StringBuilder("users:\n");
        for (var number = from; number < from + users; number++)
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                  - userName: user{number}@example.org
                    externalId: idp-{number}
                    displayName: User {number}
                    title: {title}
                    department: Support
                    employeeNumber: "{number}"
                    dateHire: 2024-05-01
                    phoneNumbers: {"{"}work: "+1317555{number % 10000:0000}"{"}"}
                    roles: [employee]
                    routingSkills: {"{"}Billing: 4, Returns: 3.5{"}"}
                    routingLanguages: {"{"}English: 5{"}"}
                    groups: [Group {number / GroupSize}]

                """);
        }

        text.Append("groups:\n");
        for (var group = from / GroupSize; group < (from + users + GroupSize - 1) / GroupSize; group++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - displayName: Group {group}\n");
        }

        return text.ToString();
    }

    public static string Organization(int users, string title)
    {
        var resources = new JsonArray();
        var members = new JsonArray[(users + GroupSize - 1) / GroupSize];
        for (var number = 0; number < users; number++)
        {
            resources.Add((JsonNode)User(number, title));
            (members[number / GroupSize] ??= []).Add((JsonNode)new JsonObject { ["value"] = $"u-{number}" });
        }

        return new JsonObject
        {
            ["users"] = resources,
            ["groups"] = new JsonArray([.. members.Select((list, index) => new JsonObject
            {
                ["id"] = $"g-{index}",
                ["displayName"] = $"Group {index}",
                ["members"] = list,
            })]),
            ["roles"] = new JsonArray("employee"),
            ["skills"] = new JsonArray("Billing", "Returns"),
            ["languages"] = new JsonArray("English"),
        }.ToJsonString();
    }

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
