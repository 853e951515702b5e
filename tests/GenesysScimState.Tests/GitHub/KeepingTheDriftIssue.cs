using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.GitHub;

/// <summary><c>github drift-issue</c>, night after night.</summary>
public sealed class KeepingTheDriftIssue : IDisposable
{
    private readonly GitHubBench _bench = new(test: nameof(KeepingTheDriftIssue));

    private Post Issue => _bench.GitHub.Issues.Single();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task It_is_opened_left_updated_closed_and_opened_again()
    {
        Assert.StartsWith("Drift issue written: ", (await NightAsync()).Out, StringComparison.Ordinal);
        Assert.StartsWith("Drift issue left as it is: ", (await NightAsync()).Out, StringComparison.Ordinal);
        Declare("title: Boss", "title: Boss, department: Sales");
        Assert.StartsWith("Drift issue updated: ", (await NightAsync()).Out, StringComparison.Ordinal);
        await ApplyAsync();
        Assert.StartsWith("Drift issue closed: ", (await NightAsync(ExitCode.Ok)).Out, StringComparison.Ordinal);
        Assert.StartsWith("Drift issue left as it is: ", (await NightAsync(ExitCode.Ok)).Out, StringComparison.Ordinal);
        Declare("title: Boss", "title: Chief");
        Assert.StartsWith("Drift issue opened again: ", (await NightAsync()).Out, StringComparison.Ordinal);

        Assert.Equal(("scimstate drift: acme", "open", "scimstate-drift"), (Issue.Title, Issue.State, Issue.Labels.Single()));
        Assert.Equal(["POST", "PATCH", "PATCH", "PATCH"], _bench.GitHub.Writes.Select(write => write.Split(' ')[0]));
    }

    [Fact]
    public async Task Without_drift_and_without_an_issue_nothing_is_written()
    {
        await ApplyAsync();

        var run = await NightAsync(ExitCode.Ok);

        Assert.Equal("No drift, and no issue.\n", run.Out);
        Assert.Empty(_bench.GitHub.Writes);
    }

    [Fact]
    public async Task It_says_since_when_a_difference_is_there_and_who_wrote_it_last()
    {
        await ApplyAsync();
        Declare("title: Boss", "title: Chief");
        await NightAsync();
        _bench.Time.Advance(TimeSpan.FromDays(3));
        Declare("title: Chief", "title: Chief, department: Sales");

        await NightAsync();

        Assert.Contains("| what | how | since | last written by scimstate | declared at |\n|---|---|---|---|---|\n| <code>user/ana&#64;x.test</code> <code>title</code> | declared \"Chief\", found \"Boss\" | 2026-01-01 | 2026-11-24 08:00 UTC, for <code>tester</code>, run <code>run-1</code> | <code>team.state.yaml:2</code> |", Issue.Body, StringComparison.Ordinal);
        Assert.Contains("<code>department</code> | declared \"Sales\", found nothing | 2026-01-04 | never |", Issue.Body, StringComparison.Ordinal);
        Assert.Contains("\"Never\" is as far as the audit log goes. ", Issue.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_counts_what_it_lists_and_says_what_can_be_done()
    {
        Declare("title: Boss", "title: Boss, department: Sales");

        await NightAsync();

        Assert.Contains("**Drift: 3 differences.**", Issue.Body, StringComparison.Ordinal);
        Assert.Equal(3, Issue.Body.Split('\n').Count(line => line.StartsWith("| <code>", StringComparison.Ordinal)));
        Assert.Contains("| what | how | since | declared at |\n", Issue.Body, StringComparison.Ordinal);
        Assert.Contains("<code>scimstate drift --accept ADDRESS</code>", Issue.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Who is in no state file", Issue.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_in_no_file_open_no_issue_and_stand_apart_in_one()
    {
        await ApplyAsync();
        _bench.Bench.Write("team.state.yaml", "users:\n  - {userName: ana@x.test, externalId: e-ana, title: Boss}\n");

        await NightAsync(ExitCode.Ok);
        Assert.Empty(_bench.GitHub.Issues);

        Declare("title: Boss", "title: Chief");
        await NightAsync();
        Assert.Contains("**Drift: 1 difference. 1 unmanaged user (not in any state file).**", Issue.Body, StringComparison.Ordinal);
        Assert.Contains("### Unmanaged users\n\n1 user not in any state file. The accounts stay unchanged.", Issue.Body, StringComparison.Ordinal);
        Assert.Contains("- <code>user/bob&#64;x.test</code>\n", Issue.Body, StringComparison.Ordinal);

        Declare("title: Chief", "title: Boss");
        Assert.StartsWith("Drift issue closed: ", (await NightAsync(ExitCode.Ok)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_summary_of_one_night_knows_no_days()
    {
        var drift = await _bench.ResultAsync(ExitCode.Differs, "drift");

        await _bench.RunAsync(ExitCode.Ok, "github", "summary", drift, "--drift", "--out", _bench.Bench.At("drift.md"));

        Assert.Contains("| what | how | declared at |\n|---|---|---|\n", await File.ReadAllTextAsync(_bench.Bench.At("drift.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_keeps_coming_back_is_named_with_what_would_let_it_be()
    {
        for (var night = 0; night < 3; night++)
        {
            Declare("title: Boss", "title: Chief");
            await NightAsync();
            _bench.Time.Advance(TimeSpan.FromDays(1));
            await ApplyAsync();
            await NightAsync(ExitCode.Ok);
            _bench.Time.Advance(TimeSpan.FromDays(1));
            Declare("title: Chief", "title: Boss");
            await ApplyAsync();
        }

        Declare("title: Boss", "title: Chief");
        await NightAsync();

        Assert.Contains("### These keep coming back", Issue.Body, StringComparison.Ordinal);
        Assert.Contains("<code>title</code> | 4 times | <code>ignore: &#91;title&#93;</code> in scimstate.yaml |", Issue.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drift_that_could_not_be_read_closes_nothing()
    {
        await NightAsync();
        _bench.Bench.With("GENESYS_CLIENT_SECRET", null);

        var run = await _bench.RunAsync(ExitCode.Failed, "github", "drift-issue", await _bench.ResultAsync(ExitCode.Failed, "drift"));

        Assert.Contains("error GSS756: \"result.json\" holds no drift", run.Error, StringComparison.Ordinal);
        Assert.Equal("open", Issue.State);
    }

    [Fact]
    public async Task The_issue_of_somebody_else_is_left_alone()
    {
        await NightAsync();
        _bench.GitHub.Issues[0] = Issue with { Author = "mallory" };

        await NightAsync();

        Assert.Equal(["mallory", "github-actions[bot]"], _bench.GitHub.Issues.Select(issue => issue.Author));
    }

    [Fact]
    public async Task A_memory_that_was_edited_costs_the_days_and_nothing_else()
    {
        await NightAsync();
        _bench.GitHub.Issues[0] = Issue with { Body = Issue.Body.Replace("2026-01-01", "2026-99-99", StringComparison.Ordinal) };

        await NightAsync();

        Assert.Contains("| 2026-01-01 |", Issue.Body, StringComparison.Ordinal);
    }

    private void Declare(string from, string to) => _bench.Bench.Edit("team.state.yaml", from, to);

    private Task<CliRun> ApplyAsync() => _bench.Bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

    private async Task<CliRun> NightAsync(ExitCode drift = ExitCode.Differs) =>
        await _bench.RunAsync(ExitCode.Ok, "github", "drift-issue", await _bench.ResultAsync(drift, "drift"));
}
