using System.Net;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

public sealed class ListingUsers
{
    [Fact]
    public async Task Shows_active_users_only()
    {
        using var org = Open();
        var list = (await org.GetAsync("users")).Is(HttpStatusCode.OK);
        Assert.Equal(["ann@acme.example", "bob@acme.example"], list.UserNames);
        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:ListResponse", (string)list.Body!["schemas"]![0]!);
        Assert.Equal((2, 1, 2), Envelope(list));
    }

    [Fact]
    public async Task Inactive_users_need_a_filter_and_deleted_ones_never_show()
    {
        using var org = Open();
        Assert.Equal(["ida@acme.example"], (await org.GetAsync("users?filter=active+eq+false")).UserNames);
        Assert.Equal(2, (await org.GetAsync("users?filter=active%20eq%20true")).UserNames.Length);
    }

    [Theory]
    [InlineData("", 25, 1, 25)]
    [InlineData("?startIndex=26", 15, 26, 15)]
    [InlineData("?startIndex=3&count=2", 2, 3, 2)]
    [InlineData("?count=0", 0, 1, 0)]
    [InlineData("?count=-4", 0, 1, 0)]
    [InlineData("?startIndex=0", 25, 1, 25)]
    [InlineData("?startIndex=1000", 0, 1000, 0)]
    [InlineData("?count=100", 40, 1, 40)]
    public async Task Pages(string query, int got, int startIndex, int itemsPerPage)
    {
        using var org = Open(seed: Crowd(40));
        var list = (await org.GetAsync($"users{query}")).Is(HttpStatusCode.OK);
        Assert.Equal(got, list.UserNames.Length);
        Assert.Equal((40, startIndex, itemsPerPage), Envelope(list));
    }

    [Fact]
    public async Task Pages_never_exceed_the_maximum()
    {
        using var org = Open(seed: Crowd(120));
        Assert.Equal((120, 1, 100), Envelope(await org.GetAsync("users?count=500")));
    }

    [Fact]
    public async Task A_paging_parameter_is_a_number()
    {
        using var org = Open();
        (await org.GetAsync("users?count=many")).IsRefused("invalidValue");
    }

    [Theory]
    [InlineData(LargePages.Cap25, "", HttpStatusCode.OK, 25)]
    [InlineData(LargePages.Cap25, "&excludedAttributes=externalId,roles,urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User,urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", HttpStatusCode.OK, 40)]
    [InlineData(LargePages.Cap25, "&attributes=title", HttpStatusCode.OK, 40)]
    [InlineData(LargePages.TooManyRequests, "", HttpStatusCode.TooManyRequests, 0)]
    [InlineData(LargePages.TooManyRequests, "&attributes=userName", HttpStatusCode.OK, 40)]
    [InlineData(LargePages.Serve, "", HttpStatusCode.OK, 40)]
    public async Task A_page_above_25_with_costly_attributes_is_a_switch(
        LargePages switched, string query, HttpStatusCode status, int got)
    {
        using var org = Open(new EmulatorOptions { LargePages = switched }, Crowd(40));
        var list = (await org.GetAsync($"users?count=50{query}")).Is(status);
        if (status == HttpStatusCode.OK)
        {
            Assert.Equal(got, list.UserNames.Length);
        }
        else
        {
            Assert.True(int.Parse(list.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture) > 0);
        }
    }

    [Theory]
    [InlineData("attributes=title", "schemas id userName title active meta")]
    [InlineData("attributes=urn:ietf:params:scim:schemas:core:2.0:User:title", "schemas id userName title active meta")]
    [InlineData("attributes=title,displayName", "schemas id userName displayName title active meta")]
    [InlineData("attributes=title&attributes=displayName", "schemas id userName displayName title active meta")]
    [InlineData("attributes=nothing", "schemas id userName active meta")]
    [InlineData("excludedAttributes=userName,emails,phoneNumbers,roles,groups,externalId,title,displayName,id,meta", "schemas id userName active urn:ietf:params:scim:schemas:extension:enterprise:2.0:User urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User meta")]
    public async Task Shows_the_attributes_asked_for(string query, string shown)
    {
        using var org = Open();
        var user = (await org.GetAsync($"users/u-ann?{query}")).Is(HttpStatusCode.OK).Body!.AsObject();
        Assert.Equal(shown.Split(' ').Order(StringComparer.Ordinal), user.Select(pair => pair.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Extensions_are_asked_for_whole_or_in_part()
    {
        using var org = Open();
        var whole = (await org.GetAsync($"users/u-ann?attributes={Enterprise}")).Body!;
        Assert.Equal(3, whole[Enterprise]!.AsObject().Count);
        Assert.Null(whole[Genesys]);
        var part = (await org.GetAsync($"users/u-bob?attributes={Enterprise}:manager.value")).Body!;
        Assert.Equal("""{"manager":{"value":"u-ann"}}""", part[Enterprise]!.ToJsonString());
        var without = (await org.GetAsync($"users/u-ann?excludedAttributes={Genesys}:routingSkills,{Enterprise}")).Body!;
        Assert.Equal("externalIds", Assert.Single(without[Genesys]!.AsObject()).Key);
        Assert.Null(without[Enterprise]);
    }

    internal static string Crowd(int size) => new JsonObject
    {
        ["users"] = new JsonArray([.. Enumerable.Range(1, size).Select(number => new JsonObject
        {
            ["userName"] = $"user{number:d5}@acme.example",
            ["displayName"] = $"User {number}",
        })]),
    }.ToJsonString();

    private static (int Total, int Start, int Items) Envelope(Reply reply) => (
        (int)reply.Body!["totalResults"]!,
        (int)reply.Body["startIndex"]!,
        (int)reply.Body["itemsPerPage"]!);
}
