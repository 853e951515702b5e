using System.Net;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

public sealed class Groups
{
    [Fact]
    public async Task Are_shown_with_their_members()
    {
        using var org = Open();
        var group = (await org.GetAsync("groups/g-sup")).Is(HttpStatusCode.OK).Body!.AsObject();
        group.Remove("meta");
        Assert.Equal(
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"g-sup","displayName":"Support Agents","members":[{"value":"u-ann","$ref":"/api/v2/scim/v2/users/u-ann","type":"User"},{"value":"u-bob","$ref":"/api/v2/scim/v2/users/u-bob","type":"User"}]}""",
            group.ToJsonString());
        (await org.GetAsync("groups/none")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Are_listed_with_members_unless_excluded()
    {
        using var org = Open();
        var list = (await org.GetAsync("groups")).Is(HttpStatusCode.OK).Body!;
        Assert.Equal(2, (int)list["totalResults"]!);
        Assert.Equal(2, list["Resources"]![0]!["members"]!.AsArray().Count);
        Assert.Empty(list["Resources"]![1]!["members"]!.AsArray());
        Assert.Null((await org.GetAsync("groups?excludedAttributes=members")).Body!["Resources"]![0]!["members"]);
    }

    [Theory]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"u-ida"}]}""", "u-ann u-bob u-ida")]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"u-ann"},{"value":"u-ida"},{"value":"u-ida"}]}""", "u-ann u-bob u-ida")]
    [InlineData("""{"op":"add","value":{"members":[{"value":"u-ida"}]}}""", "u-ann u-bob u-ida")]
    [InlineData("""{"op":"remove","path":"members[value eq \"u-ann\"]"}""", "u-bob")]
    [InlineData("""{"op":"Remove","path":"members","value":[{"value":"u-ann","displayName":"Ann"}]}""", "u-bob")]
    [InlineData("""{"op":"remove","path":"members"}""", "")]
    [InlineData("""{"op":"replace","path":"members","value":[{"value":"u-ida"}]}""", "u-ida")]
    [InlineData("""{"op":"replace","path":"members","value":[]}""", "")]
    public async Task Change_their_members_by_PATCH(string operation, string members)
    {
        using var org = Open();
        var reply = await org.PatchAsync("groups/g-sup", operation);
        Assert.Equal(members, Members(reply.Is(HttpStatusCode.OK)));
        Assert.Equal("\"2\"", reply.ETag);
        Assert.Equal(members, Members(await org.GetAsync("groups/g-sup")));
        foreach (var user in new[] { "u-ann", "u-bob", "u-ida" })
        {
            var groups = (await org.GetAsync($"users/{user}")).Body!["groups"];
            Assert.Equal(members.Contains(user, StringComparison.Ordinal), groups is not null);
        }
    }

    [Theory]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"u-ann"}]}""")]
    [InlineData("""{"op":"remove","path":"members[value eq \"u-ida\"]"}""")]
    [InlineData("""{"op":"remove","path":"members","value":[{"value":"nobody"}]}""")]
    [InlineData("""{"op":"replace","path":"displayName","value":"Renamed"}""")]
    public async Task Keep_their_version_when_nothing_changes(string operation)
    {
        using var org = Open();
        var reply = (await org.PatchAsync("groups/g-sup", operation)).Is(HttpStatusCode.OK);
        Assert.Equal("\"1\"", reply.ETag);
        Assert.Equal("Support Agents", (string)reply.Body!["displayName"]!);
    }

    [Fact]
    public async Task Are_replaced_by_PUT_but_for_their_name()
    {
        using var org = Open();
        var group = await org.PutAsync("groups/g-sup", """{"displayName":"Renamed","externalId":"e","members":[{"value":"u-ida"}]}""", "\"1\"");
        Assert.Equal("Support Agents", (string)group.Is(HttpStatusCode.OK).Body!["displayName"]!);
        Assert.Equal("e", (string)group.Body!["externalId"]!);
        Assert.Equal("u-ida", Members(group));
        Assert.Equal("\"2\"", group.ETag);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("u-del")]
    [InlineData("g-emp")]
    public async Task Take_users_only_unless_switched_otherwise(string member)
    {
        var operation = $$"""{"op":"add","path":"members","value":[{"value":"{{member}}"},{"value":"u-ida"}]}""";
        using var org = Open();
        Assert.Contains(member, (await org.PatchAsync("groups/g-sup", operation)).IsRefused("invalidValue").Detail, StringComparison.Ordinal);
        using var lenient = Open(new EmulatorOptions { UnknownMembers = Unwanted.Ignore });
        Assert.Equal("u-ann u-bob u-ida", Members((await lenient.PatchAsync("groups/g-sup", operation)).Is(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task Limit_the_members_of_a_request_when_switched_so()
    {
        const string Three = """[{"value":"u-ann"},{"value":"u-bob"},{"value":"u-ida"}]""";
        using var org = Open(new EmulatorOptions { MaxMembersPerRequest = 2 });
        (await org.PatchAsync("groups/g-emp", $$"""{"op":"add","path":"members","value":{{Three}}}""")).IsRefused("invalidValue");
        (await org.PatchAsync("groups/g-emp", $$$"""{"op":"add","value":{"members":{{{Three}}}}}""")).IsRefused("invalidValue");
        (await org.PutAsync("groups/g-emp", $$$"""{"members":{{{Three}}}}""")).IsRefused("invalidValue");
        (await org.PatchAsync("groups/g-emp", """{"op":"add","path":"members","value":[{"value":"u-ann"}]}""")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Refuse_a_rename_and_an_absent_member_when_switched_so()
    {
        using var org = Open(new EmulatorOptions { ReadOnlyWrites = Unwanted.Reject, RemoveWithoutMatch = Unwanted.Reject });
        (await org.PatchAsync("groups/g-sup", """{"op":"replace","path":"displayName","value":"R"}""")).IsRefused("mutability");
        (await org.PatchAsync("groups/g-sup", """{"op":"remove","path":"members[value eq \"u-ida\"]"}""")).IsRefused("noTarget");
    }

    private static string Members(Reply reply) =>
        string.Join(' ', reply.Body!["members"]!.AsArray().Select(member => (string)member!["value"]!));
}
