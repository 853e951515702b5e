using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.GitHub;

/// <summary>Limits are waited out, permissions are named, and nothing is written twice.</summary>
public sealed class WhenGitHubRefuses
{
    private const string Comments = "/repos/acme/people/issues/7/comments";

    [Theory]
    [InlineData(403, "You have exceeded a secondary rate limit", "retry-after", "17", 17)]
    [InlineData(429, "slow down", "retry-after", "17", 17)]
    [InlineData(403, "API rate limit exceeded", "x-ratelimit-reset", "1767268830", 30)]
    [InlineData(403, "You have exceeded a secondary rate limit", "x-none", "", 60)]
    public async Task A_limit_is_waited_out(int status, string message, string header, string value, double seconds)
    {
        using var bench = new GitHubBench();
        var limited = 1;
        bench.GitHub.Intercept = (method, _) => method == "POST" && limited-- > 0
            ? (status, $$"""{"message": "{{message}}"}""", [(header, value), ("x-ratelimit-remaining", header == "x-ratelimit-reset" ? "0" : "10")])
            : null;

        var run = await bench.RunAsync(ExitCode.Ok, "github", "comment", await bench.ResultAsync(ExitCode.Ok, "plan"));

        Assert.Equal([seconds], bench.Time.Seconds);
        Assert.Contains($"GitHub answered {status}; asking again in {seconds} s.", run.Error, StringComparison.Ordinal);
        Assert.Single(bench.GitHub.Comments);
    }

    [Fact]
    public async Task A_limit_that_lasts_is_not_waited_for()
    {
        using var bench = new GitHubBench();
        bench.GitHub.Intercept = (_, _) => (403, """{"message": "API rate limit exceeded"}""", [("retry-after", "3600")]);

        var run = await bench.RunAsync(ExitCode.Failed, "github", "comment", await bench.ResultAsync(ExitCode.Ok, "plan"));

        Assert.Contains("error GSS748: GitHub asks to wait 60 minutes", run.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Time.Seconds);
    }

    [Fact]
    public async Task A_comment_that_may_have_been_written_is_looked_for_before_it_is_written_again()
    {
        using var bench = new GitHubBench();
        var result = await bench.ResultAsync(ExitCode.Ok, "plan");
        await bench.RunAsync(ExitCode.Ok, "github", "comment", result);
        var written = bench.GitHub.Comments.Single();
        bench.GitHub.Comments.Clear();
        bench.GitHub.Intercept = (method, _) =>
        {
            if (method != "POST")
            {
                return null;
            }

            bench.GitHub.Comments.Add(written);
            return (502, "<html>", []);
        };

        var run = await bench.RunAsync(ExitCode.Ok, "github", "comment", result);

        Assert.StartsWith("Comment on pull request #7 left as it is: ", run.Out, StringComparison.Ordinal);
        Assert.Single(bench.GitHub.Comments);
    }

    [Fact]
    public async Task A_server_that_fails_is_asked_again_and_in_the_end_named()
    {
        using var bench = new GitHubBench();
        bench.GitHub.Intercept = (_, _) => (503, "", []);

        var run = await bench.RunAsync(ExitCode.Failed, "github", "comment", await bench.ResultAsync(ExitCode.Ok, "plan"));

        Assert.Contains("error GSS747: GitHub cannot be reached to comment on the pull request: status 503", run.Error, StringComparison.Ordinal);
        Assert.Equal([1.5, 3, 6, 12], bench.Time.Seconds);
    }

    [Theory]
    [InlineData(401, "GSS745")]
    [InlineData(403, "GSS744")]
    [InlineData(404, "GSS746")]
    [InlineData(422, "GSS749")]
    public async Task Every_other_answer_says_what_to_do(int status, string code)
    {
        using var bench = new GitHubBench();
        bench.GitHub.Intercept = (method, _) => method == "POST" ? (status, """{"message": "Resource not accessible by integration"}""", []) : null;

        var run = await bench.RunAsync(ExitCode.Failed, "github", "comment", await bench.ResultAsync(ExitCode.Ok, "plan"));

        Assert.Contains($"error {code}: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"Resource not accessible by integration\"", run.Error, StringComparison.Ordinal);
        Assert.Equal([$"POST {Comments}"], bench.GitHub.Writes);
    }

    [Fact]
    public async Task A_missing_permission_is_named()
    {
        using var bench = new GitHubBench();
        bench.GitHub.Intercept = (method, _) => method == "POST" ? (403, """{"message": "Resource not accessible by integration"}""", []) : null;
        bench.Bench.Write("result.json", (await bench.Bench.RunAsync(ExitCode.Ok, "plan", "--json")).Out);

        var comment = await bench.RunAsync(ExitCode.Failed, "github", "comment", bench.Bench.At("result.json"));
        var issue = await bench.RunAsync(ExitCode.Failed, "github", "drift-issue", bench.Bench.At("result.json"));

        Assert.Contains("\"permissions: {pull-requests: write}\"", comment.Error, StringComparison.Ordinal);
        Assert.Contains("\"permissions: {issues: write}\"", issue.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pull_request_of_a_fork_may_not_be_commented_on_and_that_is_no_failure()
    {
        using var bench = new GitHubBench().OnPullRequest(7, from: "mallory/people");
        bench.GitHub.Intercept = (method, _) => method == "POST" ? (403, """{"message": "Resource not accessible by integration"}""", []) : null;

        var run = await bench.RunAsync(ExitCode.Ok, "github", "comment", await bench.ResultAsync(ExitCode.Ok, "plan"));

        Assert.Contains("warning GSS751: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_said_all_at_once_and_before_anything_is_sent()
    {
        using var bench = new GitHubBench().With("GITHUB_TOKEN", null).With("GITHUB_REPOSITORY", "people").With("GITHUB_API_URL", "http://github.example");

        var run = await bench.RunAsync(ExitCode.Failed, "github", "comment", await bench.ResultAsync(ExitCode.Ok, "plan"));

        Assert.Contains("error GSS740: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("error GSS741: \"people\" is no repository", run.Error, StringComparison.Ordinal);
        Assert.Contains("error GSS742: the token is not sent to \"http://github.example\"", run.Error, StringComparison.Ordinal);
        Assert.Empty(bench.GitHub.Requests);
    }
}
