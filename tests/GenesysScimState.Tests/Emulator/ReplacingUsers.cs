using System.Net;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

public sealed class ReplacingUsers
{
    private const string Short = """{"userName":"ann@acme.example","displayName":"Anne"}""";

    [Fact]
    public async Task Clears_what_is_not_mentioned_but_active_and_division()
    {
        using var org = Open();
        await org.PatchAsync("users/u-ann", """{"op":"replace","path":"active","value":false}""");
        var user = (await org.PutAsync("users/u-ann", Short)).Is(HttpStatusCode.OK).Body!;
        Assert.Equal("Anne", (string)user["displayName"]!);
        Assert.Null(user["title"]);
        Assert.Null(user["externalId"]);
        Assert.Null(user["roles"]);
        Assert.Null(user["phoneNumbers"]);
        Assert.Null(user[Genesys]);
        Assert.False((bool)user["active"]!);
        Assert.Equal("""{"division":"Customer Care"}""", user[Enterprise]!.ToJsonString());
        Assert.Equal("g-sup", (string)user["groups"]![0]!["value"]!);
    }

    [Fact]
    public async Task Keeps_it_when_switched_so()
    {
        using var org = Open(new EmulatorOptions { AbsentInPut = AbsentInPut.Keep });
        var user = (await org.PutAsync("users/u-ann", """{"displayName":"Anne","externalId":null,"roles":[]}""")).Is(HttpStatusCode.OK).Body!;
        Assert.Equal("ann@acme.example", (string)user["userName"]!);
        Assert.Equal("Lead", (string)user["title"]!);
        Assert.Null(user["externalId"]);
        Assert.Null(user["roles"]);
        Assert.Equal("Support", (string)user[Enterprise]!["department"]!);
    }

    [Fact]
    public async Task Needs_what_is_required()
    {
        using var org = Open();
        (await org.PutAsync("users/u-ann", """{"displayName":"Anne"}""")).IsRefused("invalidValue");
        (await org.PutAsync("users/u-ann", """{"userName":"ann@acme.example","displayName":null}""")).IsRefused("mutability");
        (await org.PutAsync("users/none", Short)).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Takes_back_what_it_gave_and_ignores_the_read_only_parts()
    {
        using var org = Open(new EmulatorOptions { ReadOnlyWrites = Unwanted.Reject });
        var user = (await org.GetAsync("users/u-ann")).Body!;
        user["title"] = "Head";
        user["id"] = "another";
        user["groups"]!.AsArray().Clear();
        user["meta"]!["version"] = "77";
        var reply = await org.PutAsync("users/u-ann", user.ToJsonString(), "\"1\"");
        Assert.Equal("u-ann", reply.Is(HttpStatusCode.OK).Id);
        Assert.Equal("Head", (string)reply.Body!["title"]!);
        Assert.Equal("g-sup", (string)reply.Body["groups"]![0]!["value"]!);
    }

    [Fact]
    public async Task A_userName_in_use_is_409()
    {
        using var org = Open();
        var reply = await org.PutAsync("users/u-ann", """{"userName":"BOB@acme.example","displayName":"A"}""");
        Assert.Equal("uniqueness", reply.Is(HttpStatusCode.Conflict).ScimType);
        (await org.PutAsync("users/u-ann", """{"userName":"ANN@acme.example","displayName":"A"}""")).Is(HttpStatusCode.OK);
    }
}
