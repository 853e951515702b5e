using System.Net;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

public sealed class CreatingUsers
{
    [Theory]
    [InlineData("""[{"value":"w@acme.example","type":"work","primary":true}]""")]
    [InlineData("""[{"value":"m@acme.example","type":"other","primary":true},{"value":"w@acme.example","type":"work","primary":true}]""")]
    public async Task The_main_address_is_the_only_primary_one(string emails)
    {
        using var org = Open();
        var made = (await org.PostAsync("users", $$"""{"userName":"m@acme.example","displayName":"M","emails":{{emails}}}"""))
            .Is(HttpStatusCode.Created);
        OnlyMainIsPrimary(made);
        OnlyMainIsPrimary(await org.PutAsync($"users/{made.Id}", $$"""{"userName":"m@acme.example","displayName":"M","emails":{{emails}}}"""));
        OnlyMainIsPrimary(await org.PatchAsync(
            $"users/{made.Id}", """{"op":"replace","path":"emails[type eq \"work\"].primary","value":true}"""));
    }

    private static void OnlyMainIsPrimary(Reply reply) => Assert.Equal(
        """[{"value":"m@acme.example","type":"other","primary":true},{"value":"w@acme.example","type":"work"}]""",
        reply.Body!["emails"]!.ToJsonString());

    [Fact]
    public async Task Answers_201_with_the_whole_user()
    {
        using var org = Open();
        var reply = (await org.PostAsync("users", """{"userName":"Cy@acme.example","displayName":"Cy"}"""))
            .Is(HttpStatusCode.Created);
        var location = $"/api/v2/scim/v2/users/{reply.Id}";
        Assert.Equal(location, reply.Headers["Location"]);
        Assert.Equal("\"1\"", reply.ETag);
        Assert.Equal(
            $$$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"id":"{{{reply.Id}}}","userName":"Cy@acme.example","displayName":"Cy","active":true,"emails":[{"value":"Cy@acme.example","type":"other","primary":true}],"roles":[{"value":"employee"}],"meta":{"resourceType":"User","lastModified":"2026-03-01T12:00:00.000Z","location":"{{{location}}}","version":"1"},"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"division":"Home"}}
            """,
            reply.Body!.ToJsonString());
        Assert.True(Guid.TryParse(reply.Id, out _));
        Assert.Equal("Cy", (string)(await org.GetAsync($"users/{reply.Id}")).Is(HttpStatusCode.OK).Body!["displayName"]!);
    }

    [Fact]
    public async Task Takes_everything_the_api_has_and_drops_the_rest()
    {
        using var org = Open();
        var user = (await org.PostAsync("users", $$"""
            {
              "schemas": ["whatever"], "id": "mine", "userName": "cy@acme.example", "displayName": "Cy", "title": "T",
              "name": {"givenName": "C"}, "nickName": "c", "password": "secret", "externalId": "x9",
              "groups": [{"value": "g-sup"}], "meta": {"version": "99"},
              "phoneNumbers": [{"value": "tel:+13175550101", "type": "Mobile"}, {"value": "tel:+13175550102; ext=12", "type": "work"}],
              "roles": [{"value": "Supervisor", "display": "ignored"}],
              "{{Enterprise}}": {"Division": "Customer Care", "department": "D", "employeeNumber": "9", "dateHire": "2024-05-01T10:00:00Z",
                "manager": {"value": "u-ann", "displayName": "ignored"}, "costCenter": "ignored"},
              "{{Genesys}}": {"routingSkills": [{"name": "Billing", "proficiency": 3.5}], "routingLanguages": [{"name": "English"}],
                "externalIds": [{"authority": "zoomphone", "value": "z9"}]}
            }
            """)).Is(HttpStatusCode.Created).Body!.AsObject();
        user.Remove("meta");
        user.Remove("id");
        Assert.Equal(
            $$$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","{{{Enterprise}}}","{{{Genesys}}}"],"userName":"cy@acme.example","displayName":"Cy","title":"T","active":true,"externalId":"x9","emails":[{"value":"cy@acme.example","type":"other","primary":true}],"phoneNumbers":[{"value":"\u002B13175550101","type":"mobile"},{"value":"tel:\u002B13175550102;ext=12","type":"work"}],"roles":[{"value":"Supervisor"}],"{{{Enterprise}}}":{"division":"Customer Care","department":"D","manager":{"value":"u-ann","$ref":"/api/v2/scim/v2/users/u-ann"},"employeeNumber":"9","dateHire":"2024-05-01"},"{{{Genesys}}}":{"routingSkills":[{"name":"Billing","proficiency":3.5}],"routingLanguages":[{"name":"English"}],"externalIds":[{"authority":"x-pc:scimv2:v1:emulator","value":"x9"},{"authority":"zoomphone","value":"z9"}]}}
            """,
            user.ToJsonString());
    }

