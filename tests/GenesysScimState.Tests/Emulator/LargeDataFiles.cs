using System.Net;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

/// <summary>Of an organization above a megabyte only what changed is written, until the end.</summary>
public sealed class LargeDataFiles
{
    [Theory]
    [InlineData("genesys-cloud")]
    [InlineData("nested")]
    [InlineData("rfc7644")]
    public async Task Are_written_at_the_end_and_lose_nothing_before(string dialect)
    {
        using var org = Open(new EmulatorOptions { Dialect = dialect, AbsentInPut = AbsentInPut.Clear }, Seed);
        var changes = $"{org.DataFile}.changes";
        await PutAsync(org, 0, "user0");
        var whole = await ReadAsync(org.DataFile);
        Assert.False(File.Exists(changes));

        await ChangeAsync(org, dialect);

        Assert.Equal(whole, await ReadAsync(org.DataFile));
        var added = await ReadAsync(changes);
        var now = org.Emulator.Snapshot();
        // Killed while a line was written, whose request nobody has an answer to.
        await File.AppendAllTextAsync(changes, "{\"users\":{\"id\":\"u-9\",\"title\":{}", TestContext.Current.CancellationToken);
        AssertSame(now, Reopened(org));

        org.Restart();
        Assert.False(File.Exists(changes));
        AssertSame(now, org.Emulator.Snapshot());
        // Killed when all was in the data file and the changes not yet gone.
        await File.WriteAllTextAsync(changes, added, TestContext.Current.CancellationToken);
        AssertSame(now, Reopened(org));
    }

    [Fact]
    public async Task Take_further_changes_after_a_kill()
    {
        using var org = Open(new EmulatorOptions { Dialect = "rfc7644" }, Seed);
        await PutAsync(org, 0, "user0");
        await PutAsync(org, 1, "one");
        await File.AppendAllTextAsync($"{org.DataFile}.changes", "{\"users", TestContext.Current.CancellationToken);

        using (var second = ScimEmulator.Open(org.Options, new FakeTimeProvider()))
        {
            using var client = new HttpClient(new EmulatorHandler(second)) { BaseAddress = new("http://emulator") };
            client.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(client));
            using var gone = await client.DeleteAsync(new Uri("/scim/v2/Users/u-2", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        }

        var users = Reopened(org)["users"]!.AsArray();
        Assert.Equal("one@x.test", (string)users[1]!["userName"]!);
        Assert.Equal("u-3", (string)users[2]!["id"]!);
    }

    private static string Seed { get; } = new JsonObject
    {
        ["users"] = new JsonArray([.. Enumerable.Range(0, 60).Select(number => new JsonObject
        {
            ["id"] = $"u-{number}",
            ["userName"] = $"user{number}@x.test",
            ["displayName"] = "U",
            ["name"] = new JsonObject { ["givenName"] = "U", ["familyName"] = "V" },
            ["title"] = new string('t', 20_000),
        })]),
        ["groups"] = new JsonArray(
            new JsonObject { ["id"] = "g-a", ["displayName"] = "A", ["members"] = new JsonArray(Member("u-3"), Member("u-4"), Member("u-5")) },
            new JsonObject { ["id"] = "g-b", ["displayName"] = "B" }),
    }.ToJsonString();

    /// <summary>Two users swap names, one joins a group, one is deleted out of another, one is new.</summary>
    private static async Task ChangeAsync(EmulatedOrganization org, string dialect)
    {
        await PutAsync(org, 1, "between");
        await PutAsync(org, 2, "user1");
        await PutAsync(org, 1, "user2");
        if (dialect == "nested")
        {
            await PutAsync(org, 3, "user3", Member("g-a"), Member("g-b"));
        }
        else
        {
            (await org.PatchAsync("groups/g-b", """{"op":"add","path":"members","value":[{"value":"u-3"}]}""")).Is(HttpStatusCode.OK);
        }

        (await org.DeleteAsync("users/u-4")).Is(HttpStatusCode.NoContent);
        (await org.PostAsync("users", User("new"))).Is(HttpStatusCode.Created);
        var groups = (await org.GetAsync("groups")).Body!["Resources"]!;
        Assert.Equal((2, 1), (groups[0]!["members"]!.AsArray().Count, groups[1]!["members"]!.AsArray().Count));
    }

    private static async Task PutAsync(EmulatedOrganization org, int number, string name, params JsonNode[] members) =>
        (await org.PutAsync($"users/u-{number}", User(name, members))).Is(HttpStatusCode.OK);

    private static string User(string name, params JsonNode[] members) => new JsonObject
    {
        ["userName"] = $"{name}@x.test",
        ["displayName"] = "U",
        ["name"] = new JsonObject { ["givenName"] = "U", ["familyName"] = "V" },
        ["members"] = new JsonArray(members),
    }.ToJsonString();

    private static JsonObject Member(string id) => new() { ["value"] = id };

    private static JsonObject Reopened(EmulatedOrganization org)
    {
        using var emulator = ScimEmulator.Open(org.Options, new FakeTimeProvider());
        return emulator.Snapshot();
    }

    private static void AssertSame(JsonObject expected, JsonObject actual)
    {
        for (var (at, users) = (0, expected["users"]!.AsArray()); at < users.Count; at++)
        {
            Assert.Equal(users[at]!.ToJsonString(), actual["users"]!.AsArray().ElementAtOrDefault(at)?.ToJsonString());
        }

        Assert.Equal(expected["groups"]!.ToJsonString(), actual["groups"]!.ToJsonString());
    }

    private static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
}
