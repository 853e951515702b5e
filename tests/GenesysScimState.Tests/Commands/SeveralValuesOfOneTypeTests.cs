using System.Text.Json.Nodes;
using GenesysScimState.Emulator;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>A user with two or three elements of one type (RFC 7643 §2.4): <c>phoneNumbers</c>, <c>emails</c>.</summary>
public sealed class SeveralValuesOfOneTypeTests
{
    private const string Seed = """
        {
          "users": [
            {"id": "u-ann", "userName": "ann@x.test", "externalId": "e-ann", "displayName": "Ann", "active": true,
             "emails": [{"value": "a1@x.test", "type": "work", "primary": true}, {"value": "a2@x.test", "type": "work"}, {"value": "h@x.test", "type": "home"}],
             "phoneNumbers": [{"value": "+13175550100", "type": "work"}, {"value": "+13175550101", "type": "work"},
              {"value": "+13175550102", "type": "work"}, {"value": "+13175550199", "type": "mobile"}]}
          ],
          "groups": []
        }
        """;

    private const string AllWork = "\"+13175550100\", \"+13175550101\", \"+13175550102\"";

    [Theory]
    [InlineData("patch", "+13175550150")]
    [InlineData("patch", "+13175550100")]
    [InlineData("patch", "+13175550102")]
    [InlineData("put", "+13175550150")]
    [InlineData("put", "+13175550100")]
    [InlineData("put", "+13175550102")]
    public async Task Plan_shows_every_number_and_apply_leaves_the_declared_one(string write, string declared)
    {
        using var bench = new Bench(write, $"phoneNumbers: {{work: \"{declared}\"}}");

        var plan = await bench.RunAsync("plan", "-o", bench.At("plan.json"));
        var shown = await bench.RunAsync("show", bench.At("plan.json"));
        await bench.ApplyTwiceAsync(bench.At("plan.json"));

        Assert.Contains($"phoneNumbers.work  {AllWork} -> \"{declared}\"\n", plan.Out, StringComparison.Ordinal);
        Assert.Equal(plan.Out, shown.Out);
        Assert.Equal([declared, "+13175550199"], bench.Values("phoneNumbers").Order());
        Assert.Equal(["a1@x.test", "a2@x.test", "h@x.test"], bench.Values("emails").Order());
    }

    [Theory]
    [InlineData("patch")]
    [InlineData("put")]
    public async Task Plan_shows_every_number_that_apply_clears(string write)
    {
        using var bench = new Bench(write, "phoneNumbers: {work: ~}");

        var plan = await bench.RunAsync("plan", "-o", bench.At("plan.json"));
        var shown = await bench.RunAsync("show", bench.At("plan.json"));
        await bench.ApplyTwiceAsync(bench.At("plan.json"));

        Assert.Contains($"phoneNumbers.work  {AllWork} -> (cleared)\n", plan.Out, StringComparison.Ordinal);
        Assert.Equal(plan.Out, shown.Out);
        Assert.Equal(["+13175550199"], bench.Values("phoneNumbers"));
    }

    [Theory]
    [InlineData("patch")]
    [InlineData("put")]
    public async Task Plan_shows_every_address_and_apply_leaves_the_declared_one(string write)
    {
        using var bench = new Bench(write, "workEmail: a2@x.test");

        var plan = await bench.RunAsync("plan");
        await bench.ApplyTwiceAsync("--auto-approve");

        Assert.Contains("workEmail  \"a1@x.test\", \"a2@x.test\" -> \"a2@x.test\"\n", plan.Out, StringComparison.Ordinal);
        Assert.Equal(["a2@x.test", "h@x.test"], bench.Values("emails").Order());
    }

    [Theory]
    [InlineData("patch")]
    [InlineData("put")]
    public async Task A_change_of_something_else_keeps_every_value(string write)
    {
        using var bench = new Bench(write, "title: Lead, phoneNumbers: {mobile: \"+13175550198\"}");

        await bench.ApplyTwiceAsync("--auto-approve");

        Assert.Equal(["+13175550100", "+13175550101", "+13175550102", "+13175550198"], bench.Values("phoneNumbers").Order());
        Assert.Equal(["a1@x.test", "a2@x.test", "h@x.test"], bench.Values("emails").Order());
    }

