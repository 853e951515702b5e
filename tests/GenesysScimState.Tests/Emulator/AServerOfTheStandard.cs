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

    private static EmulatedOrganization Standard() => Open(new EmulatorOptions { Dialect = "rfc7644" }, Seed);
}
