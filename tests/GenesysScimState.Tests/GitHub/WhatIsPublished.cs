using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.GitHub;

/// <summary>How long, how much and in what form: comments, issues and summaries.</summary>
public sealed partial class WhatIsPublished
{
    /// <summary>In no state file, or values; found nowhere else, so that they can be looked for.</summary>
    private static readonly string[] Canaries = ["canary-unlisted@x.test", "canary-member@x.test", "Canary Title", "Canary Boss"];

    [Fact]
    public async Task A_plan_that_is_too_long_is_cut_whole_and_says_where_the_rest_is()
    {
        using var bench = new GitHubBench();
        bench.Bench.Write("team.state.yaml", Many(2000));
        var result = await bench.ResultAsync(ExitCode.Ok, "plan");
        var summary = bench.Bench.At("summary.md");

        await bench.RunAsync(ExitCode.Ok, "github", "comment", result);
        await bench.RunAsync(ExitCode.Ok, "github", "summary", result, "--out", summary);

        var body = bench.GitHub.Comments.Single().Body;
        Assert.InRange(Encoding.UTF8.GetByteCount(body), 60_000, 65_536);
        Assert.StartsWith("<!-- scimstate comment acme -->\n## scimstate: acme\n\n**2001 changes to apply.**\n", body, StringComparison.Ordinal);
        Assert.Matches(@"\*\*Cut to fit: \d+ rows are not shown\.\*\* The \[summary of the run\]\(https://github\.example/acme/people/actions/runs/42\) has more\.", body);
        Assert.Contains("Plan: 2000 to add, 1 to change, 0 to destroy.", body, StringComparison.Ordinal);
        Assert.Equal(Opened().Count(body), Closed().Count(body));
        Assert.Equal(0, Fences().Count(body) % 2);
        var whole = await File.ReadAllTextAsync(summary, TestContext.Current.CancellationToken);
        Assert.InRange(Encoding.UTF8.GetByteCount(whole), 200_000, 1_048_576);
        Assert.DoesNotContain("Cut to fit", whole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_summary_stays_under_a_mebibyte_with_what_is_there_already()
    {
        using var bench = new GitHubBench();
        bench.Bench.Write("team.state.yaml", Many(6000));
        bench.Bench.Write("summary.md", new string('x', 300_000));
        bench.With("GITHUB_STEP_SUMMARY", bench.Bench.At("summary.md")).With("GITHUB_OUTPUT", bench.Bench.At("output"));

        var run = await bench.RunAsync(ExitCode.Ok, "github", "summary", await bench.ResultAsync(ExitCode.Ok, "plan"));

        Assert.Equal("acme: Plan: 6000 to add, 1 to change, 0 to destroy.\n", run.Out);
        Assert.InRange(new FileInfo(bench.Bench.At("summary.md")).Length, 850_000, 1_048_576);
        Assert.Equal("changes=true\nto_add=6000\nto_change=1\nto_destroy=0\n", await File.ReadAllTextAsync(bench.Bench.At("output"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_a_place_for_the_summary_nothing_is_written()
    {
        using var bench = new GitHubBench();

        var run = await bench.RunAsync(ExitCode.Failed, "github", "summary", await bench.ResultAsync(ExitCode.Ok, "plan"));

        Assert.Contains("error GSS755: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_can_neither_break_the_page_nor_call_anybody_nor_command_the_runner()
    {
        const string Evil = "a`|<img>*_[x](https://evil.test) @octocat ##[stop-commands]z ````";
        using var bench = new GitHubBench(With("\"displayName\": \"Ana\"", $"\"displayName\": \"{Evil}\\u202Egnp\""));
        bench.Bench.Write("team.state.yaml", "users:\n  - {userName: ana@x.test, externalId: e-ana, displayName: Ana, title: \"::error::x\"}\n");

        await bench.RunAsync(ExitCode.Ok, "github", "comment", await bench.ResultAsync(ExitCode.Ok, "plan"));
        var plan = await bench.Bench.RunAsync(ExitCode.Ok, "plan");

        var body = bench.GitHub.Comments.Single().Body;
        Assert.DoesNotContain("\u202E", body, StringComparison.Ordinal);
        Assert.Contains("@octocat ##\\u{5b}stop-commands]z ````\\u{202e}gnp", body, StringComparison.Ordinal);
        Assert.Contains("\n`````diff\n", body, StringComparison.Ordinal);
        Assert.DoesNotContain("##[", body, StringComparison.Ordinal);
        Assert.DoesNotContain("##[", plan.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Out.Split('\n'), line => line.TrimStart().StartsWith("::", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("plan", (int)ExitCode.Refused)]
    [InlineData("drift", (int)ExitCode.Differs)]
    public async Task With_declared_only_nobody_and_nothing_else_is_shown(string command, int exit)
    {
        using var bench = Canary("github: {personalData: declared}\n");
        var result = await bench.ResultAsync((ExitCode)exit, command);

        await PublishAsync(bench, result);

        var published = Published(bench);
        Assert.All(Canaries, canary => Assert.DoesNotContain(canary, published.Replace("&#64;", "@", StringComparison.Ordinal).Replace("&#8203;", "", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Contains("ana&#64;x.test", published, StringComparison.Ordinal);
        Assert.Contains("title", published, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Annotations_keep_to_it_as_well()
    {
        using var bench = Canary("github: {personalData: declared}\n");
        bench.Bench.With("GITHUB_ACTIONS", "true");
        bench.Bench.Edit("scimstate.yaml", "limits: {removeMembers: {count: 0}}", "unlisted: {users: deactivate}\nlimits: {deactivate: {count: 0}}");

        var quiet = await AnnotationsAsync(bench);
        bench.Bench.Edit("scimstate.yaml", "declared", "full");
        var full = await AnnotationsAsync(bench);

        Assert.Contains("canary-unlisted@x.test", full, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", quiet, StringComparison.Ordinal);
        Assert.Contains("::error title=GSS406::the log or an artifact of the run says more", quiet, StringComparison.Ordinal);
        bench.Bench.Edit("team.state.yaml", "title:", "titel:");
        Assert.Contains("unknown key \"titel\"", await AnnotationsAsync(bench, ExitCode.Invalid), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_plan_warns_of_stands_on_its_line()
    {
        using var bench = new GitHubBench();
        bench.Bench.With("GITHUB_ACTIONS", "true").Write("team.state.yaml", "users:\n  - {userName: ana@x.test, externalId: e-ana}\n  - {userName: bob@x.test, externalId: e-bob}\ngroups:\n  - displayName: Support\n");

        var annotations = await AnnotationsAsync(bench, ExitCode.Ok);

        Assert.Matches("^::warning file=.*team\\.state\\.yaml,line=5,col=\\d+,title=GSS321::group \"Support\" is left without members$", annotations);
    }

    [Fact]
    public async Task Drift_in_declared_only_says_in_words_how_it_differs()
    {
        using var bench = Canary("github: {personalData: declared}\n");

        await bench.RunAsync(ExitCode.Ok, "github", "drift-issue", await bench.ResultAsync(ExitCode.Differs, "drift"));

        var body = bench.GitHub.Issues.Single().Body;
        Assert.Contains("<code>title</code> | differs |", body, StringComparison.Ordinal);
        Assert.Contains("| declared as member, and is not |", body, StringComparison.Ordinal);
        Assert.Matches(@"\| \d+ differences? about people in no state file \|", body);
    }

    [Fact]
    public async Task In_full_they_are_all_there()
    {
        using var bench = Canary("");

        await PublishAsync(bench, await bench.ResultAsync(ExitCode.Refused, "plan"));

        var published = Published(bench).Replace("&#64;", "@", StringComparison.Ordinal).Replace("&#8203;", "", StringComparison.Ordinal);
        Assert.All(Canaries, canary => Assert.Contains(canary, published, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stale_plan_keeps_to_it_as_well()
    {
        using var bench = new GitHubBench();
        await bench.Bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.Bench.At("plan.json"));
        bench.Bench.Edit("scimstate.yaml", "organization: acme", "github: {personalData: declared}\norganization: acme");
        bench.Bench.Edit("team.state.yaml", "title: Boss", "title: Canary Title");

        await bench.RunAsync(ExitCode.Ok, "github", "comment", await bench.ResultAsync(ExitCode.Stale, "apply", bench.Bench.At("plan.json")));

        var body = bench.GitHub.Comments.Single().Body;
        Assert.Contains("**Stale: ", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Canary", body, StringComparison.Ordinal);
    }

    private static GitHubBench Canary(string settings)
    {
        var organization = With("\"title\": \"Agent\"", "\"title\": \"Canary Title\"")
            .Replace("\"users\": [", "\"users\": [{\"id\": \"u-c\", \"userName\": \"canary-member@x.test\", \"displayName\": \"C\", \"active\": true}, {\"id\": \"u-u\", \"userName\": \"canary-unlisted@x.test\", \"displayName\": \"U\", \"externalId\": \"e-u\", \"active\": true},", StringComparison.Ordinal)
            .Replace("\"members\": [", "\"members\": [{\"value\": \"u-c\"}, ", StringComparison.Ordinal);
        var bench = new GitHubBench(organization, "canary");
        bench.Bench.Edit("scimstate.yaml", "state:", $"{settings}limits: {{removeMembers: {{count: 0}}}}\nstate:");
        bench.Bench.Edit("team.state.yaml", "title: Boss", "title: Canary Boss");
        return bench;
    }

    private static async Task PublishAsync(GitHubBench bench, string result)
    {
        await bench.RunAsync(ExitCode.Ok, "github", "comment", result);
        await bench.RunAsync(ExitCode.Ok, "github", "drift-issue", result);
        await bench.RunAsync(ExitCode.Ok, "github", "summary", result, "--out", bench.Bench.At("plan.md"));
        await bench.RunAsync(ExitCode.Ok, "github", "summary", result, "--drift", "--out", bench.Bench.At("drift.md"));
    }

    private static async Task<string> AnnotationsAsync(GitHubBench bench, ExitCode exit = ExitCode.Refused) =>
        string.Join('\n', (await bench.Bench.RunAsync(exit, "plan", "--json")).Error.Split('\n').Where(line => line.StartsWith("::", StringComparison.Ordinal)));

    private static string Published(GitHubBench bench) => string.Join('\n',
        bench.GitHub.Comments.Single().Body, bench.GitHub.Issues.Single().Body, File.ReadAllText(bench.Bench.At("plan.md")), File.ReadAllText(bench.Bench.At("drift.md")));

    private static string With(string from, string to) => Workbench.Organization.Replace(from, to, StringComparison.Ordinal);

    private static string Many(int users) => "users:\n" + string.Concat(Enumerable.Range(0, users).Select(number =>
        string.Create(CultureInfo.InvariantCulture, $"  - {{userName: user{number:0000}@x.test, externalId: e-{number:0000}, displayName: Jürgen Ångström {number:0000}, title: Agent}}\n")))
        + "  - {userName: ana@x.test, externalId: e-ana, title: Boss}\n";

    [GeneratedRegex("<details>", RegexOptions.None, 5000)]
    private static partial Regex Opened();

    [GeneratedRegex("</details>", RegexOptions.None, 5000)]
    private static partial Regex Closed();

    [GeneratedRegex("^```", RegexOptions.Multiline, 5000)]
    private static partial Regex Fences();
}
