using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>The whole program in the dialect nested: whole users, their groups in them, custom attributes in one object.</summary>
public sealed class BehindAGateway
{
    private const string Organization = """
        {
          "users": [
            {"id": "u-old", "userName": "old@x.test", "externalId": "e-old", "displayName": "Old Hand", "name": {"givenName": "Old", "familyName": "Hand"}, "active": true,
             "title": "Agent", "attributes": {"desk": "12"}, "members": [{"value": "g-own"}, {"value": "g-s"}]}
          ],
          "groups": [{"id": "g-s", "displayName": "Support"}, {"id": "g-n", "displayName": "Night"}, {"id": "g-own", "displayName": "Somebody else's"}]
        }
        """;

    private const string Team = """
        users:
          - {userName: ana@x.test, externalId: e-ana, displayName: Ana Ruiz, department: Sales, attributes: {location: EU}, groups: [Support, Night]}
          - {userName: old@x.test, externalId: e-old, title: Lead, groups: [Night]}
        groups:
          - displayName: Support
          - displayName: Night

        """;

    /// <summary>Ana leaves both groups, and Old Hand goes from one to the other.</summary>
    private static readonly string Moved = Team
        .Replace("groups: [Support, Night]", "groups: []", StringComparison.Ordinal)
        .Replace("title: Lead, groups: [Night]", "title: Lead, groups: [Support]", StringComparison.Ordinal);

