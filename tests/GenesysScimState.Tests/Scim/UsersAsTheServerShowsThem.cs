using System.Text.Json;
using GenesysScimState.Core.Model;
using GenesysScimState.Scim;
using Xunit;

namespace GenesysScimState.Tests.Scim;

public sealed class UsersAsTheServerShowsThem
{
    [Fact]
    public void A_whole_user_is_read_by_the_rows_of_the_dialect()
    {
        var user = Read($$$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"Ana@example.org","displayName":"Ana","active":true,
             "externalId":"idp-1","title":"Agent","name":{"givenName":"Ana"},
             "emails":[{"value":"ana@example.org","type":"other","primary":true},{"value":"a@acme.example","type":"work"}],
             "phoneNumbers":[{"value":"+1","type":"Work"},{"value":"+9","type":"fax"},{"value":"+2","type":"work"}],
             "roles":[{"value":"employee"},"Supervisor"],"groups":[{"value":"g1"}],
             "{{{Genesys.Enterprise}}}":{"department":"Sales","manager":{"value":"b-1","$ref":"x"}},
             "{{{Genesys.Extension}}}":{"routingSkills":[{"name":"Billing","proficiency":4.0},{"name":"Returns","proficiency":3.50}],
               "externalIds":[{"authority":"x-pc:scimv2:v1:client","value":"idp-1"},{"authority":"zoomphone","value":"z"}]},
             "meta":{"version":"56"}}
            """);

        Assert.Equal(
            """
            active = true
            department = Sales
            displayName = Ana
            externalId = idp-1
            externalIds.zoomphone = z
            givenName = Ana
            manager = b-1
            phoneNumbers.work = +1, +2
            roles = Supervisor, employee
            routingSkills = Billing: 4, Returns: 3.5
            title = Agent
            userName = Ana@example.org
            workEmail = a@acme.example
            """.ReplaceLineEndings("\n"),
            string.Join('\n', user.Attributes.Select(attribute => $"{attribute.Key} = {attribute.Value}")));
        Assert.Equal(("1", "56", "Ana@example.org", "idp-1", true), (user.Id, user.Version, user.UserName, user.ExternalId, user.Active));
    }

    [Theory]
    [InlineData("""{"id":1,"userName":"a"}""")]
    [InlineData("""{"id":"1","userName":"a","title":null,"roles":null,"emails":[],"meta":null}""")]
    [InlineData($$"""{"id":"1","userName":"a","title":"","emails":null,"{{Genesys.Enterprise}}":null,"{{Genesys.Extension}}":{} }""")]
    public void What_is_missing_null_or_empty_is_left_out(string json)
    {
        var user = Read(json);

        Assert.Equal("1", user.Id);
        Assert.Null(user.Version);
        Assert.Equal("active, userName", string.Join(", ", user.Attributes.Keys));
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("\"False\"", false)]
    [InlineData("\"true\"", true)]
    public void Active_may_be_a_text(string active, bool expected)
    {
        var user = Read($$"""{"id":"1","userName":"a","active":{{active}}}""");

        Assert.Equal(expected, user.Active);
        Assert.Equal(AttributeValue.Of(expected), user["active"]);
    }

    [Fact]
    public void Without_active_the_listing_decides()
    {
        using var document = JsonDocument.Parse("""{"id":"1","userName":"a"}""");

        Assert.False(new UserJson(Genesys.Dialect).Read(document.RootElement, assumedActive: false).Active);
        Assert.True(new UserJson(Genesys.Dialect).Read(document.RootElement, assumedActive: true).Active);
    }

    [Theory]
    [InlineData("""{"userName":"a"}""")]
    [InlineData("""{"id":"..","userName":"a"}""")]
    [InlineData("""{"id":"1"}""")]
    public void A_user_that_cannot_be_addressed_is_malformed(string json) =>
        Assert.Throws<FormatException>(() => Read(json));

    [Theory]
    [InlineData("\"56\"", "56")]
    [InlineData("\"\\\"56\\\"\"", "56")]
    [InlineData("56", "56")]
    [InlineData("\"W/\\\"56\\\"\"", "W/\"56\"")]
    [InlineData("\"\"", null)]
    public void Versions_lose_their_quotes_unless_they_are_weak(string json, string? expected) =>
        Assert.Equal(expected, Read($$$"""{"id":"1","userName":"a","meta":{"version":{{{json}}}}}""").Version);

    [Fact]
    public void Users_share_what_is_the_same_and_nothing_else()
    {
        using var document = JsonDocument.Parse("""
            {"id":"1","userName":"a","active":"False","title":"False","displayName":"False","roles":[{"value":"employee"}],
             "phoneNumbers":[{"type":"work","value":"work"}]}
            """);
        var users = new UserJson(Genesys.Dialect);

        ActualUser[] read = [.. Enumerable.Range(0, 4).Select(_ => users.Read(document.RootElement, assumedActive: true))];

        Assert.All(read, user => Assert.Equal(
            "active = false, displayName = False, phoneNumbers.work = work, roles = employee, title = False, userName = a",
            string.Join(", ", user.Attributes.Select(attribute => $"{attribute.Key} = {attribute.Value}"))));
        Assert.Same(read[2]["roles"].Text, read[3]["roles"].Text);
        Assert.NotSame(read[0]["roles"].Text, read[3]["roles"].Text);
    }

    [Fact]
    public void A_group_has_its_members_ids()
    {
        using var document = JsonDocument.Parse("""{"id":"g","displayName":"Support","members":[{"value":"1"},{"value":"1"},"2",null]}""");

        var group = ResourceJson.Group(document.RootElement, new());

        Assert.Equal("1, 2", string.Join(", ", group.MemberIds.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("u-1")]
    [InlineData("\\u0075-1")]
    [InlineData("Ü-1")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public void A_member_is_the_very_id_of_the_user(string id)
    {
        using var document = JsonDocument.Parse($$"""{"id":"{{id}}","userName":"a","displayName":"Support","members":[{"value":"{{id}}"},7,null]}""");
        var users = new UserJson(Genesys.Dialect);

        var user = users.Read(document.RootElement, assumedActive: true);
        var group = ResourceJson.Group(document.RootElement, users.Ids);

        Assert.True(group.MemberIds.SetEquals(["7", user.Id]));
        Assert.Same(user.Id, group.MemberIds.Single(member => member == user.Id));
    }

    private static ActualUser Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new UserJson(Genesys.Dialect).Read(document.RootElement, assumedActive: true);
    }
}
