using System.Net;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

/// <summary>RFC 7644 §3.5.2 as it shows in the user of the seed.</summary>
public sealed class PatchingUsers
{
    [Theory]
    [InlineData("""{"op":"replace","path":"title","value":"T"}""", "title", "\"T\"")]
    [InlineData("""{"op":"add","path":"title","value":"T"}""", "title", "\"T\"")]
    [InlineData("""{"op":"Replace","path":"TITLE","value":"T"}""", "title", "\"T\"")]
    [InlineData("""{"op":"replace","path":"urn:ietf:params:scim:schemas:core:2.0:User:title","value":"T"}""", "title", "\"T\"")]
    [InlineData("""{"op":"remove","path":"title"}""", "title", null)]
    [InlineData("""{"op":"replace","path":"title","value":null}""", "title", null)]
    [InlineData("""{"op":"replace","path":"title","value":""}""", "title", null)]
    [InlineData("""{"op":"replace","path":"active","value":"False"}""", "active", "false")]
    [InlineData("""{"op":"replace","value":{"title":"T"}}""", "title", "\"T\"")]
    [InlineData("""{"op":"add","value":{"title":"T","nickName":"n"}}""", "title", "\"T\"")]
    [InlineData("""{"op":"replace","path":"roles","value":[{"value":"employee"}]}""", "roles", """[{"value":"employee"}]""")]
    [InlineData("""{"op":"remove","path":"roles[value eq \"employee\"]"}""", "roles", """[{"value":"Supervisor"}]""")]
    [InlineData("""{"op":"remove","path":"roles","value":[{"value":"employee"}]}""", "roles", """[{"value":"Supervisor"}]""")]
    [InlineData("""{"op":"remove","path":"roles"}""", "roles", null)]
    [InlineData("""{"op":"replace","path":"roles","value":[]}""", "roles", null)]
    [InlineData("""{"op":"add","path":"roles","value":[{"value":"employee"}]}""", "roles", """[{"value":"Supervisor"},{"value":"employee"}]""")]
    [InlineData("""{"op":"replace","path":"phoneNumbers[type eq \"work\"].value","value":"+13175550199"}""", "phoneNumbers", """[{"value":"+13175550199","type":"work"}]""")]
    [InlineData("""{"op":"add","path":"phoneNumbers[type eq \"mobile\"].value","value":"+13175550199"}""", "phoneNumbers", """[{"value":"+13175550199","type":"mobile"},{"value":"+13175550100","type":"work"}]""")]
    [InlineData("""{"op":"add","path":"phoneNumbers","value":[{"type":"work","value":"+13175550199"}]}""", "phoneNumbers", """[{"value":"+13175550199","type":"work"}]""")]
    [InlineData("""{"op":"add","path":"phoneNumbers","value":{"type":"home","value":"+13175550199"}}""", "phoneNumbers", """[{"value":"+13175550199","type":"home"},{"value":"+13175550100","type":"work"}]""")]
    [InlineData("""{"op":"replace","path":"phoneNumbers[type eq 'work']","value":{"value":"+13175550199","primary":true}}""", "phoneNumbers", """[{"value":"+13175550199","type":"work","primary":true}]""")]
    [InlineData("""{"op":"add","path":"phoneNumbers[type eq \"work\"]","value":{"primary":true}}""", "phoneNumbers", """[{"value":"+13175550100","type":"work","primary":true}]""")]
    [InlineData("""{"op":"remove","path":"phoneNumbers[type eq \"work\"].value"}""", "phoneNumbers", null)]
    [InlineData("""{"op":"remove","path":"phoneNumbers[type eq \"work\"].primary"}""", "phoneNumbers", """[{"value":"+13175550100","type":"work"}]""")]
    [InlineData("""{"op":"replace","path":"phoneNumbers[type eq \"work\"].value","value":""}""", "phoneNumbers", null)]
    [InlineData("""{"op":"remove","path":"phoneNumbers[type eq \"home\"]"}""", "phoneNumbers", """[{"value":"+13175550100","type":"work"}]""")]
    [InlineData("""{"op":"replace","value":{"phoneNumbers[type eq \"work\"].value":"+13175550199"}}""", "phoneNumbers", """[{"value":"+13175550199","type":"work"}]""")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"].value","value":"n@acme.example"}""", "emails", """[{"value":"ann@acme.example","type":"other","primary":true},{"value":"n@acme.example","type":"work"}]""")]
    [InlineData("""{"op":"remove","path":"emails"}""", "emails", """[{"value":"ann@acme.example","type":"other","primary":true}]""")]
    public async Task Core_attributes(string operation, string shown, string? expected)
    {
        using var org = Open();
        var user = (await org.PatchAsync("users/u-ann", operation)).Is(HttpStatusCode.OK).Body!;
        AssertJson(expected, user[shown]);
        AssertJson(expected, (await org.GetAsync("users/u-ann")).Body![shown]);
    }

    [Theory]
    [InlineData("""{"op":"replace","path":"ENT:department","value":"D"}""", """{"division":"Customer Care","department":"D","employeeNumber":"7"}""")]
    [InlineData("""{"op":"remove","path":"ENT:department"}""", """{"division":"Customer Care","employeeNumber":"7"}""")]
    [InlineData("""{"op":"replace","path":"ENT:manager.value","value":"u-bob"}""", """{"division":"Customer Care","department":"Support","manager":{"value":"u-bob","$ref":"/api/v2/scim/v2/users/u-bob"},"employeeNumber":"7"}""")]
    [InlineData("""{"op":"add","path":"ENT:manager","value":"u-bob"}""", """{"division":"Customer Care","department":"Support","manager":{"value":"u-bob","$ref":"/api/v2/scim/v2/users/u-bob"},"employeeNumber":"7"}""")]
    [InlineData("""{"op":"add","path":"ENT:manager","value":{"value":"u-bob"}}""", """{"division":"Customer Care","department":"Support","manager":{"value":"u-bob","$ref":"/api/v2/scim/v2/users/u-bob"},"employeeNumber":"7"}""")]
    [InlineData("""{"op":"replace","path":"ENT","value":{"division":"Home","dateHire":"2020-02-29"}}""", """{"division":"Home","department":"Support","employeeNumber":"7","dateHire":"2020-02-29"}""")]
    [InlineData("""{"op":"replace","value":{"ENT":{"department":"D"}}}""", """{"division":"Customer Care","department":"D","employeeNumber":"7"}""")]
    [InlineData("""{"op":"replace","value":{"ENT:department":"D"}}""", """{"division":"Customer Care","department":"D","employeeNumber":"7"}""")]
    public async Task The_enterprise_extension(string operation, string expected)
    {
        using var org = Open();
        var reply = await org.PatchAsync("users/u-ann", operation.Replace("ENT", Enterprise, StringComparison.Ordinal));
        AssertJson(expected, reply.Is(HttpStatusCode.OK).Body![Enterprise]);
    }

    [Fact]
    public async Task A_manager_is_taken_off_by_removing_him_or_his_value()
    {
        using var org = Open();
        foreach (var path in new[] { "manager", "manager.value" })
        {
            await org.PatchAsync("users/u-bob", $$"""{"op":"add","path":"{{Enterprise}}:manager","value":"u-ann"}""");
            var reply = await org.PatchAsync("users/u-bob", $$"""{"op":"remove","path":"{{Enterprise}}:{{path}}"}""");
            AssertJson("""{"division":"Home"}""", reply.Is(HttpStatusCode.OK).Body![Enterprise]);
        }
    }

    [Theory]
    [InlineData("""{"op":"replace","path":"GEN:routingSkills","value":[{"name":"Returns","proficiency":2.5}]}""", "routingSkills", """[{"name":"Returns","proficiency":2.5}]""")]
    [InlineData("""{"op":"add","path":"GEN:routingSkills","value":[{"name":"Returns"}]}""", "routingSkills", """[{"name":"Billing","proficiency":4},{"name":"Returns"}]""")]
    [InlineData("""{"op":"replace","path":"GEN:routingSkills[name eq \"Billing\"].proficiency","value":5.0}""", "routingSkills", """[{"name":"Billing","proficiency":5}]""")]
    [InlineData("""{"op":"remove","path":"GEN:routingSkills[name eq \"Billing\"].proficiency"}""", "routingSkills", """[{"name":"Billing"}]""")]
    [InlineData("""{"op":"remove","path":"GEN:routingSkills[name eq \"Billing\"]"}""", "routingSkills", null)]
    [InlineData("""{"op":"add","path":"GEN:routingLanguages","value":[{"name":"English","proficiency":1}]}""", "routingLanguages", """[{"name":"English","proficiency":1}]""")]
    [InlineData("""{"op":"replace","path":"GEN:externalIds[authority eq 'zoomphone'].value","value":"z2"}""", "externalIds", """[{"authority":"x-pc:scimv2:v1:emulator","value":"x1"},{"authority":"zoomphone","value":"z2"}]""")]
    [InlineData("""{"op":"add","path":"GEN:externalIds[authority eq 'microsoftteams'].value","value":"m"}""", "externalIds", """[{"authority":"x-pc:scimv2:v1:emulator","value":"x1"},{"authority":"microsoftteams","value":"m"},{"authority":"zoomphone","value":"z1"}]""")]
    [InlineData("""{"op":"replace","path":"GEN:externalIds","value":[{"authority":"ringcentral","value":"r"}]}""", "externalIds", """[{"authority":"x-pc:scimv2:v1:emulator","value":"x1"},{"authority":"ringcentral","value":"r"}]""")]
    [InlineData("""{"op":"remove","path":"GEN"}""", "externalIds", """[{"authority":"x-pc:scimv2:v1:emulator","value":"x1"}]""")]
    public async Task The_Genesys_extension(string operation, string shown, string? expected)
    {
        using var org = Open();
        var reply = await org.PatchAsync("users/u-ann", operation.Replace("GEN", Genesys, StringComparison.Ordinal));
        AssertJson(expected, reply.Is(HttpStatusCode.OK).Body![Genesys]?[shown]);
    }

    [Theory]
    [InlineData("""{"op":"replace","path":"name.givenName","value":"A"}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"department","value":"A"}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"title[type eq \"x\"]","value":"A"}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"emails.value","value":"a@b.c"}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"].colour","value":"A"}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"","value":"A"}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"emails[colour eq \"red\"].value","value":"a@b.c"}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"emails[type sw \"w\"].value","value":"a@b.c"}""", "invalidFilter")]
    [InlineData("""{"op":"replace","path":"phoneNumbers[type eq \"home\"].value","value":"+13175550199"}""", "noTarget")]
    [InlineData("""{"op":"remove"}""", "noTarget")]
    [InlineData("""{"op":"move","path":"title"}""", "invalidSyntax")]
    [InlineData("""{"op":"replace","value":"A"}""", "invalidSyntax")]
    [InlineData("""{"op":"replace","path":5,"value":"A"}""", "invalidSyntax")]
    [InlineData("""5""", "invalidSyntax")]
    [InlineData("""{"op":"replace","path":"title","value":5}""", "invalidValue")]
    [InlineData("""{"op":"replace","path":"phoneNumbers","value":[{"value":"+13175550199"}]}""", "invalidValue")]
    [InlineData("""{"op":"replace","path":"phoneNumbers","value":["+13175550199"]}""", "invalidValue")]
    [InlineData("""{"op":"remove","path":"roles","value":["employee"]}""", "invalidValue")]
    [InlineData("""{"op":"remove","path":"userName"}""", "mutability")]
    [InlineData("""{"op":"replace","path":"displayName","value":""}""", "mutability")]
    [InlineData("""{"op":"remove","path":"active"}""", "mutability")]
    [InlineData("""{"op":"remove","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division"}""", "mutability")]
    public async Task What_is_wrong_is_refused(string operation, string scimType)
    {
        using var org = Open();
        (await org.PatchAsync("users/u-ann", operation)).IsRefused(scimType);
        Assert.Equal("\"1\"", (await org.GetAsync("users/u-ann")).ETag);
    }

    [Fact]
    public async Task Is_all_or_nothing()
    {
        using var org = Open();
        (await org.PatchAsync(
            "users/u-ann",
            """{"op":"replace","path":"title","value":"T"}""",
            """{"op":"replace","path":"nothing","value":"T"}""")).IsRefused("invalidPath");
        Assert.Equal("Lead", (string)(await org.GetAsync("users/u-ann")).Body!["title"]!);
        var both = await org.PatchAsync(
            "users/u-ann",
            """{"op":"replace","path":"title","value":"T"}""",
            """{"op":"replace","path":"displayName","value":"D"}""");
        Assert.Equal("\"2\"", both.Is(HttpStatusCode.OK).ETag);
    }

    [Fact]
    public async Task Needs_the_PatchOp_message_unless_switched_off()
    {
        const string Body = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"Operations":[{"op":"add","path":"title","value":"T"}]}""";
        using var org = Open();
        (await org.SendAsync(HttpMethod.Patch, "users/u-ann", Body)).IsRefused("invalidSyntax");
        (await org.SendAsync(HttpMethod.Patch, "users/u-ann", """{"Operations":[]}""")).IsRefused("invalidSyntax");
        (await org.PatchAsync("users/u-ann")).IsRefused("invalidSyntax");
        using var lenient = Open(new EmulatorOptions { RequirePatchSchema = false });
        (await lenient.SendAsync(HttpMethod.Patch, "users/u-ann", Body)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Switches_turn_lenient_and_strict()
    {
        using var strict = Open(new EmulatorOptions
        {
            CapitalisedOperations = false,
            TextBooleans = false,
            RemoveWithoutMatch = Unwanted.Reject,
            ReadOnlyWrites = Unwanted.Reject,
            UnknownAttributes = Unwanted.Reject,
        });
        (await strict.PatchAsync("users/u-ann", """{"op":"Replace","path":"title","value":"T"}""")).IsRefused("invalidSyntax");
        (await strict.PatchAsync("users/u-ann", """{"op":"replace","path":"active","value":"False"}""")).IsRefused("invalidValue");
        (await strict.PatchAsync("users/u-ann", """{"op":"remove","path":"phoneNumbers[type eq \"home\"]"}""")).IsRefused("noTarget");
        (await strict.PatchAsync("users/u-ann", """{"op":"replace","path":"id","value":"T"}""")).IsRefused("mutability");
        (await strict.PatchAsync("users/u-ann", """{"op":"add","path":"groups","value":[{"value":"g-emp"}]}""")).IsRefused("mutability");
        (await strict.PatchAsync("users/u-ann", """{"op":"replace","value":{"nickName":"T"}}""")).IsRefused("invalidValue");
        using var lenient = Open(new EmulatorOptions { ReplaceCreates = true });
        var reply = await lenient.PatchAsync("users/u-ann", """{"op":"replace","path":"phoneNumbers[type eq \"home\"].value","value":"+13175550199"}""");
        Assert.Equal(2, reply.Is(HttpStatusCode.OK).Body!["phoneNumbers"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_rename_checks_who_has_the_name()
    {
        using var org = Open();
        const string Rename = """{"op":"replace","path":"userName","value":"BOB@acme.example"}""";
        Assert.Equal("uniqueness", (await org.PatchAsync("users/u-ann", Rename)).Is(HttpStatusCode.Conflict).ScimType);
        await org.PatchAsync("users/u-bob", """{"op":"replace","path":"userName","value":"rob@acme.example"}""");
        var renamed = (await org.PatchAsync("users/u-ann", Rename)).Is(HttpStatusCode.OK);
        Assert.Equal("BOB@acme.example", (string)renamed.Body!["emails"]![0]!["value"]!);
        Assert.Equal(["BOB@acme.example"], (await org.GetAsync("users?filter=userName eq bob@acme.example")).UserNames);
        Assert.Empty((await org.GetAsync("users?filter=userName eq ann@acme.example")).UserNames);
    }

    private static void AssertJson(string? expected, JsonNode? actual) => Assert.True(
        JsonNode.DeepEquals(expected is null ? null : JsonNode.Parse(expected), actual),
        $"{actual?.ToJsonString()} instead of {expected}");
}
