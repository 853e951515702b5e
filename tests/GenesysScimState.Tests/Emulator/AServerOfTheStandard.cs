using System.Net;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

/// <summary>The dialect <c>rfc7644</c>.</summary>
public sealed class AServerOfTheStandard
{
    private const string Seed = """
        {
          "users": [
            { "id": "u-ann", "userName": "ann", "displayName": "Ann", "name": { "givenName": "Ann", "familyName": "Lee" },
              "emails": [{ "value": "ann@acme.example", "type": "work" }, { "value": "a2@acme.example", "type": "work" }],
              "roles": [{ "value": "whatever" }],
              "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "Support", "employeeNumber": "7" } },
            { "id": "u-ida", "userName": "ida", "active": false }
          ],
          "groups": [{ "id": "g-sup", "displayName": "Support", "members": [{ "value": "ann" }] }]
        }
        """;

    [Fact]
    public async Task Shows_the_standard_schemas_and_weak_versions()
    {
        using var org = Standard();
        var reply = (await org.GetAsync("/scim/v2/Users/u-ann")).Is(HttpStatusCode.OK);
        Assert.Equal("W/\"1\"", reply.ETag);
        Assert.Equal("W/\"1\"", (string)reply.Body!["meta"]!["version"]!);
        Assert.Equal("/scim/v2/Users/u-ann", (string)reply.Body!["meta"]!["location"]!);
        Assert.Equal("g-sup", (string)reply.Body!["groups"]![0]!["value"]!);
        Assert.Equal(2, reply.Body!["emails"]!.AsArray().Count);
        Assert.Equal("7", (string)reply.Body![Enterprise]!["employeeNumber"]!);
        Assert.Null(reply.Header("inin-ratelimit-count"));
        (await org.GetAsync("/scim/v2/Users/u-ann", "W/\"1\"")).Is(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("/scim/v2")]
    [InlineData("/scim")]
    [InlineData("/api/v2/scim")]
    [InlineData("/api/v2/scim/v2")]
    public async Task Answers_at_the_usual_base_paths(string root)
    {
        using var org = Standard();
        Assert.Equal(2, (int)(await org.GetAsync($"{root}/Users")).Is(HttpStatusCode.OK).Body!["totalResults"]!);
    }

    [Fact]
    public async Task Obeys_versions()
    {
        using var org = Standard();
        const string Title = """{"op":"replace","path":"title","value":"Lead"}""";
        Assert.Equal("W/\"2\"", (await org.PatchIfAsync("users/u-ann", "W/\"1\"", Title)).Is(HttpStatusCode.OK).ETag);
        (await org.PatchIfAsync("users/u-ann", "W/\"1\"", Title)).Is(HttpStatusCode.PreconditionFailed);
        (await org.DeleteAsync("users/u-ann", "W/\"1\"")).Is(HttpStatusCode.PreconditionFailed);
        org.Restart();
        Assert.Equal("W/\"2\"", (await org.GetAsync("users/u-ann")).ETag);
    }

    [Fact]
    public async Task Makes_changes_and_deletes_groups()
    {
        using var org = Standard();
        var made = (await org.PostAsync("/scim/v2/Groups", """{"displayName":"New","members":[{"value":"u-ida"}]}""")).Is(HttpStatusCode.Created);
        var id = (string)made.Body!["id"]!;
        Assert.Equal($"/scim/v2/Groups/{id}", made.Header("Location"));
        (await org.PostAsync("groups", """{"displayName":"new"}""")).Is(HttpStatusCode.Conflict);
        (await org.PostAsync("groups", """{"members":[]}""")).IsRefused("invalidValue");

        (await org.PatchAsync($"groups/{id}", """{"op":"add","path":"members","value":[{"value":"u-ann"}]}""")).Is(HttpStatusCode.OK);
        (await org.PatchAsync($"groups/{id}", """{"op":"replace","path":"displayName","value":"Support"}""")).Is(HttpStatusCode.Conflict);
        (await org.PatchAsync($"groups/{id}", """{"op":"replace","path":"displayName","value":"Renamed"}""")).Is(HttpStatusCode.OK);
        Assert.Equal(2, (await org.GetAsync($"groups/{id}")).Body!["members"]!.AsArray().Count);

        (await org.DeleteAsync($"groups/{id}")).Is(HttpStatusCode.NoContent);
        (await org.GetAsync($"groups/{id}")).Is(HttpStatusCode.NotFound);
        Assert.Null((await org.GetAsync("users/u-ida")).Body!["groups"]);
        Assert.Equal(1, (int)(await org.GetAsync("groups")).Body!["totalResults"]!);
        org.Restart();
        Assert.Equal(1, (int)(await org.GetAsync("groups")).Body!["totalResults"]!);
    }

    [Theory]
    [InlineData("""emails.value eq "A2@acme.example" """, "u-ann")]
    [InlineData("""urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq "7" """, "u-ann")]
    [InlineData("""displayName eq "ann" and active eq true""", "u-ann")]
    [InlineData("""urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ida" """, "u-ida")]
    [InlineData("active eq false", "u-ida")]
    [InlineData("""active eq true and userName eq "ida" """, "")]
    public async Task Joins_comparisons(string filter, string users)
    {
        using var org = Standard();
        var list = (await org.GetAsync($"users?filter={Uri.EscapeDataString(filter)}")).Is(HttpStatusCode.OK);
        Assert.Equal(users, string.Join(' ', list.Body!["Resources"]!.AsArray().Select(user => (string)user!["id"]!)));
    }

    [Fact]
    public async Task Pages_by_two_hundred_at_most_and_counts_nobody()
    {
        var users = Enumerable.Range(0, 310).Select(at => $$"""{"userName":"u{{at}}"}""");
        using var org = Open(new EmulatorOptions { Dialect = "rfc7644" }, $$"""{"users":[{{string.Join(',', users)}}]}""");
        Assert.Equal(100, (int)(await org.GetAsync("users")).Body!["itemsPerPage"]!);
        Assert.Equal(200, (int)(await org.GetAsync("users?count=500")).Body!["itemsPerPage"]!);
        for (var at = 0; at < 310; at++)
        {
            (await org.GetAsync("users?count=0")).Is(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Takes_one_primary_value_in_a_list()
    {
        using var org = Standard();
        static string Add(string mail) => $$"""{"op":"add","path":"emails","value":[{"value":"{{mail}}","type":"work","primary":true}]}""";
        (await org.PatchAsync("users/u-ann", Add("a3@acme.example"))).Is(HttpStatusCode.OK);
        (await org.PatchAsync("users/u-ann", Add("a4@acme.example"))).IsRefused("invalidValue");
        Assert.Equal(3, (await org.GetAsync("users/u-ann")).Body!["emails"]!.AsArray().Count);
    }

    [Fact]
    public async Task Says_what_it_can()
    {
        using var org = Standard();
        var says = (await org.GetAsync("/scim/v2/ServiceProviderConfig")).Body!;
        Assert.True((bool)says["patch"]!["supported"]!);
        Assert.True((bool)says["etag"]!["supported"]!);
        Assert.False((bool)says["bulk"]!["supported"]!);
        Assert.Equal(200, (int)says["filter"]!["maxResults"]!);
        Assert.Equal("/scim/v2/resourcetypes/User", (string)(await org.GetAsync("/scim/v2/ResourceTypes/User")).Body!["meta"]!["location"]!);
        Assert.Equal(6, (int)(await org.GetAsync("/scim/v2/Schemas")).Body!["totalResults"]!);
    }

    [Theory]
    [InlineData("""userName sw "A" """, "u-ann")]
    [InlineData("""userName ew "DA" """, "u-ida")]
    [InlineData("""userName co "n" and userName ne "ida" """, "u-ann")]
    [InlineData("""USERNAME EQ "ANN" Or displayName pr""", "u-ann")]
    [InlineData("""not (userName eq "ann")""", "u-ida")]
    [InlineData("""userName eq "ida" or userName eq "ann" and active eq false""", "u-ida")]
    [InlineData("""(userName eq "ida" or userName eq "ann") and active eq true""", "u-ann")]
    [InlineData("""userName gt "b" """, "u-ida")]
    [InlineData("""userName le "ann" """, "u-ann")]
    [InlineData("""emails[type eq "work" and value co "@acme"]""", "u-ann")]
    [InlineData("""emails[type eq "work" and value eq "ann@acme.example" and not (display pr)]""", "u-ann")]
    [InlineData("""emails[type eq "work"].value sw "A2" """, "u-ann")]
    [InlineData("""emails[type eq "home"]""", "")]
    [InlineData("""emails co "ACME" """, "u-ann")]
    [InlineData("""name.familyName eq "lee" """, "u-ann")]
    [InlineData("name pr", "u-ann")]
    [InlineData("not (name pr)", "u-ida")]
    [InlineData("""title ne "x" """, "u-ann u-ida")]
    [InlineData("title eq null", "u-ann u-ida")]
    [InlineData("""id eq "U-ANN" """, "")]
    [InlineData("""meta.lastModified ge "2024-01-01T00:00:00Z" """, "u-ann u-ida")]
    [InlineData("""meta.lastModified gt "2024-01-01T01:00:00+02:00" """, "u-ann u-ida")]
    [InlineData("""meta.lastModified lt "2024-01-01T00:00:00Z" """, "")]
    [InlineData("""meta.resourceType eq "User" """, "u-ann u-ida")]
    [InlineData("""urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department sw "Sup" """, "u-ann")]
    [InlineData("""URN:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeenumber eq "7" """, "u-ann")]
    [InlineData("""groups.value eq "g-sup" """, "u-ann")]
    [InlineData("""schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User" """, "u-ann")]
    [InlineData("""userName eq "a\"b)" """, "")]
    public async Task Filters_users_by_every_operator(string filter, string users)
    {
        using var org = Standard();
        var list = (await org.GetAsync($"users?filter={Uri.EscapeDataString(filter)}")).Is(HttpStatusCode.OK);
        Assert.Equal(users, Ids(list));
        var search = await org.PostAsync("/scim/v2/Users/.search", Search($"\"filter\":{System.Text.Json.Nodes.JsonValue.Create(filter).ToJsonString()}"));
        Assert.Equal(users, Ids(search.Is(HttpStatusCode.OK)));
    }

    [Theory]
    [InlineData("userName")]
    [InlineData("userName eq")]
    [InlineData("userName eq ann")]
    [InlineData("userName eq 'ann'")]
    [InlineData("""userName is "ann" """)]
    [InlineData("""userName eq "ann" and""")]
    [InlineData("""(userName eq "ann" """)]
    [InlineData("""emails[type eq "work" """)]
    [InlineData("""emails[nothing eq "work"]""")]
    [InlineData("""userName[type eq "work"]""")]
    [InlineData("""nothing eq "x" """)]
    [InlineData("active gt true")]
    [InlineData("""active co "t" """)]
    [InlineData("userName eq 7")]
    [InlineData("""name eq "x" """)]
    [InlineData("""password eq "x" """)]
    [InlineData("""meta.lastModified gt "yesterday" """)]
    [InlineData("""userName eq "a" userName eq "b" """)]
    [InlineData("""not userName eq "ann" """)]
    public async Task Refuses_filters_that_are_not_valid(string filter)
    {
        using var org = Standard();
        (await org.GetAsync($"users?filter={Uri.EscapeDataString(filter)}")).IsRefused("invalidFilter");
        var nested = string.Concat(Enumerable.Repeat("(", 2000));
        (await org.GetAsync($"users?filter={nested}")).IsRefused("invalidFilter");
    }

    [Theory]
    [InlineData("""members.value eq "u-ann" """, "g-sup")]
    [InlineData("""members eq "u-ann" """, "g-sup")]
    [InlineData("""members[value eq "u-ann"]""", "g-sup")]
    [InlineData("""id eq "g-sup" and members eq "u-ida" """, "")]
    [InlineData("""members.value eq "none" """, "")]
    [InlineData("""displayName sw "sup" """, "g-sup")]
    [InlineData("members pr", "g-sup")]
    public async Task Filters_groups(string filter, string groups)
    {
        using var org = Standard();
        Assert.Equal(groups, Ids((await org.GetAsync($"groups?filter={Uri.EscapeDataString(filter)}")).Is(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task Searches_by_POST()
    {
        using var org = Standard();
        Assert.Equal("u-ann u-ida g-sup", Ids((await org.PostAsync("/scim/v2/.search", Search(""))).Is(HttpStatusCode.OK)));
        Assert.Equal("g-sup", Ids(await org.PostAsync("/scim/v2/.search", Search("\"filter\":\"members pr\""))));
        Assert.Equal("u-ann g-sup", Ids(await org.PostAsync("/scim/v2/.search", Search("\"filter\":\"displayName pr\""))));
        (await org.PostAsync("/scim/v2/.search", Search("\"filter\":\"nothing pr\""))).IsRefused("invalidFilter");
        (await org.PostAsync("/scim/v2/Groups/.search", "{}")).IsRefused("invalidSyntax");
        var page = await org.PostAsync("/scim/v2/Users/.search", Search("\"attributes\":[\"displayName\"],\"startIndex\":1,\"count\":1"));
        Assert.Equal(2, (int)page.Body!["totalResults"]!);
        Assert.Null(page.Body!["Resources"]![0]!["name"]);
        using var genesys = Open();
        (await genesys.PostAsync("users/.search", Search(""))).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Lists_what_can_be_managed_and_shows_the_schemas_of_the_standard()
    {
        using var org = Standard();
        var types = (await org.GetAsync("/scim/v2/ResourceTypes")).Body!;
        Assert.Equal("User Group", string.Join(' ', types["Resources"]!.AsArray().Select(type => (string)type!["id"]!)));
        var group = (await org.GetAsync("/scim/v2/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group")).Body!;
        var members = group["attributes"]!.AsArray().Single(row => (string?)row!["name"] == "members")!["subAttributes"]!.AsArray();
        Assert.All(members, row => Assert.Equal("immutable", (string?)row!["mutability"]));
        Assert.Equal("""["User","Group"]""", members[1]!["referenceTypes"]!.ToJsonString());
        var user = (await org.GetAsync($"/scim/v2/Schemas/{Enterprise}")).Body!;
        var manager = user["attributes"]!.AsArray().Single(row => (string?)row!["name"] == "manager")!["subAttributes"]!.AsArray();
        Assert.Equal(
            ["value readWrite", "$ref readWrite", "displayName readOnly"], manager.Select(row => $"{row!["name"]} {row["mutability"]}"));
    }

    [Fact]
    public async Task Takes_one_externalId_twice()
    {
        using var org = Standard();
        (await org.PostAsync("users", """{"userName":"x","externalId":"same"}""")).Is(HttpStatusCode.Created);
        (await org.PostAsync("users", """{"userName":"y","externalId":"same"}""")).Is(HttpStatusCode.Created);
        Assert.Equal(2, (int)(await org.GetAsync("users?filter=externalId%20eq%20%22same%22")).Body!["totalResults"]!);
        using var strict = Open(new EmulatorOptions { Dialect = "rfc7644", AllowDuplicateExternalIds = false }, Seed);
        (await strict.PostAsync("users", """{"userName":"x","externalId":"same"}""")).Is(HttpStatusCode.Created);
        (await strict.PostAsync("users", """{"userName":"y","externalId":"same"}""")).Is(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("""{"op":"remove","path":"id"}""")]
    [InlineData("""{"op":"replace","path":"id","value":"other"}""")]
    [InlineData("""{"op":"replace","value":{"id":"other"}}""")]
    [InlineData("""{"op":"remove","path":"groups"}""")]
    [InlineData("""{"op":"add","path":"meta.version","value":"9"}""")]
    public async Task Refuses_writes_of_what_is_read_only(string operation)
    {
        using var org = Standard();
        (await org.PatchAsync("users/u-ann", operation)).IsRefused("mutability");
        (await org.PatchAsync("users/u-ann", """{"op":"replace","path":"id","value":"u-ann"}""")).Is(HttpStatusCode.OK);
        (await org.PatchAsync("groups/g-sup", """{"op":"replace","path":"members[value eq \"u-ann\"].value","value":"u-ida"}"""))
            .IsRefused("mutability");
    }

    [Fact]
    public async Task Shows_what_is_asked_for_in_answers_to_writes()
    {
        using var org = Standard();
        var made = await org.PostAsync("users?attributes=userName", """{"userName":"x","displayName":"X"}""");
        Assert.Null(made.Is(HttpStatusCode.Created).Body!["displayName"]);
        var put = await org.PutAsync($"users/{made.Id}?excludedAttributes=displayName", """{"userName":"x","displayName":"Y"}""");
        Assert.Null(put.Is(HttpStatusCode.OK).Body!["displayName"]);
        var patch = await org.PatchAsync("groups/g-sup?excludedAttributes=members", """{"op":"add","path":"members","value":[{"value":"u-ida"}]}""");
        Assert.Null(patch.Is(HttpStatusCode.OK).Body!["members"]);
        Assert.Equal("u-ann u-ida", string.Join(' ', (await org.GetAsync("groups/g-sup")).Body!["members"]!.AsArray().Select(one => (string)one!["value"]!)));
        using var genesys = Open();
        Assert.NotNull((await genesys.PatchAsync("users/u-ann?attributes=title", """{"op":"replace","path":"title","value":"T"}""")).Body!["displayName"]);
    }

    [Fact]
    public async Task Keeps_small_things_as_the_standard_has_them()
    {
        using var org = Standard();
        var made = (await org.PostAsync("users", """{"userName":"x","emails":[{"value":"x@y.example","primary":false}]}""")).Is(HttpStatusCode.Created);
        Assert.False((bool)made.Body!["emails"]![0]!["primary"]!);
        Assert.Null((await org.PatchAsync($"users/{made.Id}", """{"op":"remove","path":"active"}""")).Is(HttpStatusCode.OK).Body!["active"]);
        const string Manager = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
        var unknown = await org.PatchAsync($"users/{made.Id}", $$"""{"op":"add","path":"{{Manager}}","value":{"value":"nobody"} }""");
        Assert.Equal("""{"value":"nobody"}""", unknown.Is(HttpStatusCode.OK).Body![Enterprise]!["manager"]!.ToJsonString());
        var known = await org.PatchAsync($"users/{made.Id}", $$"""{"op":"add","path":"{{Manager}}","value":{"$ref":"../Users/u-ann"} }""");
        Assert.Equal(
            """{"value":"u-ann","$ref":"/scim/v2/Users/u-ann","displayName":"Ann"}""",
            known.Is(HttpStatusCode.OK).Body![Enterprise]!["manager"]!.ToJsonString());
        var emptied = await org.PatchAsync("groups/g-sup", """{"op":"remove","path":"members"}""");
        Assert.Null(emptied.Is(HttpStatusCode.OK).Body!["members"]);
        (await org.GetAsync("users/u-ann", "*")).Is(HttpStatusCode.NotModified);
        var stranger = (await org.PostAsync("groups", """{"displayName":"G","members":[{"value":"nobody"},{"value":"u-ann"}]}""")).Is(HttpStatusCode.Created);
        Assert.Single(stranger.Body!["members"]!.AsArray());
        var malformed = (await org.PostAsync("users", "{\n\"userName\": ")).IsRefused("invalidSyntax");
        Assert.Matches(@"^The body is not valid JSON at line \d+, byte \d+\.$", malformed.Detail);
    }

    [Fact]
    public async Task Sorts_when_switched_so()
    {
        using var org = Open(new EmulatorOptions { Dialect = "rfc7644", Sorting = true }, Seed);
        Assert.Equal("u-ida u-ann", Ids(await org.GetAsync("users?sortBy=userName&sortOrder=descending")));
        Assert.Equal("u-ann u-ida", Ids(await org.GetAsync("users?sortBy=name.familyName")));
        (await org.GetAsync("users?sortBy=nothing")).IsRefused("invalidValue");
        Assert.True((bool)(await org.GetAsync("/scim/v2/ServiceProviderConfig")).Body!["sort"]!["supported"]!);
    }

    [Fact]
    public async Task Pages_by_cursor_when_switched_so()
    {
        var users = Enumerable.Range(0, 5).Select(at => $$"""{"id":"u{{at}}","userName":"u{{at}}"}""");
        using var org = Open(
            new EmulatorOptions { Dialect = "rfc7644", CursorPaging = true }, $$"""{"users":[{{string.Join(',', users)}}]}""");
        var first = (await org.GetAsync("users?cursor&count=2")).Is(HttpStatusCode.OK);
        Assert.Equal("u0 u1", Ids(first));
        Assert.Null(first.Body!["previousCursor"]);
        (await org.DeleteAsync("users/u0")).Is(HttpStatusCode.NoContent);
        var second = await org.GetAsync($"users?cursor={(string)first.Body!["nextCursor"]!}&count=2");
        Assert.Equal("u2 u3", Ids(second));
        var third = await org.GetAsync($"users?cursor={(string)second.Body!["nextCursor"]!}&count=2");
        Assert.Equal("u4", Ids(third));
        Assert.Null(third.Body!["nextCursor"]);
        Assert.Equal("u2 u3", Ids(await org.GetAsync($"users?cursor={(string)third.Body!["previousCursor"]!}&count=2")));
        (await org.GetAsync("users?cursor=nonsense")).IsRefused("invalidCursor");
        org.Time.Advance(TimeSpan.FromMinutes(11));
        (await org.GetAsync($"users?cursor={(string)second.Body!["nextCursor"]!}")).IsRefused("expiredCursor");
        var pagination = (await org.GetAsync("/scim/v2/ServiceProviderConfig")).Body!["pagination"]!;
        Assert.True((bool)pagination["cursor"]!);
        using var plain = Standard();
        Assert.Null((await plain.GetAsync("/scim/v2/ServiceProviderConfig")).Body!["pagination"]);
    }

    private static string Ids(Reply list) =>
        string.Join(' ', list.Body!["Resources"]!.AsArray().Select(resource => (string)resource!["id"]!));

    private static string Search(string rest) =>
        $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]{{(rest.Length > 0 ? "," : "")}}{{rest}}}""";

    private static EmulatedOrganization Standard() => Open(new EmulatorOptions { Dialect = "rfc7644" }, Seed);
}
