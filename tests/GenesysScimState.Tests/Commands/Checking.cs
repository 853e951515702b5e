using System.Text.Json;
using GenesysScimState.Emulator;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary><c>check</c>: what works, as far as looking tells, and what to do where it does not.</summary>
public sealed class Checking
{
    private const string Cloud = "organization: acme\ntarget: {kind: genesys-cloud, apiUrl: \"http://127.0.0.1:9\", tokenUrl: \"http://127.0.0.1:9/oauth/token\"}\n";
    private const string Gateway = "organization: acme\ntarget: {kind: scim, apiUrl: \"http://127.0.0.1:9\"}\ndialect: nested\n";

    [Fact]
    public async Task Says_what_works_and_what_only_a_write_would_tell()
    {
        using var bench = new Bench(Cloud);

        var run = await bench.RunAsync();

        Assert.Equal(
            """
            acme (127.0.0.1:9), dialect genesys-cloud

              ok       token             given by http://127.0.0.1:9/oauth/token
              ok       users             1 of 1 read
              ok       groups            1 of 1 read (directory:group:edit)
              ok       division          1 can be listed
              ok       roles             2 can be listed (authorization:role:view)
              ok       routingSkills     0 can be listed
              ok       routingLanguages  0 can be listed
              open     writing           only a write tells whether the client has directory:user:add, directory:user:edit, directory:user:delete, authorization:grant:add, authorization:grant:delete, routing:skill:assign, routing:language:assign, telephony:extension:assign
              ok       capabilities      the server says: etag yes, filter yes, patch yes
              ok       dialect           genesys-cloud; the server has its schemas
              ok       quota             300 requests a minute, 1 of them used; 100 % are for this program
              open     clock             the server does not say what time it is

            Check passed, 2 left open.

            """, run.Out);
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Empty(bench.Recorded.Writes);
    }

