using System.Text;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.GitHub;

/// <summary><c>github comment</c> against GitHub's API: one comment for an organization, ours, and whole.</summary>
public sealed class CommentingOnAPullRequest
{
    [Fact]
    public async Task The_first_time_writes_a_comment_and_the_second_writes_nothing()
    {
        using var bench = new GitHubBench();
        var result = await bench.ResultAsync(ExitCode.Ok, "plan");

        var first = await bench.RunAsync(ExitCode.Ok, "github", "comment", result);
        var second = await bench.RunAsync(ExitCode.Ok, "github", "comment", result);

        Assert.Equal("Comment on pull request #7 written: https://github.example/acme/people/posts/1\n", first.Out);
        Assert.Equal("Comment on pull request #7 left as it is: https://github.example/acme/people/posts/1\n", second.Out);
        Assert.Equal(["POST /repos/acme/people/issues/7/comments"], bench.GitHub.Writes);
        Snapshot.Verify(Path.Combine(Repository.Tests, "GitHub", "comment.plan.md"), bench.GitHub.Comments.Single().Body.Replace(App.Version, "VERSION", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_result_replaces_it_also_behind_a_hundred_comments_of_others()
    {
        using var bench = new GitHubBench();
        bench.GitHub.Comments.AddRange(Enumerable.Range(1, 130).Select(number => new Post(number, "jane", "hello")));
        var result = await bench.ResultAsync(ExitCode.Ok, "plan");
        await bench.RunAsync(ExitCode.Ok, "github", "comment", result);
        await bench.Bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        await bench.RunAsync(ExitCode.Ok, "github", "comment", await bench.ResultAsync(ExitCode.Ok, "plan"));

        Assert.Equal(["POST /repos/acme/people/issues/7/comments", "PATCH /repos/acme/people/issues/comments/131"], bench.GitHub.Writes);
        Assert.Contains("**Nothing to do: the organization is as declared.**", bench.GitHub.Comments[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_marker_that_somebody_else_pasted_is_not_ours()
    {
        using var bench = new GitHubBench();
        var result = await bench.ResultAsync(ExitCode.Ok, "plan");
        await bench.RunAsync(ExitCode.Ok, "github", "comment", result);
        bench.GitHub.Comments[0] = bench.GitHub.Comments[0] with { Author = "mallory" };

        await bench.RunAsync(ExitCode.Ok, "github", "comment", result);

        Assert.Equal(["mallory", "github-actions[bot]"], bench.GitHub.Comments.Select(comment => comment.Author));
    }

    [Fact]
    public async Task A_token_that_writes_as_somebody_else_is_told_of_before_comments_pile_up()
    {
        using var bench = new GitHubBench();
        bench.GitHub.Account = "acme-directory[bot]";
        var result = await bench.ResultAsync(ExitCode.Ok, "plan");

        var run = await bench.RunAsync(ExitCode.Ok, "github", "comment", result);
        var again = await bench.RunAsync(ExitCode.Ok, "github", "comment", result, "--author", "acme-directory[bot]");

        Assert.Contains("warning GSS757: this token writes as \"acme-directory[bot]\"", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("GSS757", again.Error, StringComparison.Ordinal);
        Assert.Single(bench.GitHub.Comments);
    }

    [Fact]
    public async Task Each_organization_has_its_own()
    {
        using var bench = new GitHubBench();
        await bench.RunAsync(ExitCode.Ok, "github", "comment", await bench.ResultAsync(ExitCode.Ok, "plan"));
        bench.Bench.Edit("scimstate.yaml", "organization: acme", "organization: acme--> <b>two");

        await bench.RunAsync(ExitCode.Ok, "github", "comment", await bench.ResultAsync(ExitCode.Ok, "plan"));

        Assert.Equal(2, bench.GitHub.Comments.Count);
        Assert.StartsWith("<!-- scimstate comment acme%2D%2D%3E%20%3Cb%3Etwo -->\n## scimstate: acme--&#62; &#60;b&#62;two\n", bench.GitHub.Comments[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_comes_before_everything_else()
    {
        using var bench = new GitHubBench();
        bench.Bench.Write("team.state.yaml", "users:\n  - {userName: ana@x.test, externalId: e-ana, state: absent, reason: left}\n");

        await bench.RunAsync(ExitCode.Ok, "github", "comment", await bench.ResultAsync(ExitCode.Refused, "plan"));

        var body = bench.GitHub.Comments.Single().Body;
        Assert.Contains("**Refused by 1 guard; nothing will be written.**\n\n- :no_entry: GSS4", body, StringComparison.Ordinal);
        Assert.Contains("allow: [limits.delete.count]", body, StringComparison.Ordinal);
        Assert.True(body.IndexOf("no_entry", StringComparison.Ordinal) < body.IndexOf("### Takes access away", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Errors_in_the_files_name_the_organization_of_the_configuration()
    {
        using var bench = new GitHubBench();
        bench.Bench.Edit("team.state.yaml", "title: Boss", "titel: Boss");

        await bench.RunAsync(ExitCode.Ok, "github", "comment", await bench.ResultAsync(ExitCode.Invalid, "validate"));

        var body = bench.GitHub.Comments.Single().Body;
        Assert.Contains("## scimstate: acme\n\n**Invalid: 1 error in the files.**\n\n- :x: <code>team.state.yaml:2:", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stale_plan_is_named_as_such_with_what_changed()
    {
        using var bench = new GitHubBench();
        await bench.Bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.Bench.At("plan.json"));
        bench.Bench.Edit("team.state.yaml", "title: Boss", "title: Chief");
        var writes = bench.Bench.Recorded.Writes.Count;

        await bench.RunAsync(ExitCode.Ok, "github", "comment", await bench.ResultAsync(ExitCode.Stale, "apply", bench.Bench.At("plan.json")));

        var body = bench.GitHub.Comments.Single().Body;
        Assert.Contains("**Stale: what was reviewed is not what would be done now. Nothing was written; a new pull request that touches the state files plans what is left.**", body, StringComparison.Ordinal);
        Assert.Contains("Chief", body, StringComparison.Ordinal);
        Assert.Equal(writes, bench.Bench.Recorded.Writes.Count);
    }

    [Fact]
    public async Task The_report_of_an_apply_says_what_was_done_and_the_second_that_nothing_was_left()
    {
        using var bench = new GitHubBench();
        await bench.RunAsync(ExitCode.Ok, "github", "comment", await bench.ResultAsync(ExitCode.Ok, "apply", "--auto-approve"));
        Assert.Contains("**Applied: 2 changes done.**", bench.GitHub.Comments.Single().Body, StringComparison.Ordinal);
        bench.Bench.Recorded.Forget();

        await bench.RunAsync(ExitCode.Ok, "github", "comment", await bench.ResultAsync(ExitCode.Ok, "apply", "--auto-approve"));

        Assert.Contains("**Nothing to do: the organization is as declared.**", bench.GitHub.Comments.Single().Body, StringComparison.Ordinal);
        Assert.Empty(bench.Bench.Recorded.Writes);
    }

    [Fact]
    public async Task A_failed_change_stands_with_its_reason_and_its_line()
    {
        using var bench = new GitHubBench();
        bench.Bench.Recorded.Intercept = request => request.Method == HttpMethod.Patch && request.RequestUri!.AbsolutePath.Contains("users", StringComparison.OrdinalIgnoreCase)
            ? new HttpResponseMessage(System.Net.HttpStatusCode.BadRequest) { Content = new StringContent("""{"status":"400","detail":"no | such <title>"}""", Encoding.UTF8, "application/scim+json") }
            : null;

        bench.Bench.With("GITHUB_ACTIONS", "true").With("GITHUB_WORKSPACE", bench.Bench.At("").TrimEnd('/'));
        var apply = await bench.Bench.RunAsync(ExitCode.Partial, "apply", "--auto-approve", "--json");
        bench.Bench.Write("result.json", apply.Out);

        await bench.RunAsync(ExitCode.Ok, "github", "comment", bench.Bench.At("result.json"));

        Assert.Contains("::error file=team.state.yaml,line=2,", apply.Error, StringComparison.Ordinal);
        var body = bench.GitHub.Comments.Single().Body;
        Assert.Contains("**Apply incomplete: 1 failed, 1 done. Running apply again goes on.**", body, StringComparison.Ordinal);
        Assert.Contains("| <code>user/ana@x.test</code> | update | failed | :x: <code>team.state.yaml:2:".Replace("@", "&#64;", StringComparison.Ordinal), body, StringComparison.Ordinal);
        Assert.Contains("no &#124; such &#60;title&#62;", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_did_not_start_is_said_once_and_after_the_reason()
    {
        using var bench = new GitHubBench();
        bench.Bench.Write("team.state.yaml", "users:\n" + string.Concat(Enumerable.Range(0, 20).Select(number => $"  - {{userName: u{number:00}@x.test, externalId: e-{number:00}, displayName: U}}\n")));
        bench.Bench.Recorded.Intercept = request => request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.Contains("users", StringComparison.OrdinalIgnoreCase)
            ? new HttpResponseMessage(System.Net.HttpStatusCode.Forbidden) { Content = new StringContent("{}", Encoding.UTF8, "application/json") }
            : null;

        await bench.RunAsync(ExitCode.Ok, "github", "comment", await bench.ResultAsync(ExitCode.Partial, "apply", "--auto-approve"));

        var body = bench.GitHub.Comments.Single().Body;
        Assert.Matches(@"\*\*Apply incomplete: \d+ failed, \d+ not attempted, 0 done\. Running apply again goes on\.\*\*", body);
        var rows = body.Split('\n').Where(line => line.StartsWith("| <code>", StringComparison.Ordinal) || line.Contains("not attempted |", StringComparison.Ordinal)).ToList();
        Assert.Matches(@"^\| \d+ changes \| \| not attempted \| :x: GSS", rows[^1]);
        Assert.All(rows.SkipLast(1), row => Assert.Contains("| failed |", row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_pull_request_of_the_event_counts_then_that_of_the_commit()
    {
        using var bench = new GitHubBench().OnPullRequest(11);
        var result = await bench.ResultAsync(ExitCode.Ok, "plan");
        await bench.RunAsync(ExitCode.Ok, "github", "comment", result);
        // Not that of the trial merge, which GITHUB_SHA names then.
        Assert.Contains("of commit <code>feed</code>, ", bench.GitHub.Comments.Single().Body, StringComparison.Ordinal);
        bench.With("GITHUB_EVENT_PATH", null);
        bench.GitHub.Pulls.Add(FakeGitHub.Pull(12, "aaaa", "ffff"));
        bench.GitHub.Pulls.Add(FakeGitHub.Pull(9, "feed", "0123abcd"));

        var run = await bench.RunAsync(ExitCode.Ok, "github", "comment", result);

        Assert.StartsWith("Comment on pull request #9 ", run.Out, StringComparison.Ordinal);
        Assert.Contains("POST /repos/acme/people/issues/11/comments", bench.GitHub.Writes);
    }

    [Fact]
    public async Task A_commit_without_a_pull_request_is_no_failure_and_no_commit_is_one()
    {
        using var bench = new GitHubBench().With("GITHUB_REF", "refs/heads/main");
        var result = await bench.ResultAsync(ExitCode.Ok, "plan");

        Assert.Contains("note GSS752: ", (await bench.RunAsync(ExitCode.Ok, "github", "comment", result)).Error, StringComparison.Ordinal);
        Assert.Contains("error GSS743: ", (await bench.With("GITHUB_SHA", null).RunAsync(ExitCode.Failed, "github", "comment", result)).Error, StringComparison.Ordinal);
        Assert.Empty(bench.GitHub.Comments);
    }

    [Fact]
    public async Task What_is_no_result_is_said_to_be_none()
    {
        using var bench = new GitHubBench();
        bench.Bench.Write("other.json", "{\"a\": 1}");

        Assert.Contains("error GSS750: \"other.json\" is no result", (await bench.RunAsync(ExitCode.Failed, "github", "comment", bench.Bench.At("other.json"))).Error, StringComparison.Ordinal);
        Assert.Contains("error GSS750: ", (await bench.RunAsync(ExitCode.Failed, "github", "comment", bench.Bench.At("nowhere.json"))).Error, StringComparison.Ordinal);
        Assert.Empty(bench.GitHub.Requests);
    }
}
