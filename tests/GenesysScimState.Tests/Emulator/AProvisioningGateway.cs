using System.Net;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

/// <summary>The dialect <c>nested</c>.</summary>
public sealed class AProvisioningGateway
{
    private const string Extension = "urn:ietf:params:scim:schemas:extension:genesys:2.0:User";

    private const string Seed = """
        {
          "users": [
            { "id": "u-ann", "userName": "ann@acme.example", "externalId": "x1", "displayName": "Ann Lee", "title": "Lead",
              "name": { "givenName": "Ann", "familyName": "Lee" }, "attributes": { "location": "US-East", "floor": "3" } },
            { "id": "u-ida", "userName": "ida@acme.example", "active": false, "name": { "givenName": "Ida", "familyName": "Roe" },
              "members": [{ "value": "Empty" }] }
          ],
          "groups": [
            { "id": "g-sup", "displayName": "Support \"A\"", "members": [{ "value": "ann@acme.example" }] },
            { "id": "g-emp", "displayName": "Empty" }
          ]
        }
        """;

    [Fact]
    public async Task Shows_a_user_with_attributes_and_groups_on_the_top_level()
    {
        using var org = Gateway();
        var reply = (await org.GetAsync("/api/v2/scim/Users/u-ann")).Is(HttpStatusCode.OK);
        Assert.Equal("\"1\"", reply.ETag);
        Assert.Equal(
            $$$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","{{{Extension}}}"],"id":"u-ann","externalId":"x1","userName":"ann@acme.example","active":true,"displayName":"Ann Lee","title":"Lead","name":{"givenName":"Ann","familyName":"Lee"},"attributes":{"floor":"3","location":"US-East"},"members":[{"value":"g-sup","$ref":"/api/v2/scim/Groups/g-sup"}],"meta":{"resourceType":"User","created":"2024-01-01T00:00:00.000Z","lastModified":"2024-01-01T00:00:00.000Z","location":"/api/v2/scim/Users/u-ann","version":"1"}}
            """,
            reply.Body!.ToJsonString());
    }

    [Fact]
    public async Task Creates_a_user_with_groups()
    {
        using var org = Gateway();
        var reply = (await org.PostAsync("/api/v2/scim/Users", User("bob@acme.example", "x2", groups: ["g-sup", "g-emp"]))).Is(HttpStatusCode.Created);
        var id = (string)reply.Body!["id"]!;
        Assert.Equal($"/api/v2/scim/Users/{id}", reply.Header("Location"));
        Assert.Equal("g-emp g-sup", Members(reply));
        Assert.Contains(id, Members(await org.GetAsync("groups/g-sup")), StringComparison.Ordinal);
        Assert.Contains(id, Members(await org.GetAsync("groups/g-emp")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ANN@acme.example", "new")]
    [InlineData("ida@acme.example", "new")]
    [InlineData("new@acme.example", "x1")]
    public async Task Creates_nobody_twice(string userName, string externalId)
    {
        using var org = Gateway();
        var reply = (await org.PostAsync("/api/v2/scim/Users", User(userName, externalId))).Is(HttpStatusCode.Conflict);
        Assert.Equal("uniqueness", (string?)reply.Body!["scimType"]);
    }

    [Theory]
    [InlineData("""{"userName":"a@acme.example"}""", "name")]
    [InlineData("""{"userName":"a@acme.example","name":{"givenName":"A"}}""", "familyName")]
    [InlineData("""{"name":{"givenName":"A","familyName":"B"}}""", "userName")]
    [InlineData("""{"userName":"a@acme.example","name":{"givenName":"A","familyName":"B"},"emails":[{"value":"b@acme.example","type":"work","primary":true}]}""", "userName")]
    [InlineData("""{"userName":"a@acme.example","name":{"givenName":"A","familyName":"B"},"attributes":{"floor":3}}""", "floor")]
    [InlineData("""{"userName":"a@acme.example","name":{"givenName":"A","familyName":"B"},"members":[{"value":"g-none"}]}""", "g-none")]
    public async Task Refuses_half_a_user(string body, string named)
    {
        using var org = Gateway();
        Assert.Contains(named, (await org.PostAsync("users", body)).IsRefused("invalidValue").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replaces_a_user_whole()
    {
        using var org = Open(new EmulatorOptions { Dialect = "nested", AbsentInPut = AbsentInPut.Clear }, Seed);
        var reply = (await org.PutAsync("users/u-ann", User("ann@acme.example", null, groups: ["g-emp"]), "\"1\"")).Is(HttpStatusCode.OK);
        Assert.Equal("\"2\"", reply.ETag);
        Assert.Null(reply.Body!["externalId"]);
        Assert.Null(reply.Body!["title"]);
        Assert.Null(reply.Body!["attributes"]);
        Assert.Equal("g-emp", Members(reply));
        Assert.Equal("", Members(await org.GetAsync("groups/g-sup")));

        var same = (await org.PutAsync("users/u-ann", User("ann@acme.example", null, groups: ["g-emp"]))).Is(HttpStatusCode.OK);
        Assert.Equal("\"2\"", same.ETag);
        (await org.PutAsync("users/u-ann", User("ann@acme.example", null), "\"1\"")).Is(HttpStatusCode.PreconditionFailed);
        Assert.Null((await org.PutAsync("users/u-ann", User("ann@acme.example", null))).Is(HttpStatusCode.OK).Body!["members"]);
        (await org.PutAsync("users/u-ann", User("ann@acme.example", null, groups: ["g-none"]))).IsRefused("invalidValue");
    }

    [Fact]
    public async Task Takes_PUT_and_no_PATCH_and_leaves_groups_alone()
    {
        using var org = Gateway();
        var patch = (await org.PatchAsync("users/u-ann", """{"op":"replace","path":"title","value":"x"}""")).Is(HttpStatusCode.NotImplemented);
        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:Error", (string)patch.Body!["schemas"]![0]!);
        Assert.Equal("501", (string)patch.Body!["status"]!);
        (await org.PostAsync("groups", """{"displayName":"New"}""")).Is(HttpStatusCode.MethodNotAllowed);
        (await org.PutAsync("groups/g-emp", """{"members":[]}""")).Is(HttpStatusCode.MethodNotAllowed);
        (await org.DeleteAsync("groups/g-emp")).Is(HttpStatusCode.MethodNotAllowed);
        (await org.PatchAsync("groups/g-emp", """{"op":"remove","path":"members"}""")).Is(HttpStatusCode.MethodNotAllowed);
        (await org.PostAsync("/api/v2/groups", "{}")).Is(HttpStatusCode.NotFound);
        Assert.False((bool)(await org.GetAsync("serviceproviderconfig")).Body!["patch"]!["supported"]!);
    }

    [Fact]
    public async Task Deletes_for_good()
    {
        using var org = Gateway();
        (await org.DeleteAsync("users/u-ann")).Is(HttpStatusCode.NoContent);
        (await org.GetAsync("users/u-ann")).Is(HttpStatusCode.NotFound);
        Assert.Equal("", Members(await org.GetAsync("groups/g-sup")));
        Assert.DoesNotContain("ann@acme.example", await File.ReadAllTextAsync(org.DataFile, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var again = (await org.PostAsync("users", User("ann@acme.example", "x1"))).Is(HttpStatusCode.Created);
        Assert.NotEqual("u-ann", (string)again.Body!["id"]!);
        Assert.Null(again.Body!["title"]);
    }

    [Theory]
    [InlineData("", "u-ann u-ida")]
    [InlineData("""userName eq "ANN@acme.example" """, "u-ann")]
    [InlineData("""externalId eq "x1" """, "u-ann")]
    [InlineData("""externalId eq "X1" """, "")]
    [InlineData("""userName eq "ida@acme.example" and active eq true""", "")]
    [InlineData("""active eq false and id eq "u-ida" """, "u-ida")]
    public async Task Lists_everybody_and_joins_comparisons(string filter, string users)
    {
        using var org = Gateway();
        var list = (await org.GetAsync($"users?filter={Uri.EscapeDataString(filter)}")).Is(HttpStatusCode.OK);
        Assert.Equal(users, string.Join(' ', list.Body!["Resources"]!.AsArray().Select(user => (string)user!["id"]!)));
    }

    [Fact]
    public async Task Filters_groups_by_a_name_with_quotes_and_users_by_nothing_else()
    {
        using var org = Gateway();
        var list = await org.GetAsync($"groups?filter={Uri.EscapeDataString("""displayName eq "Support \"A\"" """)}");
        Assert.Equal("g-sup", (string)list.Body!["Resources"]![0]!["id"]!);
        (await org.GetAsync("users?filter=title%20eq%20%22Lead%22")).IsRefused("invalidFilter");
    }

    [Fact]
    public async Task Pages_by_a_hundred_at_most()
    {
        var users = Enumerable.Range(0, 130).Select(at => User($"u{at}@acme.example", $"x{at}"));
        using var org = Open(new EmulatorOptions { Dialect = "nested" }, $$"""{"users":[{{string.Join(',', users)}}]}""");
        Assert.Equal(100, (int)(await org.GetAsync("users")).Body!["itemsPerPage"]!);
        Assert.Equal(100, (int)(await org.GetAsync("users?count=500")).Body!["itemsPerPage"]!);
        Assert.Equal(30, (int)(await org.GetAsync("users?startIndex=101")).Body!["itemsPerPage"]!);
    }

    [Fact]
    public async Task Keeps_groups_and_times_of_users_over_a_restart()
    {
        using var org = Gateway();
        org.Time.Advance(TimeSpan.FromDays(1));
        var reply = await org.PutAsync("users/u-ida", User("ida@acme.example", "x9", groups: ["g-sup"]));
        org.Restart();
        Assert.Equal(reply.Body!.ToJsonString(), (await org.GetAsync("users/u-ida")).Body!.ToJsonString());
        Assert.Equal("2024-01-01T00:00:00.000Z", (string)reply.Body!["meta"]!["created"]!);
        Assert.Equal("u-ann u-ida", Members(await org.GetAsync("groups/g-sup")));
    }

    [Fact]
    public async Task Refuses_in_SCIM_form_and_counts_requests()
    {
        using var org = Open(new EmulatorOptions { Dialect = "nested", RequestsPerMinute = 1 }, Seed);
        var missing = (await org.GetAsync("users/none")).Is(HttpStatusCode.NotFound);
        Assert.Equal("404", (string)missing.Body!["status"]!);
        Assert.Equal("1", missing.Header("inin-ratelimit-count"));
        var many = (await org.GetAsync("users")).Is(HttpStatusCode.TooManyRequests);
        Assert.Equal("429", (string)many.Body!["status"]!);
        Assert.Equal("60", many.Header("Retry-After"));
    }

    private static EmulatedOrganization Gateway() => Open(new EmulatorOptions { Dialect = "nested" }, Seed);

    private static string Members(Reply reply) => string.Join(
        ' ', (reply.Body!["members"] as JsonArray ?? []).Select(member => (string)member!["value"]!));

    private static string User(string userName, string? externalId, params string[] groups)
    {
        var user = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User", Extension),
            ["userName"] = userName,
            ["name"] = new JsonObject { ["givenName"] = "Given", ["familyName"] = "Family" },
            ["emails"] = new JsonArray(new JsonObject { ["value"] = userName, ["type"] = "work", ["primary"] = true }),
            ["members"] = new JsonArray([.. groups.Select(id => new JsonObject { ["value"] = id, ["$ref"] = $"https://gateway.example/Groups/{id}" })]),
        };
        if (externalId is not null)
        {
            user["externalId"] = externalId;
        }

        return user.ToJsonString();
    }
}
