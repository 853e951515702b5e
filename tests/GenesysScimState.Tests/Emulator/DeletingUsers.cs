using System.Net;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

public sealed class DeletingUsers
{
    [Fact]
    public async Task Takes_them_from_lists_groups_and_the_path()
    {
        using var org = Open();
        Assert.Null((await org.DeleteAsync("users/u-ann")).Is(HttpStatusCode.NoContent).Body);
        (await org.GetAsync("users/u-ann")).Is(HttpStatusCode.NotFound);
        (await org.DeleteAsync("users/u-ann")).Is(HttpStatusCode.NotFound);
        (await org.PatchAsync("users/u-ann", """{"op":"replace","path":"title","value":"T"}""")).Is(HttpStatusCode.NotFound);
        (await org.PutAsync("users/u-ann", "{}")).Is(HttpStatusCode.NotFound);
        Assert.Equal(["bob@acme.example"], (await org.GetAsync("users")).UserNames);
        Assert.Equal(["ida@acme.example"], (await org.GetAsync("users?filter=active eq false")).UserNames);
        var group = (await org.GetAsync("groups/g-sup")).Body!;
        Assert.Equal("u-bob", (string)Assert.Single(group["members"]!.AsArray())!["value"]!);
        Assert.Equal("2", (string)group["meta"]!["version"]!);
    }

    [Fact]
    public async Task A_new_user_of_that_userName_is_the_old_record_without_its_attributes()
    {
        using var org = Open();
        await org.DeleteAsync("users/u-ann");
        var reply = await org.PostAsync("users", """{"userName":"Ann@acme.example","displayName":"Ann again"}""");
        Assert.Equal("u-ann", reply.Is(HttpStatusCode.Created).Id);
        Assert.Equal("\"3\"", reply.ETag);
        Assert.Equal("""[{"value":"employee"}]""", reply.Body!["roles"]!.ToJsonString());
        Assert.Null(reply.Body["title"]);
        Assert.Null(reply.Body["externalId"]);
        Assert.Null(reply.Body["groups"]);
        Assert.True((bool)reply.Body["active"]!);
        Assert.Equal("Home", (string)reply.Body[Enterprise]!["division"]!);
    }

    [Fact]
    public async Task Roles_of_a_restored_user_are_the_ones_posted()
    {
        using var org = Open();
        var reply = await org.PostAsync("users", """{"userName":"del@acme.example","displayName":"Del","roles":[{"value":"Supervisor"}]}""");
        Assert.Equal("u-del", reply.Is(HttpStatusCode.Created).Id);
        Assert.Equal("""[{"value":"Supervisor"}]""", reply.Body!["roles"]!.ToJsonString());
    }

    [Fact]
    public async Task Frees_their_userName_for_a_rename()
    {
        using var org = Open();
        await org.DeleteAsync("users/u-ann");
        (await org.PatchAsync("users/u-bob", """{"op":"replace","path":"userName","value":"ann@acme.example"}""")).Is(HttpStatusCode.OK);
        await org.DeleteAsync("users/u-bob");
        var reply = await org.PostAsync("users", """{"userName":"ann@acme.example","displayName":"Ann"}""");
        Assert.StartsWith("u-", reply.Is(HttpStatusCode.Created).Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_them_as_inactive_when_switched_so()
    {
        using var org = Open(new EmulatorOptions { ShowDeletedUsers = true });
        await org.DeleteAsync("users/u-ann");
        Assert.False((bool)(await org.GetAsync("users/u-ann")).Is(HttpStatusCode.OK).Body!["active"]!);
    }

    [Fact]
    public async Task A_deactivated_user_keeps_roles_and_groups()
    {
        using var org = Open();
        var reply = await org.PatchAsync("users/u-ann", """{"op":"replace","path":"active","value":false}""");
        Assert.Equal(2, reply.Is(HttpStatusCode.OK).Body!["roles"]!.AsArray().Count);
        Assert.Equal("g-sup", (string)reply.Body!["groups"]![0]!["value"]!);
        Assert.Equal(["ann@acme.example", "ida@acme.example"], (await org.GetAsync("users?filter=active eq false")).UserNames);
    }
}
