using System.Net;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

public sealed class Filters
{
    [Theory]
    [InlineData("id eq u-ann", "ann")]
    [InlineData("id eq \"u-ann\"", "ann")]
    [InlineData("userName eq ann@acme.example", "ann")]
    [InlineData("userName eq \"ANN@acme.example\"", "ann")]
    [InlineData("USERNAME EQ 'ann@acme.example'", "ann")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"ann@acme.example\"", "ann")]
    [InlineData("manager eq u-ann", "bob")]
    [InlineData("email eq A@acme.example", "ann")]
    [InlineData("email eq bob@acme.example", "bob")]
    [InlineData("division eq Customer Care", "ann")]
    [InlineData("division eq \"Customer Care\"", "ann")]
    [InlineData("division eq \"customer care\"", "")]
    [InlineData("externalId eq x1", "ann")]
    [InlineData("externalId eq X1", "")]
    [InlineData("employeeNumber eq \"7\"", "ann")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq 7", "ann")]
    [InlineData(Genesys + ":externalIds[authority eq \"zoomphone\" and value eq \"z1\"]", "ann")]
    [InlineData(Genesys + ":externalIds[value eq 'x1' and authority eq 'x-pc:scimv2:v1:emulator']", "ann")]
    [InlineData("externalIds[authority eq \"zoomphone\" and value eq \"z2\"]", "")]
    [InlineData("userName eq \"nobody\"", "")]
    [InlineData("userName eq \"ida@acme.example\"", "")]
    [InlineData("userName eq \"del@acme.example\"", "")]
    [InlineData("id eq \"u-del\"", "")]
    public async Task Find_users(string filter, string found)
    {
        using var org = Open();
        var list = (await org.GetAsync($"users?filter={Uri.EscapeDataString(filter)}")).Is(HttpStatusCode.OK);
        Assert.Equal(found.Length == 0 ? [] : [$"{found}@acme.example"], list.UserNames);
    }

    [Theory]
    [InlineData("userName")]
    [InlineData("userName eq")]
    [InlineData("userName sw \"a\"")]
    [InlineData("title eq \"Lead\"")]
    [InlineData("meta.lastModified gt \"2020-01-01\"")]
    [InlineData("userName eq \"a\" and active eq true")]
    [InlineData("userName eq a or active eq true")]
    [InlineData("userName eq \"a")]
    [InlineData("userName eq \"\\x\"")]
    [InlineData("userName eq \"\\ud800\"")]
    [InlineData("active eq maybe")]
    [InlineData("emails[type eq \"work\"]")]
    [InlineData("externalIds[authority eq \"zoomphone\"]")]
    [InlineData("externalIds[authority eq \"zoomphone\" or value eq \"z1\"]")]
    [InlineData("externalIds[authority eq \"zoomphone\" and value eq \"z1\"")]
    public async Task Refuse_what_is_not_documented(string filter)
    {
        using var org = Open();
        (await org.GetAsync($"users?filter={Uri.EscapeDataString(filter)}")).IsRefused("invalidFilter");
    }

    [Theory]
    [InlineData("R&D+1 %/#")]
    [InlineData("quote \" and \\ and ]")]
    [InlineData("Zoë — ü")]
    public async Task Take_any_value_that_is_quoted(string externalId)
    {
        using var org = Open();
        var literal = System.Text.Json.Nodes.JsonValue.Create(externalId).ToJsonString();
        await org.PostAsync("users", $$"""{"userName":"a@b.c","displayName":"A","externalId":{{literal}}}""");
        var found = await org.GetAsync($"users?filter={Uri.EscapeDataString($"externalId eq {literal}")}");
        Assert.Equal(["a@b.c"], found.UserNames);
        var complex = $"{Genesys}:externalIds[authority eq \"x-pc:scimv2:v1:emulator\" and value eq {literal}]";
        Assert.Equal(["a@b.c"], (await org.GetAsync($"users?filter={Uri.EscapeDataString(complex)}")).UserNames);
    }

    [Fact]
    public async Task Find_inactive_users_when_switched_so()
    {
        using var org = Open(new EmulatorOptions { FiltersFindInactive = true });
        Assert.Equal(["ida@acme.example"], (await org.GetAsync("users?filter=userName eq ida@acme.example")).UserNames);
    }

    [Theory]
    [InlineData("displayName eq \"Support Agents\"", 1)]
    [InlineData("displayname eq support agents", 1)]
    [InlineData("id eq g-emp", 1)]
    [InlineData("id eq none", 0)]
    public async Task Find_groups(string filter, int found)
    {
        using var org = Open();
        Assert.Equal(found, (int)(await org.GetAsync($"groups?filter={filter}")).Is(HttpStatusCode.OK).Body!["totalResults"]!);
    }

    [Fact]
    public async Task Of_groups_know_nothing_else()
    {
        using var org = Open();
        (await org.GetAsync("groups?filter=members eq u-ann")).IsRefused("invalidFilter");
        (await org.GetAsync("groups?filter=members[value eq u-ann]")).IsRefused("invalidFilter");
    }
}
