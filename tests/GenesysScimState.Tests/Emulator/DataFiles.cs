using System.Net;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator;
using GenesysScimState.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

public sealed class DataFiles
{
    [Fact]
    public async Task Come_into_being_with_the_first_change_and_survive_a_restart()
    {
        using var org = Open();
        await org.GetAsync("users");
        Assert.False(File.Exists(org.DataFile));

        var zoe = (await org.PostAsync("users", """{"userName":"zoe@acme.example","displayName":"Zoë +1 <ü>"}""")).Is(HttpStatusCode.Created);
        await org.PatchAsync("users/u-ann", """{"op":"replace","path":"title","value":"T"}""");
        await org.PatchAsync("groups/g-emp", $$"""{"op":"add","path":"members","value":[{"value":"{{zoe.Id}}"}]}""");
        await org.DeleteAsync("users/u-bob");
        var before = await EverythingAsync(org);
        var file = await ReadAsync(org.DataFile);
        Assert.Contains("Zoë +1 <ü>", file, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', file);

        org.Restart();
        Assert.Equal(before, await EverythingAsync(org));
        Assert.Equal("\"2\"", (await org.GetAsync("users/u-ann")).ETag);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(file), org.Emulator.Snapshot()));
        Assert.Equal("u-bob", (await org.PostAsync("users", """{"userName":"bob@acme.example","displayName":"B"}""")).Id);
        Assert.False(File.Exists($"{org.DataFile}.tmp"));
    }

    [Fact]
    public async Task Are_the_same_text_for_the_same_requests()
    {
        var texts = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            using var org = Open();
            await org.PostAsync("users", """{"userName":"zoe@acme.example","displayName":"Zoë"}""");
            texts.Add(await ReadAsync(org.DataFile));
            org.Restart();
            await org.PatchAsync("users/u-ida", """{"op":"add","path":"active","value":true}""");
            await org.PatchAsync("users/u-ida", """{"op":"add","path":"active","value":false}""");
            Assert.Equal(Lines(texts[run]), Lines(await ReadAsync(org.DataFile)));
        }

        Assert.Equal(texts[0], texts[1]);
    }

    [Fact]
    public async Task Are_indented_like_any_json()
    {
        using var org = Open(seed: """{"skills":["A"],"users":[{"userName":"a@b.c","displayName":"A"}]}""");
        await org.PatchAsync($"users/{(await org.GetAsync("users")).Body!["Resources"]![0]!["id"]}", """{"op":"add","path":"title","value":"T"}""");
        var text = await ReadAsync(org.DataFile);
        var options = new System.Text.Json.JsonSerializerOptions
        {
            WriteIndented = true,
            NewLine = "\n",
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        Assert.Equal(JsonNode.Parse(text)!.ToJsonString(options) + "\n", text);
    }

    [Fact]
    public async Task Stay_whole_when_writing_fails()
    {
        using var org = Open();
        await org.PatchAsync("users/u-ann", """{"op":"replace","path":"title","value":"Good"}""");
        var good = await ReadAsync(org.DataFile);

        // What a full disk or a kill in the middle of a write leaves: something else where the next version was going to be.
        Directory.CreateDirectory($"{org.DataFile}.tmp");
        var failed = await org.PatchAsync("users/u-ann", """{"op":"replace","path":"title","value":"Lost"}""");
        Assert.Equal("internal.server.error", failed.Is(HttpStatusCode.InternalServerError).Code);
        (await org.GetAsync("users/u-ann")).Is(HttpStatusCode.InternalServerError);
        Assert.Equal(good, await ReadAsync(org.DataFile));

        Directory.Delete($"{org.DataFile}.tmp");
        await File.WriteAllTextAsync($"{org.DataFile}.tmp", good[..100], TestContext.Current.CancellationToken);
        org.Restart();
        Assert.Equal("Good", (string)(await org.GetAsync("users/u-ann")).Body!["title"]!);
        await org.PatchAsync("users/u-ann", """{"op":"replace","path":"title","value":"Better"}""");
        org.Restart();
        Assert.Equal("Better", (string)(await org.GetAsync("users/u-ann")).Body!["title"]!);
    }

    [Fact]
    public async Task Take_precedence_over_the_seed()
    {
        using var org = Open();
        await org.DeleteAsync("users/u-ann");
        await File.WriteAllTextAsync(org.SeedFile, "no longer read", TestContext.Current.CancellationToken);
        org.Restart();
        Assert.Equal(["bob@acme.example"], (await org.GetAsync("users")).UserNames);
    }

    [Fact]
    public async Task Neither_is_an_organization_with_what_every_one_has()
    {
        using var emulator = ScimEmulator.Open(new(), new FakeTimeProvider());
        Assert.Equal(
            """{"users":[],"groups":[],"roles":["employee"],"skills":[],"languages":[],"divisions":["Home"]}""",
            emulator.Snapshot().ToJsonString());
        using var org = Open(seed: "{}");
        (await org.PostAsync("users", """{"userName":"a@b.c","displayName":"A"}""")).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Of_a_seed_may_leave_ids_to_the_emulator_and_name_users()
    {
        const string Text = """
            {
              "users": [
                { "userName": "rep@b.c", "displayName": "R",
                  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "manager": { "value": "BOSS@b.c" } } },
                { "userName": "boss@b.c", "displayName": "B" }
              ],
              "groups": [{ "displayName": "G", "members": [{ "value": "rep@b.c" }] }]
            }
            """;
        using var first = Open(seed: Text);
        using var second = Open(new EmulatorOptions { AllowDuplicateExternalIds = true }, Text);
        var snapshot = first.Emulator.Snapshot();
        Assert.Equal(snapshot.ToJsonString(), second.Emulator.Snapshot().ToJsonString());
        Assert.Equal((string)snapshot["users"]![1]!["id"]!, (string)snapshot["users"]![0]![Enterprise]!["manager"]!["value"]!);
        Assert.Equal((string)snapshot["users"]![0]!["id"]!, (string)snapshot["groups"]![0]!["members"]![0]!["value"]!);
        Assert.Equal("1", (string)snapshot["users"]![0]!["meta"]!["version"]!);
        var found = await first.GetAsync("users?filter=userName eq rep@b.c");
        Assert.Equal("G", (string)(await first.GetAsync($"groups/{found.Body!["Resources"]![0]!["groups"]![0]!["value"]}")).Body!["displayName"]!);
    }

    [Theory]
    [InlineData("{\n  \"users\": [}", ":2:13: not valid JSON")]
    [InlineData("", ":1:1: not valid JSON: The input does not contain any JSON tokens.")]
    [InlineData("[]", ": must hold one JSON object")]
    [InlineData("""{"teams":[]}""", ": \"teams\" is not known")]
    [InlineData("""{"users":{}}""", ": users must be a list")]
    [InlineData("""{"users":[5]}""", ": users[0] must be an object")]
    [InlineData("""{"roles":[5]}""", ": roles[0] must be a name")]
    [InlineData("""{"users":[{"displayName":"A"}]}""", ": users[0]: userName is required")]
    [InlineData("""{"users":[{"userName":"a@b.c"}]}""", ": users[0] (a@b.c): displayName is required")]
    [InlineData("""{"users":[{"userName":"a@b.c","displayName":"A","roles":[{"value":"King"}]}]}""", ": users[0] (a@b.c): Role \"King\" does not exist")]
    [InlineData("""{"users":[{"userName":"a@b.c","displayName":"A"},{"userName":"A@b.c","displayName":"A"}]}""", ": users[1]: userName \"A@b.c\" is used twice")]
    [InlineData("""{"users":[{"id":"1","userName":"a@b.c","displayName":"A"},{"id":"1","userName":"b@b.c","displayName":"A"}]}""", ": users[1]: id \"1\" is used twice")]
    [InlineData("""{"users":[{"userName":"a@b.c","displayName":"A","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"x"}}}]}""", ": users[0] (a@b.c): manager \"x\" is neither the id nor the userName of a user")]
    [InlineData("""{"groups":[{"displayName":"G","members":[{"value":"x"}]}]}""", ": groups[0] (G): member \"x\" is neither the id nor the userName of a user")]
    [InlineData("""{"groups":[{"displayName":"G"},{"displayName":"g"}]}""", ": groups[1] (g): a group of that id or displayName comes before it")]
    [InlineData("""{"groups":[{}]}""", ": groups[0]: displayName is required")]
    public void That_are_wrong_are_refused_with_place_and_reason(string text, string reason)
    {
        using var folder = new TempFolder();
        var path = folder.Write("seed.json", text);
        var refusal = Assert.Throws<EmulatorDataException>(() =>
            ScimEmulator.Open(new() { SeedFile = path }, new FakeTimeProvider()));
        Assert.StartsWith(path + reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task May_begin_with_a_byte_order_mark_and_lie_in_a_folder_to_be_made()
    {
        using var folder = new TempFolder();
        var seed = folder.Write("seed.json", "\uFEFF" + Seed);
        var data = folder.At("new/folder/data.json");
        using var emulator = ScimEmulator.Open(new() { SeedFile = seed, DataFile = data }, new FakeTimeProvider());
        using var client = new HttpClient(new EmulatorHandler(emulator)) { BaseAddress = new("http://emulator") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(client));
        using var reply = await client.DeleteAsync("/api/v2/scim/users/u-ann", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        Assert.True(File.Exists(data));
    }

    [Fact]
    public void That_are_missing_are_refused_when_they_are_the_seed()
    {
        using var folder = new TempFolder();
        var refusal = Assert.Throws<EmulatorDataException>(() =>
            ScimEmulator.Open(new() { SeedFile = folder.At("none.json"), DataFile = folder.At("data.json") }, new FakeTimeProvider()));
        Assert.Contains("none.json: cannot be read", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<string> EverythingAsync(EmulatedOrganization org)
    {
        var lists = new[] { "users", "users?filter=active eq false", "groups" };
        var texts = new List<string>();
        foreach (var list in lists)
        {
            texts.Add((await org.GetAsync(list)).Is(HttpStatusCode.OK).Body!.ToJsonString());
        }

        return string.Join('\n', texts);
    }

    private static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

    private static int Lines(string text) => text.Count(character => character == '\n');
}
