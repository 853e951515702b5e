using System.Net;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

public sealed class Versions
{
    private const string Title = """{"op":"replace","path":"title","value":"New"}""";

    [Fact]
    public async Task Are_the_ETag_and_grow_with_each_change()
    {
        using var org = Open();
        Assert.Equal("\"1\"", (await org.GetAsync("users/u-ann")).ETag);
        org.Time.Advance(TimeSpan.FromMilliseconds(1234));
        var changed = await org.PatchAsync("users/u-ann", Title);
        Assert.Equal("\"2\"", changed.ETag);
        Assert.Equal("2", (string)changed.Body!["meta"]!["version"]!);
        Assert.Equal("2026-03-01T12:00:01.234Z", (string)changed.Body["meta"]!["lastModified"]!);
    }

    [Fact]
    public async Task Stay_when_nothing_changed()
    {
        using var org = Open();
        await org.PatchAsync("users/u-ann", Title);
        Assert.Equal("\"2\"", (await org.PatchAsync("users/u-ann", Title)).Is(HttpStatusCode.OK).ETag);
        var read = (await org.GetAsync("users/u-ann")).Body!.ToJsonString();
        Assert.Equal("\"2\"", (await org.PutAsync("users/u-ann", read)).Is(HttpStatusCode.OK).ETag);
        Assert.Equal("\"3\"", (await org.PatchAsync("users/u-ann", """{"op":"replace","path":"password","value":"p"}""")).ETag);
    }

    [Theory]
    [InlineData("users/u-ann")]
    [InlineData("groups/g-sup")]
    [InlineData("serviceproviderconfig")]
    public async Task Known_to_the_client_answer_304(string path)
    {
        using var org = Open();
        var etag = (await org.GetAsync(path)).ETag!;
        var current = (await org.GetAsync(path, etag)).Is(HttpStatusCode.NotModified);
        Assert.Equal(etag, current.ETag);
        Assert.Null(current.Body);
        (await org.GetAsync(path, "\"0\"")).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("\"1\"", HttpStatusCode.OK)]
    [InlineData("W/\"1\"", HttpStatusCode.OK)]
    [InlineData("*", HttpStatusCode.OK)]
    [InlineData("\"2\"", HttpStatusCode.Conflict)]
    [InlineData("1", HttpStatusCode.Conflict)]
    public async Task Are_compared_with_If_Match(string ifMatch, HttpStatusCode status)
    {
        using var org = Open();
        (await org.PatchIfAsync("users/u-ann", ifMatch, Title)).Is(status);
        Assert.Equal(status == HttpStatusCode.OK ? "\"2\"" : "\"1\"", (await org.GetAsync("users/u-ann")).ETag);
    }

    [Fact]
    public async Task Guard_every_kind_of_write()
    {
        using var org = Open();
        (await org.PutAsync("users/u-ann", "{}", "\"9\"")).Is(HttpStatusCode.Conflict);
        (await org.DeleteAsync("users/u-ann", "\"9\"")).Is(HttpStatusCode.Conflict);
        (await org.PutAsync("groups/g-sup", "{}", "\"9\"")).Is(HttpStatusCode.Conflict);
        (await org.PatchIfAsync("groups/g-sup", "\"9\"", """{"op":"remove","path":"members"}""")).Is(HttpStatusCode.Conflict);
        (await org.DeleteAsync("users/u-ann", "\"1\"")).Is(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData(StaleVersion.Conflict, HttpStatusCode.Conflict, null)]
    [InlineData(StaleVersion.InvalidVersion, HttpStatusCode.BadRequest, "invalidVers")]
    [InlineData(StaleVersion.PreconditionFailed, HttpStatusCode.PreconditionFailed, null)]
    public async Task When_stale_are_refused_as_switched(StaleVersion switched, HttpStatusCode status, string? scimType)
    {
        using var org = Open(new EmulatorOptions { StaleVersion = switched });
        var reply = (await org.PatchIfAsync("users/u-ann", "\"9\"", Title)).Is(status);
        Assert.Equal(scimType, reply.ScimType);
        Assert.Equal("Version does not match current version.", reply.Detail);
    }
}
