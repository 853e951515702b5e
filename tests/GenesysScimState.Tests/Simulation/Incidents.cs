using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Simulation;

/// <summary>
/// What has gone wrong elsewhere with tools of this kind, each as it would go wrong here; the table in CONTRIBUTING.md says what
/// is whose.
/// </summary>
public sealed partial class Incidents : IDisposable
{
    private readonly Trouble _trouble = new();

    public void Dispose() => _trouble.Dispose();

    [Fact]
    public void Each_is_in_the_table_and_each_of_the_table_is_a_test()
    {
        static IEnumerable<string> TestsOf(Type type) => type.GetMethods()
            .Where(method => method.GetCustomAttributes(inherit: false).Any(attribute => attribute is FactAttribute)).Select(method => method.Name);
        var rows = File.ReadAllLines(Repository.At(".github", "CONTRIBUTING.md"))
            .SkipWhile(line => line != "### Incidents").Skip(1)
            .TakeWhile(line => !line.StartsWith('#'))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(line => TestName().Matches(line).Select(match => match.Groups["name"].Value).ToArray())
            .ToArray();

        Assert.NotEmpty(rows);
        Assert.All(rows, Assert.NotEmpty);
        string[] named = [.. rows.SelectMany(names => names)];
        Assert.Empty(named.Except(typeof(Incidents).Assembly.GetTypes().SelectMany(TestsOf), StringComparer.Ordinal));
        Assert.Equal([nameof(Each_is_in_the_table_and_each_of_the_table_is_a_test)], TestsOf(typeof(Incidents)).Except(named, StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_empty_listing_is_not_taken_for_an_empty_organization()
    {
        _trouble.Configure("unlisted: {users: deactivate}\nlimits: {deactivate: {count: 100, percent: 100}}");
        Assert.Equal(0, (await _trouble.RunAsync("apply", "--auto-approve")).Exit);
        _trouble.Network = Lying(page =>
        {
            page["totalResults"] = 0;
            page["Resources"] = new JsonArray();
        });

        var run = await _trouble.RunAsync("apply", "--auto-approve");

        Assert.Equal(1, run.Exit);
        Assert.Empty(_trouble.Writes);
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("drift")]
    [InlineData("apply")]
    public async Task Half_a_listing_gives_no_plan(string command)
    {
        _trouble.Network = Lying(page => (page["Resources"] as JsonArray)?.RemoveAt(0));

        var run = await _trouble.RunAsync(command);

        Assert.Equal(1, run.Exit);
        Assert.DoesNotContain("Plan:", run.Out, StringComparison.Ordinal);
        Assert.Empty(_trouble.Writes);
    }

    [Fact]
    public async Task An_entry_that_comes_twice_in_place_of_another_gives_no_plan()
    {
        _trouble.Network = Lying(page =>
        {
            if (page["Resources"] is JsonArray { Count: > 1 } items)
            {
                items[1] = items[0]!.DeepClone();
            }
        });

        Assert.Equal(1, (await _trouble.RunAsync("apply", "--auto-approve")).Exit);
        Assert.Empty(_trouble.Writes);
    }

    [Fact]
    public async Task A_group_that_is_managed_for_the_first_time_loses_nobody_unasked()
    {
        Assert.Equal(0, (await _trouble.RunAsync("apply", "--auto-approve")).Exit);
        _trouble.Declare(_ => "", "  - displayName: Sales\n");

        var run = await _trouble.RunAsync("apply", "--auto-approve");

        Assert.Equal(4, run.Exit);
        Assert.Contains("group/Sales", run.Out, StringComparison.Ordinal);
        Assert.Empty(_trouble.Writes);
    }

    [Theory]
    [InlineData(", groups: \\[Support\\]", "")]
    [InlineData(", groups: \\[Support\\]", ", active: false")]
    [InlineData(", groups: \\[Support\\]", ", state: absent, reason: left")]
    [InlineData("  - \\{userName: user(?!00).*\n", "")]
    public async Task A_slip_in_the_files_is_stopped_by_a_limit(string pattern, string replacement)
    {
        _trouble.Configure("unlisted: {users: deactivate}");
        Assert.Equal(0, (await _trouble.RunAsync("apply", "--auto-approve")).Exit);
        _trouble.Write("team.state.yaml", Regex.Replace(_trouble.File("team.state.yaml"), pattern, replacement, RegexOptions.None, TimeSpan.FromSeconds(5)));

        var run = await _trouble.RunAsync("apply", "--auto-approve");

        Assert.Equal(4, run.Exit);
        Assert.Contains("error GSS4", run.Error, StringComparison.Ordinal);
        Assert.Empty(_trouble.Writes);
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("drift")]
    public async Task A_preview_sends_nothing_but_reads(string command)
    {
        _trouble.Declare(_ => ", title: Boss");

        await _trouble.RunAsync(command);

        Assert.All(_trouble.Arrivals, arrival => Assert.True(arrival.IsToken || arrival.Method == "GET"));
        Assert.Single(_trouble.Arrivals, arrival => arrival.IsToken);
    }

    [Fact]
    public async Task A_reviewed_plan_is_not_applied_to_what_nobody_reviewed()
    {
        _trouble.Declare(number => number < 2 ? ", title: Boss" : "");
        await _trouble.RunAsync("plan", "-o", "plan.json");
        _trouble.Declare(number => number < 3 ? ", title: Boss" : "");

        Assert.Equal(5, (await _trouble.RunAsync("apply", "plan.json")).Exit);
        Assert.Empty(_trouble.Writes);
    }

    [Fact]
    public async Task A_reviewed_plan_is_not_applied_to_an_organization_that_has_moved()
    {
        _trouble.Declare(number => number < 2 ? ", title: Boss" : "");
        await _trouble.RunAsync("plan", "-o", "plan.json");
        _trouble.Stranger.Retitle(Trouble.Id(1));

        Assert.Equal(5, (await _trouble.RunAsync("apply", "plan.json")).Exit);
        Assert.Empty(_trouble.Writes);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(", manager: nobody@x.test", 3)]
    [InlineData(", roles: [employee, Captain]", 3)]
    [InlineData(", active: false", 4)]
    public async Task What_the_check_of_a_pull_request_accepts_apply_accepts(string more, int exit)
    {
        static string[] ErrorsOf(CliRun run) => [.. run.Error.Split('\n').Where(line => line.Contains("error GSS", StringComparison.Ordinal))];
        _trouble.Declare(_ => $", title: Boss{more}");

        var validate = await _trouble.RunAsync("validate");
        var plan = await _trouble.RunAsync("plan");
        var apply = await _trouble.RunAsync("apply", "--auto-approve");

        Assert.Equal((exit, exit), (plan.Exit, apply.Exit));
        Assert.Empty(ErrorsOf(validate).Except(ErrorsOf(plan), StringComparer.Ordinal));
        Assert.Equal(ErrorsOf(plan), ErrorsOf(apply));
        Assert.StartsWith(plan.Out, apply.Out, StringComparison.Ordinal);
        Assert.Equal(exit == 0, _trouble.Writes.Any());
    }

    [Fact]
    public async Task A_server_that_says_yes_and_does_nothing_is_not_believed()
    {
        _trouble.Declare(_ => ", title: Boss");
        _trouble.Network = (arrival, server) => arrival.IsWrite ? Answer(HttpStatusCode.OK, "") : server();

        var run = await _trouble.RunAsync("apply", "--auto-approve");

        Assert.Equal(6, run.Exit);
        Assert.Contains(", 28 unverified", run.Out, StringComparison.Ordinal);
        _trouble.Network = (_, server) => server();
        Assert.Equal(0, (await _trouble.RunAsync("apply", "--auto-approve")).Exit);
        Assert.Equal(28, _trouble.Writes.Count());
    }

    [Fact]
    public async Task A_creation_that_times_out_makes_one_user()
    {
        _trouble.Declare(number => number == 0 ? "}\n  - {userName: new@x.test, externalId: e-new, displayName: New" : "");
        var lost = 0;
        _trouble.Network = (arrival, server) =>
        {
            var answer = server();
            return arrival.Method == "POST" && !arrival.IsToken && lost++ == 0 ? throw _trouble.TimeOut(arrival.Cancellation) : answer;
        };

        var run = await _trouble.RunAsync("apply", "--auto-approve");

        Assert.True(run.Exit == 0, run.ToString());
        Assert.Single(_trouble.Writes, write => write.Method == "POST");
        Assert.Single(_trouble.Census.Users.Values, user => user.ExternalId == "e-new");
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_token_that_ends_in_the_middle_stops_nothing()
    {
        _trouble.Declare(_ => ", title: Boss");
        var requests = 0;
        _trouble.Network = (arrival, server) => ++requests % 7 == 0 && !arrival.IsToken ? Answers.Unauthorised() : server();

        var run = await _trouble.RunAsync("apply", "--auto-approve");

        Assert.True(run.Exit == 0, run.ToString());
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task One_bad_record_stops_nobody_else_and_the_report_names_it()
    {
        _trouble.Declare(_ => ", title: Boss");
        _trouble.Network = (arrival, server) => arrival.IsWrite && arrival.Id == Trouble.Id(3)
            ? Answer(HttpStatusCode.BadRequest, """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"invalidValue","detail":"no"}""")
            : server();

        var run = await _trouble.RunAsync("apply", "--auto-approve", "--report", "report.json");

        Assert.Equal(6, run.Exit);
        Assert.Equal(27, _trouble.Census.Users.Values.Count(user => user.Text.Contains("Boss", StringComparison.Ordinal)));
        Assert.Contains(Trouble.Name(3), _trouble.File("report.json"), StringComparison.Ordinal);
        _trouble.Network = (_, server) => server();
        Assert.Equal(0, (await _trouble.RunAsync("apply", "--auto-approve")).Exit);
        Assert.Single(_trouble.Writes);
    }

    [Fact]
    public async Task After_a_server_that_fails_for_good_there_is_a_report_that_says_so()
    {
        _trouble.Declare(_ => ", title: Boss");
        _trouble.Network = (arrival, server) => arrival.IsWrite ? Answer(HttpStatusCode.BadGateway, "<html><title>502</title></html>") : server();

        var run = await _trouble.RunAsync("apply", "--auto-approve", "--report", "report.json");

        Assert.Equal(6, run.Exit);
        using var report = JsonDocument.Parse(_trouble.File("report.json"));
        Assert.Equal(6, report.RootElement.GetProperty("exit_code").GetInt32());
    }

    [Fact]
    public async Task What_somebody_else_wrote_meanwhile_is_still_there()
    {
        _trouble.Declare(_ => ", title: Boss");
        _trouble.Network = (arrival, server) =>
        {
            if (arrival.IsWrite && arrival.Id == Trouble.Id(5))
            {
                _trouble.Stranger.Number(Trouble.Id(5));
            }

            return server();
        };

        await _trouble.RunAsync("apply", "--auto-approve");

        Assert.Equal("foreign-1", _trouble.Census.Users[Trouble.Id(5)].EmployeeNumber);
    }

    [Fact]
    public async Task A_new_name_leaves_the_person_who_it_was()
    {
        _trouble.Declare(_ => "");
        var state = _trouble.File("team.state.yaml").Replace(Trouble.Name(7), "renamed@x.test", StringComparison.Ordinal);
        _trouble.Write("team.state.yaml", state);

        Assert.Equal(0, (await _trouble.RunAsync("apply", "--auto-approve")).Exit);

        Assert.Equal("PATCH", Assert.Single(_trouble.Writes).Method);
        Assert.Equal("renamed@x.test", _trouble.Census.Users[Trouble.Id(7)].UserName);
    }

    [Fact]
    public async Task A_secret_that_the_server_repeats_is_shown_nowhere()
    {
        _trouble.Declare(_ => ", title: Boss");
        var seen = new HashSet<string>(StringComparer.Ordinal) { Simulator.Secret };
        _trouble.Network = (arrival, server) =>
        {
            seen.Add(arrival.Message.Headers.Authorization!.Parameter!);
            return arrival.IsWrite ? Answer(HttpStatusCode.BadRequest, $$"""{"message":"refused {{arrival.Message.Headers.Authorization}}"}""") : server();
        };

        var run = await _trouble.RunAsync("apply", "--auto-approve", "--report", "report.json", "--verbose");

        var everything = run + _trouble.File("report.json") + _trouble.File(".scimstate/audit.jsonl");
        Assert.All(seen, secret => Assert.DoesNotContain(secret, everything, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_limit_hides_no_plan()
    {
        _trouble.Declare(_ => ", active: false");

        var run = await _trouble.RunAsync("apply", "--auto-approve");

        Assert.Equal(4, run.Exit);
        Assert.Contains($"user/{Trouble.Name(27)}", run.Out, StringComparison.Ordinal);
        Assert.Empty(_trouble.Writes);
    }

    [Theory]
    [InlineData("\\ud800", HttpStatusCode.OK)]
    [InlineData("\u00FF", HttpStatusCode.OK)]
    [InlineData("\\ud800", HttpStatusCode.BadRequest)]
    [InlineData("\u00FF", HttpStatusCode.BadRequest)]
    public async Task Half_a_character_in_an_answer_is_no_bug_of_ours(string half, HttpStatusCode status)
    {
        _trouble.Network = (arrival, server) =>
        {
            var answer = server();
            var body = Encoding.Latin1.GetString(FaultyNetwork.BytesOf(answer)).Replace("User 3", half, StringComparison.Ordinal);
            answer.StatusCode = arrival.IsListing ? status : answer.StatusCode;
            return Answers.With(answer, Encoding.Latin1.GetBytes(status == HttpStatusCode.OK || !arrival.IsListing ? body : $"{{\"detail\":\"{half}\"}}"));
        };

        var run = await _trouble.RunAsync("apply", "--auto-approve");

        Assert.Equal(1, run.Exit);
        Assert.DoesNotContain("GSS799", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deletions_that_stop_half_way_are_not_taken_for_a_listing_that_lacks_somebody()
    {
        _trouble.Configure("limits: {delete: {count: 100}, removeMembers: {count: 100, percent: 100}}");
        var state = Enumerable.Range(0, 8).Aggregate(_trouble.File("team.state.yaml"), (text, number) => text.Replace(
            $"externalId: e-{number}, groups: [Support]}}", $"externalId: e-{number}, state: absent, reason: left}}", StringComparison.Ordinal));
        _trouble.Write("team.state.yaml", state);
        _trouble.Network = (arrival, server) =>
            arrival.IsWrite && arrival.Id == Trouble.Id(7) ? Answer(HttpStatusCode.BadRequest, "{}") : server();
        Assert.Equal(6, (await _trouble.RunAsync("apply", "--auto-approve")).Exit);
        Assert.Equal(23, _trouble.Census.Users.Count);
        _trouble.Network = (_, server) => server();

        var run = await _trouble.RunAsync("apply", "--auto-approve");

        Assert.True(run.Exit == 0, run.ToString());
    }

    private async Task NothingIsLeftAsync()
    {
        _trouble.Network = (_, server) => server();
        var again = await _trouble.RunAsync("apply", "--auto-approve");
        Assert.True(again.Exit == 0, again.ToString());
        Assert.Empty(_trouble.Writes);
    }

    private static Func<Arrival, Func<HttpResponseMessage>, HttpResponseMessage> Lying(Action<JsonObject> lie) => (arrival, server) =>
    {
        var answer = server();
        if (!arrival.IsListing || JsonNode.Parse(FaultyNetwork.BytesOf(answer)) is not JsonObject page || page["Resources"] is not JsonArray { Count: > 0 })
        {
            return answer;
        }

        lie(page);
        return Answers.With(answer, Encoding.UTF8.GetBytes(page.ToJsonString()));
    };

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]*_[A-Za-z_]+)`", RegexOptions.None, 5000)]
    private static partial Regex TestName();

    private static HttpResponseMessage Answer(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
