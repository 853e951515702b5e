using System.Text.Json.Nodes;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Scim;

/// <summary>
/// The whole program against small servers, each with one behaviour of a server in the field: either users and groups are
/// reconciled and a second apply writes nothing, or the message has what the server does and the setting that helps.
/// </summary>
public sealed class ServersOfOthers
{
    public static TheoryData<string> ReconciledNames => [.. PeerServers.Reconciled.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(ReconciledNames))]
    public async Task Server_is_reconciled_and_a_second_apply_writes_nothing(string name)
    {
        var peer = PeerServers.Reconciled[name];
        using var server = peer.Start();
        using var bench = new PeerBench(peer, server);
        bench.Declare(withTitle: true);
        await bench.ConvergesAsync(writes: true);
        Assert.Equal(PeerServers.People, server.Users.Count);
        Assert.Equal(3, server.Groups.Single()["members"]!.AsArray().Count);
        Assert.Contains("12 ", (await bench.RunAsync(0, "check")).Out, StringComparison.Ordinal);

        bench.Declare(withTitle: false);
        await bench.ConvergesAsync(writes: true);
        Assert.Null(User(1)["title"]);
        Assert.False(User(3)["active"]!.GetValue<bool>());
        Assert.Equal(2, server.Groups.Single()["members"]!.AsArray().Count);

        JsonObject User(int number) => server.Users.Single(user => user["externalId"]!.GetValue<string>() == $"e{number}");
    }

    public static TheoryData<string> RefusedNames => [.. PeerServers.Refused.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public async Task Server_is_refused_with_what_it_does(string name)
    {
        var peer = PeerServers.Refused[name];
        using var server = peer.Start().With(PeerServers.People);
        using var bench = new PeerBench(peer, server);
        bench.Declare(withTitle: true);

        var run = await bench.RunAsync(1, "plan");

        Assert.All(peer.Refused, text => Assert.Contains(text, run.Error, StringComparison.Ordinal));
        Assert.DoesNotContain("roles", run.Error, StringComparison.Ordinal);
        Assert.Contains($"({peer.Refused[0]})", (await bench.RunAsync(1, "check")).Out, StringComparison.Ordinal);
        Assert.Empty(server.Writes);
    }

    [Fact]
    public async Task Check_reads_listings_as_a_plan_does()
    {
        using var server = new PeerServer { Listed = (_, list) => list["totalResults"] = list["Resources"]!.AsArray().Count }.With(PeerServers.People);
        using var bench = new PeerBench(new Peer(() => server), server);
        bench.Declare(withTitle: true);

        var run = await bench.RunAsync(0, "check");

        Assert.Contains("  ok       users         12 read, to an empty page; the server reports the page size as totalResults\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("  ok       groups        0 of 0 read\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_fails_where_capabilities_cannot_be_read()
    {
        using var server = new PeerServer { Intercept = request => request.Path == "ServiceProviderConfig" ? PeerServer.Error(500, "down") : null };
        using var bench = new PeerBench(new Peer(() => server), server);
        bench.Declare(withTitle: true);

        Assert.Contains("(GSS512)", (await bench.RunAsync(1, "check")).Out, StringComparison.Ordinal);
        await bench.RunAsync(1, "plan");
    }

    [Fact]
    public async Task Check_names_attributes_that_the_schemas_do_not_have()
    {
        const string Core = "urn:ietf:params:scim:schemas:core:2.0:User";
        const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        using var server = new PeerServer
        {
            Intercept = request => request.Path != "Schemas" ? null : PeerServer.Json(200, new()
            {
                ["Resources"] = new JsonArray(
                    Schema(Core, "username", "displayName", "name", "active", "emails", "roles"), Schema(Enterprise, "department", "division", "organization", "costCenter", "employeeNumber", "manager")),
            }),
        };
        using var bench = new PeerBench(new Peer(() => server), server);
        bench.Declare(withTitle: true);

        var run = await bench.RunAsync(0, "check");

        Assert.Contains("the server's schemas do not list \"title\" and \"phoneNumbers\" of the dialect \"rfc7644\"", run.Out, StringComparison.Ordinal);
        Assert.Contains("(GSS554)", run.Out, StringComparison.Ordinal);
        Schemas.Check("check", (await bench.RunAsync(0, "check", "--json")).Out);

        static JsonObject Schema(string urn, params string[] names) => new()
        {
            ["id"] = urn,
            ["attributes"] = new JsonArray([.. names.Select(name => new JsonObject { ["name"] = name })]),
        };
    }

    [Fact]
    public async Task Expired_cursor_restarts_the_walk()
    {
        var expired = 1;
        var peer = new Peer(() => new()) { Capabilities = "paging: cursor" };
        using var server = new PeerServer
        {
            Intercept = request => request is { Path: "Users" } && request.Query["cursor"] == "c10" && expired-- > 0 ? PeerServer.Error(400, "gone", "ExpiredCursor") : null,
        }.With(PeerServers.People);
        using var bench = new PeerBench(peer, server);
        bench.Declare(withTitle: true);

        await bench.RunAsync(0, "plan");

        Assert.Equal(2, server.Log.Count(line => line == "GET /scim/v2/Users?cursor=&count=5"));
    }

    [Fact]
    public async Task Failure_under_parallel_requests_names_the_setting()
    {
        var peer = new Peer(() => new());
        using var server = new PeerServer { FailsInParallel = true }.With(PeerServers.People);
        using var bench = new PeerBench(peer with { Configuration = "rate: {concurrency: 4}\n" }, server);
        bench.Declare(withTitle: true);

        var run = await bench.RunAsync(1, "plan");

        Assert.Contains("if it fails only under parallel requests, set \"rate: {concurrency: 1}\" in scimstate.yaml", run.ToString(), StringComparison.Ordinal);
        Assert.True(server.MostAtOnce > 1);
    }

    [Theory]
    [InlineData("remove a member", "memberRemoval: filter", 400, "GSS551", "capabilities: {memberRemoval: values}")]
    [InlineData("remove a member", "memberRemoval: filter", 501, "GSS552", "capabilities: {memberRemoval: values}")]
    [InlineData("remove a member", "memberRemoval: values", 400, "GSS551", "capabilities: {members: group-put}")]
    [InlineData("remove a title", "", 400, "GSS551", "capabilities: {write: put}")]
    [InlineData("remove a title", "", 422, "GSS551", "capabilities: {write: put}")]
    [InlineData("remove a title", "", 501, "GSS552", "capabilities: {write: put}")]
    [InlineData("remove a title", "", 405, "GSS552", "capabilities: {write: put}")]
    [InlineData("remove a title", "", 415, "GSS553", "capabilities: {write: put}")]
    public async Task Refused_removal_names_the_line_of_the_dialect(string what, string capabilities, int status, string code, string line)
    {
        var part = what.EndsWith("member", StringComparison.Ordinal) ? "Groups/" : "Users/";
        using var server = new PeerServer
        {
            Intercept = request => request.Method == "PATCH" && request.Path.StartsWith(part, StringComparison.Ordinal) && request.Body.Contains("\"remove\"", StringComparison.Ordinal)
                ? PeerServer.Error(status, "Bad Request") : null,
        };
        using var bench = new PeerBench(new Peer(() => server) { Capabilities = capabilities }, server);
        bench.Declare(withTitle: true);
        await bench.ConvergesAsync(writes: true);
        bench.Declare(withTitle: false);

        var run = await bench.RunAsync(6, "apply", "--auto-approve");

        Assert.Contains(code, run.ToString(), StringComparison.Ordinal);
        Assert.Contains($"write \"{line}\" in a dialect file", run.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("roles", run.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("times it was requested", run.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://canary:secret@other.example/scim/v2/Users?token=canary#x", "https://other.example/scim/v2/Users")]
    [InlineData("/login?token=canary", "/login")]
    public async Task Redirect_is_shown_without_its_query(string location, string shown)
    {
        using var server = new PeerServer
        {
            Intercept = request =>
            {
                var answer = PeerServer.Error(302, "elsewhere");
                answer.Headers.TryAddWithoutValidation("Location", location);
                return request.IsListing ? answer : null;
            },
        };
        using var bench = new PeerBench(new Peer(() => server), server);
        bench.Declare(withTitle: true);

        var run = await bench.RunAsync(1, "plan");

        Assert.Contains($"GSS520", run.Error, StringComparison.Ordinal);
        Assert.Contains($"(to \"{shown}\")", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(501)]
    public async Task Server_without_creation_of_groups_is_named(int status)
    {
        using var server = new PeerServer
        {
            Intercept = request => request is { Method: "POST", Path: "Groups" } ? PeerServer.Error(status, "no") : null,
        };
        using var bench = new PeerBench(new Peer(() => server), server);
        bench.Declare(withTitle: true);

        var run = await bench.RunAsync(6, "apply", "--auto-approve");

        Assert.Contains("GSS552", run.ToString(), StringComparison.Ordinal);
        Assert.Contains("write \"capabilities: {createGroups: no}\" in a dialect file", run.ToString(), StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:9/scim/v2/Groups", run.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("write: patch")]
    [InlineData("write: put")]
    public async Task Primary_email_without_a_type_is_managed(string capabilities)
    {
        using var server = new PeerServer();
        using var bench = new PeerBench(
            new Peer(() => server)
            {
                Capabilities = capabilities,
                Dialect = "attributes:\n  - {name: workEmail, path: \"emails[primary eq true].value\", type: email}\n",
            },
            server);
        foreach (var address in new[] { "first@x.test", "second@x.test" })
        {
            bench.Declare($"users:\n  - {{userName: ana@x.test, externalId: e1, workEmail: {address}}}\n");
            await bench.ConvergesAsync(writes: true);
            var email = Assert.Single(server.Users.Single()["emails"]!.AsArray())!;
            Assert.Equal(address, email["value"]!.GetValue<string>());
            Assert.True(email["primary"]!.GetValue<bool>());
        }

        bench.Declare("users:\n  - {userName: ana@x.test, externalId: e1, workEmail: null}\n");
        await bench.ConvergesAsync(writes: true);
        Assert.Empty(server.Users.Single()["emails"]!.AsArray());
    }

    [Fact]
    public async Task Quotes_and_backslashes_in_values_are_escaped()
    {
        const string Shown = "\"Senior \\\"Agent\\\" \\\\ Lead\"";
        using var server = new PeerServer();
        using var bench = new PeerBench(new Peer(() => server), server);
        bench.Declare("users:\n  - {userName: ana@x.test, externalId: e1, title: 'Senior \"Agent\" \\ Lead'}\n");

        var plan = await bench.RunAsync(0, "plan", "--markdown", bench.At("plan.md"));

        Assert.Contains(Shown + "\n", plan.Out, StringComparison.Ordinal);
        Assert.Contains(Shown, File.ReadAllText(bench.At("plan.md")), StringComparison.Ordinal);
        Assert.Contains("\"Senior \\\"Agent\\\" \\\\ Lead\"", (await bench.RunAsync(0, "plan", "--json")).Out, StringComparison.Ordinal);
        await bench.ConvergesAsync(writes: true);
        Assert.Equal("Senior \"Agent\" \\ Lead", server.Users.Single()["title"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("displayName")]
    [InlineData("name")]
    [InlineData("displayName", "name")]
    public async Task Export_of_a_server_without_names_plans_nothing(params string[] drops)
    {
        using var server = new PeerServer { Drops = drops }.With(PeerServers.People);
        server.Users[0]["name"] = new JsonObject { ["givenName"] = "Ada", ["familyName"] = "Gil" };
        server.Users[1]["displayName"] = "Bob";
        foreach (var (user, name) in server.Users.SelectMany(user => drops, (user, name) => (user, name)))
        {
            user.Remove(name);
        }

        using var bench = new PeerBench(new Peer(() => server), server);

        Assert.DoesNotContain("GSS762", (await bench.RunAsync(0, "export")).ToString(), StringComparison.Ordinal);

        await bench.RunAsync(0, "plan", "--detailed-exitcode");
        Assert.Empty(server.Writes);
    }

    [Theory]
    [InlineData("", "rate: {concurrency: 3}\n", 2, 3)]
    [InlineData("concurrency: 16", "rate: {concurrency: 1, share: 100}\n", 1, 1)]
    [InlineData("concurrency: 3", "rate: {share: 100}\n", 2, 3)]
    [InlineData("concurrency: 1", "", 1, 1)]
    public async Task Requests_at_a_time_are_bounded_by_the_setting(string capabilities, string configuration, int least, int most)
    {
        using var server = new PeerServer { IsSlow = true };
        using var bench = new PeerBench(new Peer(() => server) { Capabilities = capabilities, Configuration = configuration }, server);
        bench.Declare(withTitle: true);

        await bench.RunAsync(0, "apply", "--auto-approve");

        Assert.InRange(server.MostAtOnce, least, most);
        Assert.Equal(PeerServers.People, server.Users.Count);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("17")]
    [InlineData("two")]
    public async Task Concurrency_is_from_1_to_16(string concurrency)
    {
        using var server = new PeerServer();
        using var bench = new PeerBench(new Peer(() => server) { Configuration = $"rate: {{concurrency: {concurrency}}}\n" }, server);
        bench.Declare(withTitle: true);

        Assert.Contains("concurrency", (await bench.RunAsync(3, "plan")).Error, StringComparison.Ordinal);
    }
}