    [Fact]
    public async Task A_user_is_created_with_all_groups_in_one_request_and_loses_nothing_later()
    {
        using var bench = new Bench();

        await bench.ConvergeAsync(Team);

        var post = Assert.Single(bench.Recorded.Writes, write => write.StartsWith("POST", StringComparison.Ordinal));
        Assert.Equal("""
            POST /api/v2/scim/Users
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:genesys:2.0:User"],"userName":"ana@x.test","externalId":"e-ana","displayName":"Ana Ruiz","name":{"givenName":"Ana","familyName":"Ruiz","formatted":"Ana Ruiz"},"active":true,"emails":[{"type":"work","value":"ana@x.test","primary":true}],"attributes":{"department":"Sales","location":"EU"},"members":[{"value":"g-n","$ref":"/api/v2/scim/Groups/g-n"},{"value":"g-s","$ref":"/api/v2/scim/Groups/g-s"}]}
            """, post);
        // Out of Support; then the title and the new group in one.
        Assert.Equal(2, bench.Recorded.Writes.Count(write => write.StartsWith("PUT", StringComparison.Ordinal)));
        Assert.All(bench.Recorded.Writes, write => Assert.True(write.StartsWith("POST", StringComparison.Ordinal) || write.Contains("If-Match", StringComparison.Ordinal)));
        var old = await bench.UserAsync("u-old");
        Assert.Equal(("12", "Lead"), (old["attributes"]!["desk"]!.GetValue<string>(), old["title"]!.GetValue<string>()));
        Assert.Equal(["g-n", "g-own"], old["members"]!.AsArray().Select(member => member!["value"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    /// <summary>Ana was created with both groups; Old Hand, who would have come into one of them later, was not changed.</summary>
    [Fact]
    public async Task A_membership_that_went_along_before_an_interruption_is_not_called_not_attempted()
    {
        using var interruption = new CancellationTokenSource();
        using var bench = new Bench();
        bench.Folder.Write("team.state.yaml", Team);
        bench.Recorded.Answered = (request, _) =>
        {
            if (request.Method == HttpMethod.Post)
            {
                interruption.Cancel();
            }
        };

        var run = await new Cli { Network = bench.Recorded.Handler, Interruption = interruption.Token }.RunAsync("apply", "--auto-approve", "--json", "-C", bench.Folder.Path);

        Assert.Equal((int)ExitCode.Interrupted, run.Exit);
        Assert.StartsWith("POST", bench.Recorded.Writes[^1], StringComparison.Ordinal);
        var report = JsonNode.Parse(run.Out)!;
        Assert.Equal(2, report["summary"]!["members_added"]!.GetValue<int>());
        Assert.Equal(
            ["group/Night not_attempted", "group/Support done", "user/old@x.test not_attempted"],
            report["changes"]!.AsArray().Where(change => change!["operation"]!.GetValue<string>() is "add-members" or "update").Select(change => $"{change!["address"]} {change["outcome"]}").Order(StringComparer.Ordinal));
        bench.Recorded.Answered = (_, _) => { };
        await bench.ConvergeAsync(Team);
    }

    [Fact]
    public async Task Names_addresses_and_people_come_go_and_change()
    {
        using var bench = new Bench();
        await bench.ConvergeAsync(Team);

        await bench.ConvergeAsync(Team
            .Replace("userName: ana@x.test, externalId: e-ana, displayName: Ana Ruiz", "userName: ana.gil@x.test, externalId: e-ana, displayName: Ana Maria Gil", StringComparison.Ordinal)
            .Replace("attributes: {location: EU}", "attributes: {location: null, floor: \"3\"}", StringComparison.Ordinal)
            .Replace("title: Lead, groups: [Night]", "active: false", StringComparison.Ordinal));

        var ana = await bench.FindAsync("ana.gil@x.test");
        Assert.Equal("""{"formatted":"Ana Maria Gil","givenName":"Ana Maria","familyName":"Gil"}""", Sorted(ana["name"]!, "formatted", "givenName", "familyName"));
        Assert.Equal("ana.gil@x.test", ana["emails"]![0]!["value"]!.GetValue<string>());
        Assert.Equal(("Sales", "3", null), ((string?)ana["attributes"]!["department"], (string?)ana["attributes"]!["floor"], (string?)ana["attributes"]!["location"]));
        Assert.False((await bench.UserAsync("u-old"))["active"]!.GetValue<bool>());

        await bench.ConvergeAsync(Team);
        Assert.True((await bench.UserAsync("u-old"))["active"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Two_names_are_swapped_with_their_addresses()
    {
        using var bench = new Bench();
        await bench.ConvergeAsync(Team);

        await bench.ConvergeAsync(Team.Replace("ana@x.test", "?", StringComparison.Ordinal)
            .Replace("old@x.test", "ana@x.test", StringComparison.Ordinal).Replace("?", "old@x.test", StringComparison.Ordinal));

        Assert.Equal("ana@x.test", (await bench.UserAsync("u-old"))["userName"]!.GetValue<string>());
        Assert.Equal("old@x.test", (await bench.FindAsync("old@x.test"))["emails"]![0]!["value"]!.GetValue<string>());
    }

    [Fact]
    public async Task Somebody_who_came_to_be_since_the_plan_becomes_what_is_declared()
    {
        using var bench = new Bench();
        bench.Folder.Write("team.state.yaml", Team);
        bench.Recorded.Intercept = request =>
        {
            if (request.Method == HttpMethod.Post)
            {
                bench.Recorded.Intercept = _ => null;
                bench.Send("POST", "Users", """{"userName":"ana@x.test","externalId":"e-ana","name":{"givenName":"A","familyName":"R"},"attributes":{"desk":"9"}}""");
            }

            return null;
        };

        await bench.ConvergeAsync(Team);

        var ana = await bench.FindAsync("ana@x.test");
        Assert.Equal(("9", "Sales", "Ana Ruiz"), ((string?)ana["attributes"]!["desk"], (string?)ana["attributes"]!["department"], (string?)ana["displayName"]));
    }

    [Fact]
    public async Task The_audit_log_says_which_request_made_which_membership()
    {
        using var bench = new Bench();
        await bench.ConvergeAsync(Team);

        var intents = File.ReadAllLines(bench.Folder.At(".scimstate/audit.jsonl")).Where(line => line.Contains("\"event\":\"intent\"", StringComparison.Ordinal)).ToArray();

        Assert.Contains(intents, line => line.Contains("user/ana@x.test", StringComparison.Ordinal) && line.Contains("""{"path":"groups","before":[],"after":["Night","Support"]}""", StringComparison.Ordinal));
        var verified = await bench.RunAsync("audit", "verify");
        Assert.True(verified.Exit == 0, verified.ToString());
        Assert.Equal(0, (await bench.RunAsync("audit", "show")).Exit);
    }

    [Fact]
    public async Task Who_only_joins_and_leaves_groups_is_written_once()
    {
        using var bench = new Bench();
        await bench.ConvergeAsync(Team);
        bench.Recorded.Forget();

        await bench.ConvergeAsync(Moved);

        Assert.Equal(2, bench.Recorded.Writes.Count);
        Assert.Equal(["g-own", "g-s"], (await bench.UserAsync("u-old"))["members"]!.AsArray().Select(member => (string)member!["value"]!));
        Assert.Null((await bench.FindAsync("ana@x.test"))["members"]);
        var log = File.ReadAllLines(bench.Folder.At(".scimstate/audit.jsonl")).Where(line => line.Contains("-members\"", StringComparison.Ordinal)).TakeLast(6).ToArray();
        Assert.Contains("""
            {"path":"members","before":["ana@x.test","old@x.test"],"after":[]},{"path":"members of group/Support","before":["ana@x.test"],"after":[]},{"path":"members of group/Support","before":[],"after":["old@x.test"]}]
            """.Trim(), log[0], StringComparison.Ordinal);
        Assert.Equal(3, log.Count(line => line.Contains("\"outcome\":\"done\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_membership_that_is_refused_leaves_the_others_of_its_user_alone()
    {
        using var bench = new Bench();
        await bench.ConvergeAsync(Team);
        bench.Folder.Write("team.state.yaml", Moved);
        bench.Recorded.Intercept = request => request.Method == HttpMethod.Put
            && !request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult().Contains("\"g-", StringComparison.Ordinal)
            ? Tests.Scim.ScriptedServer.Json(400, """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","detail":"at least one group"}""") : null;

        var run = await bench.RunAsync("apply", "--auto-approve");

        Assert.True(run.Exit == 6, run.ToString());
        Assert.Contains("\n1 failed, 0 skipped, 0 not attempted", run.Out, StringComparison.Ordinal);
        Assert.Contains("at least one group", run.Out, StringComparison.Ordinal);
        Assert.Equal(["g-s"], (await bench.FindAsync("ana@x.test"))["members"]!.AsArray().Select(member => (string)member!["value"]!));
    }

    private static string Sorted(JsonNode node, params string[] keys) =>
        new JsonObject(keys.Select(key => KeyValuePair.Create(key, node[key]?.DeepClone()))).ToJsonString();

    private sealed class Bench : IDisposable
    {
        private readonly ScimEmulator _emulator;
        private readonly Cli _cli;

        public Bench()
        {
            Folder = new TempFolder("gateway");
            Folder.Write("scimstate.yaml", "organization: acme\ntarget: {kind: scim, apiUrl: \"http://127.0.0.1:9\"}\ndialect: nested\nstate: [\"*.state.yaml\"]\n");
            _emulator = ScimEmulator.Open(new EmulatorOptions { Dialect = "nested", SeedFile = Folder.Write("organization.json", Organization) }, new Cli().Time);
            Recorded = new RecordedEmulator(_emulator);
            _cli = new Cli { Network = Recorded.Handler };
        }

        public TempFolder Folder { get; }

        public RecordedEmulator Recorded { get; }

        public Task<CliRun> RunAsync(params string[] arguments) => _cli.RunAsync([.. arguments, "-C", Folder.Path]);

        /// <summary>Applies, and sees that nothing is left, neither to a plan nor to a drift nor to a second apply.</summary>
        public async Task ConvergeAsync(string state)
        {
            Folder.Write("team.state.yaml", state);
            var first = await RunAsync("apply", "--auto-approve", "--verify");
            Assert.True(first.Exit == 0, first.ToString());
            var writes = Recorded.Writes.Count;
            var second = await RunAsync("apply", "--auto-approve");
            Assert.Contains("\nPlan: 0 to add, 0 to change, 0 to destroy.\n", second.Out, StringComparison.Ordinal);
            Assert.Equal(0, (await RunAsync("drift")).Exit);
            Assert.Equal(writes, Recorded.Writes.Count);
        }

        public async Task<JsonNode> UserAsync(string id) => JsonNode.Parse(await GetAsync($"Users/{id}"))!;

        public async Task<JsonNode> FindAsync(string userName) =>
            Assert.Single(JsonNode.Parse(await GetAsync($"Users?filter={Uri.EscapeDataString($"userName eq \"{userName}\"")}"))!["Resources"]!.AsArray())!;

        public void Send(string method, string path, string body)
        {
            var answer = AskAsync(method, path, body).GetAwaiter().GetResult();
            Assert.True(answer.IsSuccess, answer.Text);
        }

        public void Dispose()
        {
            _emulator.Dispose();
            Folder.Dispose();
        }

        private async Task<string> GetAsync(string path) => (await AskAsync("GET", path, "")).Text;

        private async Task<(bool IsSuccess, string Text)> AskAsync(string method, string path, string body)
        {
            using var http = new HttpMessageInvoker(new EmulatorHandler(_emulator));
            using var login = new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1/oauth/token") { Content = new StringContent("grant_type=client_credentials", System.Text.Encoding.ASCII, "application/x-www-form-urlencoded") };
            login.Headers.Authorization = new("Basic", Convert.ToBase64String("emulator:emulator"u8));
            using var token = await http.SendAsync(login, TestContext.Current.CancellationToken);
            using var given = JsonDocument.Parse(await token.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            using var request = new HttpRequestMessage(new HttpMethod(method), $"http://127.0.0.1/api/v2/scim/{path}");
            request.Headers.Authorization = new("Bearer", given.RootElement.GetProperty("access_token").GetString());
            request.Content = body.Length == 0 ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/scim+json");
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return (answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }
}
