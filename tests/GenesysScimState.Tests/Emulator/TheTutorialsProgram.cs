using System.Net;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

/// <summary>The requests of the tutorial's reconciler against <c>nested</c>, as its program sends them.</summary>
public sealed class TheTutorialsProgram
{
    private const string Core = "urn:ietf:params:scim:schemas:core:2.0:User";

    [Fact]
    public async Task Completes_all_its_scenarios()
    {
        using var org = Open(
            new EmulatorOptions { Dialect = "nested", RequestsPerMinute = int.MaxValue },
            """{"users":[],"groups":[{"id":"g-one","displayName":"One"}]}""");
        var ids = new Dictionary<int, string>();
        for (var at = 0; at < 150; at++)
        {
            ids[at] = (await org.PostAsync("users", Whole(at))).Is(HttpStatusCode.Created).Id;
        }

        for (var at = 0; at < 150; at++)
        {
            (await org.PostAsync("users", Whole(at))).Is(HttpStatusCode.Conflict);
            var found = await org.GetAsync($"users?filter={Uri.EscapeDataString($"externalId eq \"x{at}\"")}");
            Assert.Equal(ids[at], (string)found.Body!["Resources"]![0]!["id"]!);
            await PutAsync(org, ids[at], isActive: true);
        }

        for (var at = 0; at < 10; at++)
        {
            await PutAsync(org, ids[at], isActive: false);
        }

        Assert.Equal(10, await CountAsync(org, "active eq false"));
        for (var at = 0; at < 5; at++)
        {
            await PutAsync(org, ids[at], isActive: true);
        }

        Assert.Equal(5, await CountAsync(org, "active eq false"));
        var user = (await org.GetAsync($"users/{ids[0]}")).Body!;
        Assert.Equal("Given", (string)user["name"]!["givenName"]!);
        Assert.Equal("u0@acme.example", (string)user["userName"]!);
    }

    [Fact]
    public async Task Synchronizes_groups_by_a_PUT_of_members_alone()
    {
        using var org = Open(
            new EmulatorOptions { Dialect = "nested" }, """{"users":[],"groups":[{"id":"g-one","displayName":"One"}]}""");
        var id = (await org.PostAsync("users", Whole(1))).Is(HttpStatusCode.Created).Id;
        var joined = await org.PutAsync($"users/{id}", $$"""{"schemas":["{{Core}}"],"id":"{{id}}","members":[{"value":"g-one"}]}""");
        Assert.Equal("g-one", (string)joined.Is(HttpStatusCode.OK).Body!["members"]![0]!["value"]!);
        Assert.Equal(id, (string)(await org.GetAsync("groups/g-one")).Body!["members"]![0]!["value"]!);
        var left = await org.PutAsync($"users/{id}", $$"""{"schemas":["{{Core}}"],"id":"{{id}}","members":[]}""");
        Assert.Null(left.Is(HttpStatusCode.OK).Body!["members"]);
        Assert.True((bool)left.Body!["active"]!);
    }

    private static async Task PutAsync(EmulatedOrganization org, string id, bool isActive)
    {
        var body = new JsonObject
        {
            ["schemas"] = new JsonArray(Core),
            ["id"] = id,
            ["active"] = isActive,
            ["attributes"] = new JsonObject { ["location"] = "US-East" },
            ["members"] = new JsonArray(),
        };
        (await org.PutAsync($"users/{id}", body.ToJsonString())).Is(HttpStatusCode.OK);
    }

    private static async Task<int> CountAsync(EmulatedOrganization org, string filter) =>
        (int)(await org.GetAsync($"users?filter={Uri.EscapeDataString(filter)}")).Body!["totalResults"]!;

    private static string Whole(int at) => $$"""
        {"schemas":["{{Core}}","urn:ietf:params:scim:schemas:extension:genesys:2.0:User"],"externalId":"x{{at}}",
         "userName":"u{{at}}@acme.example","active":true,"name":{"givenName":"Given","familyName":"Family"},
         "emails":[{"value":"u{{at}}@acme.example","type":"work","primary":true}],"attributes":{"location":"US-East"} }
        """;
}
