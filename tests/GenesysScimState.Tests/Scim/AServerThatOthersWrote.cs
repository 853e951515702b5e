using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Scim;

/// <summary>
/// The whole program against SCIMMY, a SCIM server from npm, over sockets: plan, apply, nothing left, drift, memberships, a
/// leaver, with every way of writing that a dialect can ask for.
/// </summary>
public sealed class AServerThatOthersWrote
{
    private const string Secret = "canary-token-51c8";

    private const string Team = """
        users:
          - userName: ana@x.test
            externalId: e-ana
            displayName: Ana Ruiz
            title: Agent
            department: Support
            manager: bob@x.test
            workEmail: ana@x.test
            phoneNumbers: {mobile: "+13175550101"}
            roles: [agent]
            groups: [Support, Night]
          - {userName: bob@x.test, externalId: e-bob, name: {givenName: Bob, familyName: Gil}, employeeNumber: "7", groups: [Support]}
          - {userName: cyd@x.test, externalId: e-cyd, displayName: Cyd, groups: [Support, Night]}
        groups:
          - displayName: Support
          - displayName: Night

        """;

    [Theory]
    [InlineData("rfc7644", "")]
    [InlineData("./own.yaml", "extends: rfc7644\ncapabilities: {pageSize: 2, memberRemoval: values}\n")]
    [InlineData("./own.yaml", "extends: rfc7644\ncapabilities: {write: put, members: group-put, membersPerRequest: 1, filter: false}\n")]
    public async Task Is_made_and_kept_what_the_files_declare(string dialect, string own)
    {
        using var server = await Scimmy.StartAsync();
        using var folder = new TempFolder($"scimmy-{own.Length}");
        var cli = new Cli().With("SCIM_TOKEN", Secret).With("GENESYS_CLIENT_ID", null).With("GENESYS_CLIENT_SECRET", null);
        folder.Write("own.yaml", own);
        folder.Write("scimstate.yaml", $"organization: acme\ntarget: {{kind: scim, apiUrl: \"{server.Address}\"}}\ndialect: {dialect}\nstate: [\"*.state.yaml\"]\n");
        folder.Write("team.state.yaml", Team);

        var plan = await RunAsync(0, "plan");
        Assert.Contains("  + group/Night  create the group  (team.state.yaml:", plan.Out, StringComparison.Ordinal);
        Assert.Contains("\nPlan: 5 to add, 2 to change, 0 to destroy.\n", plan.Out, StringComparison.Ordinal);
        await ConvergesAsync();

        // Somebody else changes a title, and takes a member out.
        var (ana, support) = (await server.FindAsync("Users", "userName eq \"ana@x.test\""), await server.FindAsync("Groups", "displayName eq \"Support\""));
        await server.PatchAsync($"Users/{Id(ana)}", """[{"op":"replace","path":"title","value":"Boss"},{"op":"add","path":"nickName","value":"Annie"}]""");
        await server.PatchAsync($"Groups/{Id(support)}", $$"""[{"op":"remove","path":"members[value eq \"{{Id(ana)}}\"]"}]""");
        var drift = await RunAsync(2, "drift");
        Assert.Contains("declared \"Agent\", found \"Boss\"", drift.Out, StringComparison.Ordinal);
        Assert.Contains("group/Support  lacks 1 declared member", drift.Out, StringComparison.Ordinal);
        await ConvergesAsync();
        Assert.Equal("Annie", (await server.FindAsync("Users", "userName eq \"ana@x.test\"")).GetProperty("nickName").GetString());

        // Cyd leaves, Bob is deleted, and Ana is renamed and has no telephone any more.
        folder.Write("team.state.yaml", Team
            .Replace("displayName: Cyd, groups: [Support, Night]", "active: false", StringComparison.Ordinal)
            .Replace("- {userName: bob@x.test, externalId: e-bob, name: {givenName: Bob, familyName: Gil}, employeeNumber: \"7\", groups: [Support]}", "- {userName: bob@x.test, externalId: e-bob, state: absent}", StringComparison.Ordinal)
            .Replace("    manager: bob@x.test\n", "    manager: null\n", StringComparison.Ordinal)
            .Replace("userName: ana@x.test", "userName: ana.ruiz@x.test", StringComparison.Ordinal)
            .Replace("{mobile: \"+13175550101\"}", "{}", StringComparison.Ordinal));
        folder.Write("scimstate.yaml", File.ReadAllText(folder.At("scimstate.yaml")) + "limits: {delete: {count: 1}}\n");
        await ConvergesAsync();

        var group = await server.FindAsync("Groups", "displayName eq \"Support\"");
        Assert.Equal(Id(ana), Assert.Single(group.GetProperty("members").EnumerateArray().ToArray()).GetProperty("value").GetString());
        var renamed = await server.FindAsync("Users", "userName eq \"ana.ruiz@x.test\"");
        Assert.Equal(Id(ana), Id(renamed));
        Assert.False(renamed.TryGetProperty("phoneNumbers", out var phones) && phones.GetArrayLength() > 0);
        Assert.False((await server.FindAsync("Users", "userName eq \"cyd@x.test\"")).GetProperty("active").GetBoolean());

        async Task ConvergesAsync()
        {
            await RunAsync(0, "apply", "--auto-approve", "--verify");
            Assert.Contains("\nPlan: 0 to add, 0 to change, 0 to destroy.\n", (await RunAsync(0, "plan", "--detailed-exitcode")).Out, StringComparison.Ordinal);
            await RunAsync(0, "drift");
        }

        async Task<CliRun> RunAsync(int exit, params string[] arguments)
        {
            var run = await cli.RunAsync([.. arguments, "-C", folder.Path]);
            Assert.True(run.Exit == exit, run.ToString());
            Assert.DoesNotContain(Secret, run.ToString(), StringComparison.Ordinal);
            return run;
        }
    }

    private static string Id(JsonElement resource) => resource.GetProperty("id").GetString()!;

    /// <summary>SCIMMY in a process of its own, and somebody else who writes to it.</summary>
    private sealed class Scimmy : IDisposable
    {
        private readonly Process _process;
        private readonly HttpClient _http = new();

        private Scimmy(Process process, string address)
        {
            (_process, Address) = (process, address);
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
        }

        public string Address { get; }

        public static async Task<Scimmy> StartAsync()
        {
            Node.Require("scimmy-routers");
            var process = Node.Start("scimmy-server.mjs", [], ("SCIM_TOKEN", Secret));
            var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            const string Ready = "Listening on ";
            Assert.True(line?.StartsWith(Ready, StringComparison.Ordinal), line ?? await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            return new(process, line![Ready.Length..]);
        }

        public async Task<JsonElement> FindAsync(string resource, string filter)
        {
            var text = await _http.GetStringAsync(new Uri($"{Address}/{resource}?filter={Uri.EscapeDataString(filter)}"), TestContext.Current.CancellationToken);
            using var page = JsonDocument.Parse(text);
            return Assert.Single(page.RootElement.GetProperty("Resources").EnumerateArray().ToArray()).Clone();
        }

        public async Task PatchAsync(string path, string operations)
        {
            using var request = new HttpRequestMessage(HttpMethod.Patch, $"{Address}/{path}");
            request.Content = new StringContent($$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":{{operations}}}""", new MediaTypeHeaderValue("application/scim+json"));
            using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        public void Dispose()
        {
            _http.Dispose();
            _process.StandardInput.Close();
            if (!_process.WaitForExit(5000))
            {
                _process.Kill();
            }

            _process.Dispose();
        }
    }
}