    [Fact]
    public async Task Export_leaves_out_what_a_state_file_cannot_hold_with_a_comment()
    {
        using var bench = new Bench("patch", null);

        await bench.RunAsync("export");
        var text = string.Concat(Directory.GetFiles(bench.At("."), "*.yaml", SearchOption.AllDirectories).Where(file => !file.Contains("own.yaml", StringComparison.Ordinal)).Select(File.ReadAllText));
        var plan = await bench.RunAsync("plan");

        Assert.Contains($"# phoneNumbers.work {AllWork} is left out: the organization holds 3 values, a state file declares one\n", text, StringComparison.Ordinal);
        Assert.Contains("# workEmail \"a1@x.test\", \"a2@x.test\" is left out: ", text, StringComparison.Ordinal);
        Assert.Contains("mobile: \"+13175550199\"", text, StringComparison.Ordinal);
        Assert.Contains("Plan: 0 to add, 0 to change, 0 to destroy.\n", plan.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_plan_names_the_values_that_it_cannot_restore()
    {
        using var bench = new Bench("patch", "title: Lead, phoneNumbers: {work: \"+13175550100\"}");

        var run = await bench.RunAsync("apply", "--auto-approve", "--undo", bench.At("undo.json"));

        Assert.Contains("GSS613", run.ToString(), StringComparison.Ordinal);
        Assert.Contains("phoneNumbers.work cannot be undone: several values were there, and a plan sets one", run.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A folder and an rfc7644 organization, written with PATCH or PUT.</summary>
    private sealed class Bench : IDisposable
    {
        private readonly TempFolder _folder;
        private readonly ScimEmulator _emulator;
        private readonly RecordedEmulator _recorded;
        private readonly Cli _cli;

        public Bench(string write, string? user)
        {
            _folder = new TempFolder($"several-{write}");
            _folder.Write("own.yaml", $"extends: rfc7644\ncapabilities: {{write: {write}}}\n");
            _folder.Write("scimstate.yaml", "organization: acme\ntarget: {kind: scim, apiUrl: \"http://127.0.0.1:9\", tokenUrl: \"http://127.0.0.1:9/oauth/token\"}\ndialect: ./own.yaml\nstate: [\"state/*.yaml\"]\n");
            _folder.Write("seed.json", Seed);
            if (user is not null)
            {
                _folder.Write("state/team.yaml", $"users:\n  - {{userName: ann@x.test, externalId: e-ann, {user}}}\n");
            }

            _emulator = ScimEmulator.Open(new EmulatorOptions { Dialect = "rfc7644", SeedFile = At("seed.json") }, new Cli().Time);
            _recorded = new RecordedEmulator(_emulator);
            _cli = new Cli { Network = _recorded.Handler };
        }

        public string At(string name) => _folder.At(name);

        public async Task<CliRun> RunAsync(params string[] arguments)
        {
            var run = await _cli.RunAsync([.. arguments, "-C", _folder.Path]);
            Assert.True(run.Exit == 0, run.ToString());
            return run;
        }

        /// <summary>The second run writes nothing.</summary>
        public async Task ApplyTwiceAsync(string how)
        {
            await RunAsync("apply", how);
            Assert.Single(_recorded.Writes);
            await RunAsync("apply", "--auto-approve");
            Assert.Single(_recorded.Writes);
        }

        public IEnumerable<string> Values(string attribute)
        {
            using var server = new HttpMessageInvoker(new EmulatorHandler(_emulator));
            using var login = new HttpRequestMessage(HttpMethod.Post, "http://emulator.invalid/oauth/token")
            {
                Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
            };
            login.Headers.Authorization = new("Basic", Convert.ToBase64String("emulator:emulator"u8));
            using var granted = server.Send(login, CancellationToken.None);
            using var request = new HttpRequestMessage(HttpMethod.Get, "http://emulator.invalid/scim/v2/Users/u-ann");
            request.Headers.Authorization = new("Bearer", (string)JsonNode.Parse(granted.Content.ReadAsStream())!["access_token"]!);
            using var answer = server.Send(request, CancellationToken.None);
            return [.. JsonNode.Parse(answer.Content.ReadAsStream())![attribute]!.AsArray().Select(element => (string)element!["value"]!)];
        }

        public void Dispose()
        {
            _emulator.Dispose();
            _folder.Dispose();
        }
    }
}