    [Fact]
    public async Task Is_data_with_json()
    {
        using var bench = new Bench(Cloud, new() { MayListNames = false });

        var run = await bench.RunAsync("--json");

        Schemas.Check("check", run.Out);
        using var report = JsonDocument.Parse(run.Out);
        Assert.True(report.RootElement.GetProperty("passed").GetBoolean());
        var roles = report.RootElement.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "roles");
        Assert.Equal(("warning", "GSS310"), (roles.GetProperty("status").GetString(), roles.GetProperty("code").GetString()));
        Assert.Contains("authorization:role:view", roles.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_the_emulator_in_the_program_by_that_name()
    {
        using var bench = new Bench("organization: acme\ntarget: {kind: emulator}\n");

        var (text, json) = (await bench.RunAsync(), await bench.RunAsync("--json"));

        Assert.StartsWith("acme (emulator), dialect genesys-cloud\n\n  ok       token             given by the emulator\n", text.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("invalid", text.ToString() + json, StringComparison.Ordinal);
        Schemas.Check("check", json.Out);
    }

    [Fact]
    public async Task Fails_without_a_token_and_says_what_is_wrong_with_the_client()
    {
        using var bench = new Bench(Cloud);

        var run = await bench.RunAsync(bench.Cli.With("GENESYS_CLIENT_SECRET", "canary-5d02"));

        Assert.Equal(1, run.Exit);
        Assert.Contains("  error    token  none, or no answer\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("(GSS502)\n\nCheck failed: 1 error.\n", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", run.ToString(), StringComparison.Ordinal);
        Schemas.Check("check", (await bench.RunAsync("--json")).Out);
    }

    [Fact]
    public async Task Sees_a_dialect_that_is_another()
    {
        using var bench = new Bench(Cloud, new() { Dialect = "nested" });

        var run = await bench.RunAsync();

        Assert.Contains("warning  dialect ", run.Out, StringComparison.Ordinal);
        Assert.Contains("the server does not list \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"", run.Out, StringComparison.Ordinal);
        Assert.Contains("\"capabilities: {write: put, members: group-put}\"", run.Out, StringComparison.Ordinal);
        Assert.Contains("(GSS535)", run.Out, StringComparison.Ordinal);
        Assert.Contains("(GSS536)", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passes_behind_a_gateway()
    {
        using var bench = new Bench(Gateway, new() { Dialect = "nested" });

        var run = await bench.RunAsync();

        Assert.True(run.Exit == 0, run.ToString());
        Assert.Contains("  ok       dialect       nested; the server has its schemas\n", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("directory:", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sees_a_clock_that_is_wrong_and_a_quota_that_others_use()
    {
        using var bench = new Bench(Cloud);
        bench.Recorded.Answered = (_, answer) =>
        {
            answer.Headers.Date = new Cli().Time.GetUtcNow().AddSeconds(-90);
            answer.Headers.Remove("inin-ratelimit-count");
            answer.Headers.Add("inin-ratelimit-count", "250");
        };

        var run = await bench.RunAsync();

        Assert.Equal(0, run.Exit);
        Assert.Contains("90 s ahead of the server's", run.Out, StringComparison.Ordinal);
        Assert.Contains("(GSS537)", run.Out, StringComparison.Ordinal);
        Assert.Contains("(GSS538)", run.Out, StringComparison.Ordinal);
        Assert.Contains("Check passed, 2 warnings, 1 left open.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_permission_for_what_cannot_be_read()
    {
        using var bench = new Bench(Cloud);
        bench.Recorded.Intercept = request => request.RequestUri!.AbsolutePath.EndsWith("/Groups", StringComparison.Ordinal)
            ? Tests.Scim.ScriptedServer.Json(403, """{"code":"missing.any.permissions","message":"no"}""") : null;

        var run = await bench.RunAsync();

        Assert.Equal(1, run.Exit);
        Assert.Contains("  error    groups            cannot be read\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("directory:group:edit", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_say_that_a_token_came_and_that_none_came()
    {
        using var bench = new Bench(Cloud);
        bench.Recorded.Intercept = _ => Tests.Scim.ScriptedServer.Text(200, "<html></html>", "text/html");

        var run = await bench.RunAsync();

        Assert.Equal(1, run.Exit);
        Assert.Contains("  ok       token  given by ", run.Out, StringComparison.Ordinal);
        Assert.Contains("  cannot be read\n", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, "GSS512")]
    [InlineData(429, "GSS511")]
    public async Task Asks_a_server_that_is_down_for_one_thing_only(int status, string code)
    {
        using var bench = new Bench(Cloud);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        bench.Recorded.Intercept = request =>
        {
            paths.Add(request.RequestUri!.AbsolutePath);
            return Tests.Scim.ScriptedServer.Json(status, "{}");
        };

        var run = await bench.RunAsync();

        Assert.Equal(1, run.Exit);
        Assert.Contains($"({code})", run.Out, StringComparison.Ordinal);
        Assert.Equal(["/api/v2/scim/v2/Users"], paths);
        Schemas.Check("check", (await bench.RunAsync("--json")).Out);
    }

    [Fact]
    public async Task Is_stopped_by_an_error_in_the_configuration_and_by_nothing_in_state_files()
    {
        using var bench = new Bench(Cloud);
        bench.Folder.Write("state/broken.yaml", "users: [");
        Assert.Equal(0, (await bench.RunAsync()).Exit);

        bench.Folder.Write("scimstate.yaml", Cloud + "dialect: nestd\n");
        Assert.Equal(3, (await bench.RunAsync()).Exit);
    }

    private sealed class Bench : IDisposable
    {
        private readonly ScimEmulator _emulator;

        public Bench(string configuration, EmulatorOptions? options = null)
        {
            Folder = new TempFolder("check");
            Folder.Write("scimstate.yaml", configuration);
            var seed = Folder.Write("organization.json", """{"users":[{"id":"u","userName":"a@x.test","displayName":"A","name":{"givenName":"A","familyName":"B"},"active":true}],"groups":[{"id":"g","displayName":"Support"}],"roles":["agent"],"divisions":["Home"]}""");
            _emulator = ScimEmulator.Open((options ?? new()) with { SeedFile = seed }, new Cli().Time);
            Recorded = new RecordedEmulator(_emulator);
            Cli = new Cli { Network = Recorded.Handler };
        }

        public TempFolder Folder { get; }

        public RecordedEmulator Recorded { get; }

        public Cli Cli { get; }

        public Task<CliRun> RunAsync(params string[] flags) => Cli.RunAsync(["check", "-C", Folder.Path, .. flags]);

        public Task<CliRun> RunAsync(Cli cli) => cli.RunAsync("check", "-C", Folder.Path);

        public void Dispose()
        {
            _emulator.Dispose();
            Folder.Dispose();
        }
    }
}