    [Theory]
    [InlineData("""{"displayName":"A"}""", "userName")]
    [InlineData("""{"userName":"a@b.c"}""", "displayName")]
    [InlineData("""{"userName":"no address","displayName":"A"}""", "userName")]
    [InlineData("""{"userName":"a@b.c","displayName":5}""", "displayName")]
    [InlineData("""{"userName":"a@b.c","displayName":"A","title":["x"]}""", "title")]
    [InlineData("""{"userName":"a@b.c","displayName":"A","active":"perhaps"}""", "active")]
    public async Task Needs_what_is_required_in_its_type(string body, string named)
    {
        using var org = Open();
        Assert.Contains(named, (await org.PostAsync("users", body)).IsRefused("invalidValue").Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ann@acme.example")]
    [InlineData("ANN@acme.example")]
    [InlineData("ida@acme.example")]
    public async Task A_userName_in_use_is_409(string userName)
    {
        using var org = Open();
        var reply = (await org.PostAsync("users", $$"""{"userName":"{{userName}}","displayName":"A"}""")).Is(HttpStatusCode.Conflict);
        Assert.Equal(
            """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409","scimType":"uniqueness","detail":"User name already in use by non-deleted user."}""",
            reply.Body!.ToJsonString());
        Assert.Equal("application/scim+json", reply.Headers["Content-Type"]);
    }

    [Fact]
    public async Task An_externalId_in_use_is_409_unless_switched_otherwise()
    {
        const string Body = """{"userName":"cy@acme.example","displayName":"Cy","externalId":"x1"}""";
        using var org = Open();
        Assert.Equal("uniqueness", (await org.PostAsync("users", Body)).Is(HttpStatusCode.Conflict).ScimType);
        using var lenient = Open(new EmulatorOptions { AllowDuplicateExternalIds = true });
        (await lenient.PostAsync("users", Body)).Is(HttpStatusCode.Created);
        var both = await lenient.GetAsync("users?filter=externalId eq x1");
        Assert.Equal(["ann@acme.example", "cy@acme.example"], both.UserNames);
    }

    [Fact]
    public async Task Unknown_attributes_are_refused_when_switched_so()
    {
        using var org = Open(new EmulatorOptions { UnknownAttributes = Unwanted.Reject });
        var reply = await org.PostAsync("users", """{"userName":"a@b.c","displayName":"A","name":{"givenName":"A"}}""");
        Assert.Contains("\"name\"", reply.IsRefused("invalidValue").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_user_gets_the_same_id_in_every_organization()
    {
        using var first = Open();
        using var second = Open();
        using var other = Open(new EmulatorOptions { IdSeed = 7 });
        await second.PostAsync("users", """{"userName":"before@acme.example","displayName":"B"}""");
        const string Body = """{"userName":"cy@acme.example","displayName":"Cy"}""";
        var id = (await first.PostAsync("users", Body)).Id;
        Assert.Equal(id, (await second.PostAsync("users", Body)).Id);
        Assert.NotEqual(id, (await other.PostAsync("users", Body)).Id, StringComparer.Ordinal);
    }
}
