using System.Net;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

public sealed class AttributeValues
{
    [Theory]
    [InlineData("+13177023406", "+13177023406")]
    [InlineData("tel:+13177023406", "+13177023406")]
    [InlineData("TEL:+13177023406;ext=123", "tel:+13177023406;ext=123")]
    [InlineData("tel:+13177023406; ext=123", "tel:+13177023406;ext=123")]
    [InlineData("13177023406", null)]
    [InlineData("+1 317 702", null)]
    [InlineData("+01234567", null)]
    [InlineData("+12345678901234567", null)]
    public async Task Phone_numbers_are_E164(string given, string? stored)
    {
        using var org = Open();
        var reply = await org.PatchAsync("users/u-bob", $$"""{"op":"add","path":"phoneNumbers","value":[{"type":"work","value":"{{given}}"}]}""");
        if (stored is null)
        {
            reply.IsRefused("invalidValue");
        }
        else
        {
            Assert.Equal(stored, (string)reply.Is(HttpStatusCode.OK).Body!["phoneNumbers"]![0]!["value"]!);
        }
    }

    [Theory]
    [InlineData("""[{"type":"pager","value":"+13177023406"}]""")]
    [InlineData("""[{"type":"work","value":"+13177023406"},{"type":"work","value":"+13177023407"}]""")]
    [InlineData("""[{"type":"work","value":"+13177023406","primary":true},{"type":"home","value":"+13177023407","primary":true}]""")]
    public async Task Phone_numbers_have_a_known_type_each_once_and_one_primary(string phones)
    {
        using var org = Open();
        (await org.PatchAsync("users/u-bob", $$"""{"op":"replace","path":"phoneNumbers","value":{{phones}}}""")).IsRefused("invalidValue");
    }

    [Fact]
    public async Task A_lone_other_number_becomes_primary()
    {
        using var org = Open();
        var reply = await org.PatchAsync("users/u-bob", """{"op":"add","path":"phoneNumbers","value":[{"type":"other","value":"+13177023406"}]}""");
        Assert.True((bool)reply.Is(HttpStatusCode.OK).Body!["phoneNumbers"]![0]!["primary"]!);
    }

    [Theory]
    [InlineData("2024-05-01", "2024-05-01")]
    [InlineData("2024-05-01T23:30:00-05:00", "2024-05-01")]
    [InlineData("2024-05-01T10:00:00.000Z", "2024-05-01")]
    [InlineData("2023-02-29", null)]
    [InlineData("01.05.2024", null)]
    public async Task A_dateHire_is_a_day(string given, string? stored)
    {
        using var org = Open();
        var reply = await org.PatchAsync("users/u-bob", $$"""{"op":"add","path":"{{Enterprise}}:dateHire","value":"{{given}}"}""");
        if (stored is null)
        {
            reply.IsRefused("invalidValue");
        }
        else
        {
            Assert.Equal(stored, (string)reply.Is(HttpStatusCode.OK).Body![Enterprise]!["dateHire"]!);
        }
    }

    [Theory]
    [InlineData("roles", """[{"value":"supervisor"}]""", "Role \"supervisor\" does not exist.")]
    [InlineData(Genesys + ":routingSkills", """[{"name":"billing"}]""", "Skill \"billing\" does not exist.")]
    [InlineData(Genesys + ":routingLanguages", """[{"name":"German"}]""", "Language \"German\" does not exist.")]
    [InlineData(Enterprise + ":division", "\"home\"", "Division \"home\" does not exist.")]
    [InlineData(Enterprise + ":manager", "\"nobody\"", "Manager \"nobody\" does not exist.")]
    [InlineData(Enterprise + ":manager", "\"u-del\"", "Manager \"u-del\" does not exist.")]
    public async Task Names_must_exist_in_their_case(string path, string value, string detail)
    {
        using var org = Open();
        var reply = await org.PatchAsync("users/u-bob", $$"""{"op":"add","path":"{{path}}","value":{{value}}}""");
        Assert.Equal(detail, reply.IsRefused("invalidValue").Detail);
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("5.0", true)]
    [InlineData("5.1", false)]
    [InlineData("-1", false)]
    [InlineData("\"4\"", false)]
    public async Task Proficiency_is_from_0_to_5(string proficiency, bool isTaken)
    {
        using var org = Open();
        var reply = await org.PatchAsync(
            "users/u-bob", $$"""{"op":"add","path":"{{Genesys}}:routingSkills","value":[{"name":"Billing","proficiency":{{proficiency}}}]}""");
        Assert.Equal(isTaken ? HttpStatusCode.OK : HttpStatusCode.BadRequest, reply.Status);
    }

