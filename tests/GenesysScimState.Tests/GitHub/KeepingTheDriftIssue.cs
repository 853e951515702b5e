using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.GitHub;

/// <summary><c>github drift-issue</c>, night after night.</summary>
public sealed class KeepingTheDriftIssue
{
    [Fact]
    public async Task It_is_opened_left_updated_closed_and_opened_again()
    {
        using var bench = new GitHubBench();
        var drift = await bench.ResultAsync(ExitCode.Differs, "drift");

        Assert.StartsWith("Drift issue written: ", (await bench.RunAsync(ExitCode.Ok, "github", "drift-issue", drift)).Out, StringComparison.Ordinal);
        Assert.StartsWith("Drift issue left as it is: ", (await bench.RunAsync(ExitCode.Ok, "github", "drift-issue", drift)).Out, StringComparison.Ordinal);
        bench.Bench.Edit("team.state.yaml", "title: Boss", "title: Boss, department: Sales");
        Assert.StartsWith("Drift issue updated: ", (await NightAsync(bench, ExitCode.Differs)).Out, StringComparison.Ordinal);
        await bench.Bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        Assert.StartsWith("Drift issue closed: ", (await NightAsync(bench, ExitCode.Ok)).Out, StringComparison.Ordinal);
        Assert.StartsWith("Drift issue left as it is: ", (await NightAsync(bench, ExitCode.Ok)).Out, StringComparison.Ordinal);
        bench.Bench.Edit("team.state.yaml", "title: Boss", "title: Chief");
        Assert.StartsWith("Drift issue opened again: ", (await NightAsync(bench, ExitCode.Differs)).Out, StringComparison.Ordinal);

        var issue = bench.GitHub.Issues.Single();
        Assert.Equal(("scimstate drift: acme", "open", "scimstate-drift"), (issue.Title, issue.State, issue.Labels.Single()));
        Assert.Equal(["POST", "PATCH", "PATCH", "PATCH"], bench.GitHub.Writes.Select(write => write.Split(' ')[0]));
    }

    [Fact]
    public async Task Without_drift_and_without_an_issue_nothing_is_written()
    {
        using var bench = new GitHubBench();
        await bench.Bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        var run = await NightAsync(bench, ExitCode.Ok);

        Assert.Equal("No drift, and no issue.\n", run.Out);
        Assert.Empty(bench.GitHub.Writes);
    }

    [Fact]
    public async Task It_says_since_when_a_difference_is_there_and_who_wrote_it_last()
    {
        using var bench = new GitHubBench();
        await bench.Bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        bench.Bench.Edit("team.state.yaml", "title: Boss", "title: Chief");
        await NightAsync(bench, ExitCode.Differs);
        bench.Time.Advance(TimeSpan.FromDays(3));
        bench.Bench.Edit("team.state.yaml", "title: Chief", "title: Chief, department: Sales");

        await NightAsync(bench, ExitCode.Differs);

        var body = bench.GitHub.Issues.Single().Body;
        Assert.Contains("| <code>user/ana&#64;x.test</code> <code>title</code> | declared \"Chief\", found \"Boss\" | 2026-01-01 | 2026-11-24 08:00 UTC, for <code>tester</code>, run <code>run-1</code> | <code>team.state.yaml:2</code> |", body, StringComparison.Ordinal);
        Assert.Contains("<code>department</code> | declared \"Sales\", found nothing | 2026-01-04 | never, as far as its log goes |", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_keeps_coming_back_is_named_with_what_would_let_it_be()
    {
        using var bench = new GitHubBench();
        for (var night = 0; night < 3; night++)
        {
            bench.Bench.Edit("team.state.yaml", "title: Boss", "title: Chief");
            await NightAsync(bench, ExitCode.Differs);
            bench.Time.Advance(TimeSpan.FromDays(1));
            await bench.Bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
            await NightAsync(bench, ExitCode.Ok);
            bench.Time.Advance(TimeSpan.FromDays(1));
            bench.Bench.Edit("team.state.yaml", "title: Chief", "title: Boss");
            await bench.Bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        }

        bench.Bench.Edit("team.state.yaml", "title: Boss", "title: Chief");
        await NightAsync(bench, ExitCode.Differs);

        var body = bench.GitHub.Issues.Single().Body;
        Assert.Contains("### These keep coming back", body, StringComparison.Ordinal);
        Assert.Contains("<code>title</code> | 4 times | <code>ignore: &#91;title&#93;</code> in scimstate.yaml |", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drift_that_could_not_be_read_closes_nothing()
    {
        using var bench = new GitHubBench();
        await NightAsync(bench, ExitCode.Differs);
        bench.Bench.With("GENESYS_CLIENT_SECRET", null);

        var run = await bench.RunAsync(ExitCode.Failed, "github", "drift-issue", await bench.ResultAsync(ExitCode.Failed, "drift"));

        Assert.Contains("error GSS756: \"result.json\" holds no drift", run.Error, StringComparison.Ordinal);
        Assert.Equal("open", bench.GitHub.Issues.Single().State);
    }

    [Fact]
    public async Task The_issue_of_somebody_else_is_left_alone()
    {
        using var bench = new GitHubBench();
        await NightAsync(bench, ExitCode.Differs);
        bench.GitHub.Issues[0] = bench.GitHub.Issues[0] with { Author = "mallory" };

        await NightAsync(bench, ExitCode.Differs);

        Assert.Equal(["mallory", "github-actions[bot]"], bench.GitHub.Issues.Select(issue => issue.Author));
    }

    [Fact]
    public async Task A_memory_that_was_edited_costs_the_days_and_nothing_else()
    {
        using var bench = new GitHubBench();
        await NightAsync(bench, ExitCode.Differs);
        bench.GitHub.Issues[0] = bench.GitHub.Issues[0] with { Body = bench.GitHub.Issues[0].Body.Replace("2026-01-01", "2026-99-99", StringComparison.Ordinal) };

        await NightAsync(bench, ExitCode.Differs);

        Assert.Contains("| 2026-01-01 |", bench.GitHub.Issues.Single().Body, StringComparison.Ordinal);
    }

    private static async Task<CliRun> NightAsync(GitHubBench bench, ExitCode drift) =>
        await bench.RunAsync(ExitCode.Ok, "github", "drift-issue", await bench.ResultAsync(drift, "drift"));
}
