using System.Net;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

/// <summary>Groups made with <c>POST /api/v2/groups</c>, because SCIM at Genesys Cloud makes none.</summary>
public sealed class GroupsOfThePlatform
{
    private const string New = """{"name":"New","type":"official","rulesVisible":true,"visibility":"public"}""";

    [Fact]
    public async Task Are_groups_of_SCIM_without_members()
    {
        using var org = Open();
        var made = (await org.PostAsync("/api/v2/groups", New)).Is(HttpStatusCode.OK);
        var id = (string)made.Body!["id"]!;
        Assert.Equal("New", (string)made.Body!["name"]!);
        org.Restart();
        var group = (await org.GetAsync($"groups/{id}")).Is(HttpStatusCode.OK);
        Assert.Equal("New", (string)group.Body!["displayName"]!);
        Assert.Empty(group.Body!["members"]!.AsArray());
        (await org.PatchAsync($"groups/{id}", """{"op":"add","path":"members","value":[{"value":"u-ann"}]}""")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Have_a_name_of_their_own()
    {
        using var org = Open();
        var reply = (await org.PostAsync("/api/v2/groups", New.Replace("New", "support agents", StringComparison.Ordinal))).Is(HttpStatusCode.Conflict);
        Assert.Equal("general.conflict", (string)reply.Body!["code"]!);
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("""{"name":"","type":"official","rulesVisible":true,"visibility":"public"}""", "name")]
    [InlineData("""{"name":"N","type":"secret","rulesVisible":true,"visibility":"public"}""", "type")]
    [InlineData("""{"name":"N","type":"official","rulesVisible":"yes","visibility":"public"}""", "rulesVisible")]
    [InlineData("""{"name":"N","type":"official","rulesVisible":true}""", "visibility")]
    public async Task Are_described_in_full(string body, string named)
    {
        using var org = Open();
        var reply = (await org.PostAsync("/api/v2/groups", body)).Is(HttpStatusCode.BadRequest);
        Assert.Contains(named, (string)reply.Body!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Need_a_permission()
    {
        using var org = Open(new EmulatorOptions { MayCreateGroups = false });
        var reply = (await org.PostAsync("/api/v2/groups", New)).Is(HttpStatusCode.Forbidden);
        Assert.Equal("missing.any.permissions", (string)reply.Body!["code"]!);
        Assert.Contains("directory:group:add", (string)reply.Body!["message"]!, StringComparison.Ordinal);
        (await org.GetAsync("/api/v2/groups")).Is(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public void A_dialect_that_does_not_exist_is_refused()
    {
        var thrown = Assert.Throws<EmulatorDataException>(() => ScimEmulator.Open(new() { Dialect = "scim1" }, TimeProvider.System));
        Assert.Equal("\"scim1\" is no dialect; it is one of genesys-cloud, nested, rfc7644", thrown.Message);
    }
}