    [Theory]
    [InlineData(50, HttpStatusCode.OK)]
    [InlineData(51, HttpStatusCode.BadRequest)]
    public async Task Skills_are_at_most_50(int count, HttpStatusCode status)
    {
        var names = Enumerable.Range(1, count).Select(number => $"Skill {number}").ToArray();
        var seed = JsonNode.Parse(Seed)!;
        foreach (var name in names)
        {
            seed["skills"]!.AsArray().Add((JsonNode)name);
        }

        using var org = Open(seed: seed.ToJsonString());
        var skills = new JsonArray([.. names.Select(name => new JsonObject { ["name"] = name })]).ToJsonString();
        (await org.PatchAsync("users/u-bob", $$"""{"op":"add","path":"{{Genesys}}:routingSkills","value":{{skills}}}""")).Is(status);
    }

    [Theory]
    [InlineData(Unwanted.Ignore, HttpStatusCode.OK)]
    [InlineData(Unwanted.Reject, HttpStatusCode.BadRequest)]
    public async Task The_mirror_of_the_userName_cannot_be_written(Unwanted switched, HttpStatusCode status)
    {
        using var org = Open(new EmulatorOptions { ReadOnlyWrites = switched });
        (await org.PatchAsync("users/u-ann", """{"op":"replace","path":"emails[type eq \"other\"].value","value":"z@acme.example"}""")).Is(status);
        (await org.PatchAsync("users/u-ann", """{"op":"replace","path":"emails","value":[{"type":"other","value":"z@acme.example"}]}""")).Is(status);
        var user = (await org.GetAsync("users/u-ann")).Body!;
        Assert.Equal("ann@acme.example", (string)user["emails"]![0]!["value"]!);
        (await org.PatchAsync("users/u-ann", """{"op":"replace","path":"emails","value":[{"type":"other","value":"ann@acme.example"}]}""")).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(Unwanted.Ignore, HttpStatusCode.OK)]
    [InlineData(Unwanted.Reject, HttpStatusCode.BadRequest)]
    public async Task The_mirror_of_the_externalId_cannot_be_written(Unwanted switched, HttpStatusCode status)
    {
        using var org = Open(new EmulatorOptions { ReadOnlyWrites = switched });
        (await org.PatchAsync(
            "users/u-ann",
            $$"""{"op":"replace","path":"{{Genesys}}:externalIds[authority eq \"x-pc:scimv2:v1:emulator\"].value","value":"x2"}""")).Is(status);
        var user = (await org.PatchAsync("users/u-ann", """{"op":"replace","path":"externalId","value":"x3"}""")).Is(HttpStatusCode.OK).Body!;
        Assert.Equal("x3", (string)user[Genesys]!["externalIds"]![0]!["value"]!);
        Assert.Equal(2, user[Genesys]!["externalIds"]!.AsArray().Count);
    }

    [Fact]
    public async Task Removing_the_externalId_removes_its_mirror()
    {
        using var org = Open();
        var user = (await org.PatchAsync("users/u-ann", """{"op":"remove","path":"externalId"}""")).Is(HttpStatusCode.OK).Body!;
        Assert.Null(user["externalId"]);
        Assert.Equal("zoomphone", (string)Assert.Single(user[Genesys]!["externalIds"]!.AsArray())!["authority"]!);
    }

    [Fact]
    public async Task A_password_is_never_shown()
    {
        using var org = Open();
        await org.PatchAsync("users/u-ann", """{"op":"replace","path":"password","value":"sesame"}""");
        Assert.DoesNotContain("sesame", (await org.GetAsync("users/u-ann?attributes=password")).Body!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", org.Emulator.Snapshot().ToJsonString(), StringComparison.Ordinal);
    }
}
