using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.GitHub;

/// <summary><c>github fetch-plan</c>: from the artifact of the pull request to the apply of its merge.</summary>
public sealed class FetchingTheReviewedPlan
{
    private const string Name = "scimstate-plan-acme";

    [Fact]
    public async Task The_plan_of_the_last_commit_of_the_pull_request_is_applied_and_a_second_time_is_done()
    {
        using var bench = await MergedAsync();
        bench.GitHub.Artifacts.Add(FakeGitHub.Artifact(1, Name, "feed", expired: true));
        bench.GitHub.Artifacts.Add(FakeGitHub.Artifact(3, Name, "feed"));
        bench.GitHub.Artifacts.Add(FakeGitHub.Artifact(2, Name, "feed"));
        bench.GitHub.Artifacts.Add(FakeGitHub.Artifact(9, Name, "older"));
        var file = bench.Bench.At("fetched/plan.json");

        var run = await bench.RunAsync(ExitCode.Ok, "github", "fetch-plan", "-o", file);

        Assert.Equal($"The plan reviewed in pull request #9: {file}\n", run.Out);
        Assert.Equal("GET /repos/acme/people/actions/artifacts/3/zip", bench.GitHub.Requests[^1]);
        await bench.Bench.RunAsync(ExitCode.Ok, "apply", file);
        bench.Bench.Recorded.Forget();
        await bench.Bench.RunAsync(ExitCode.Ok, "apply", file);
        Assert.Empty(bench.Bench.Recorded.Writes);
    }

    [Fact]
    public async Task A_plan_of_a_fork_is_none()
    {
        using var bench = await MergedAsync();
        bench.GitHub.Artifacts.Add(FakeGitHub.Artifact(1, Name, "feed", headRepository: 666));

        await FailsAsync(bench, "GSS753", "no run for pull request #9 has left one for its last commit feed");
    }

    [Fact]
    public async Task One_that_has_expired_is_named()
    {
        using var bench = await MergedAsync();
        bench.GitHub.Artifacts.Add(FakeGitHub.Artifact(1, Name, "feed", expired: true));

        await FailsAsync(bench, "GSS753", "that of pull request #9 has expired");
    }

    [Fact]
    public async Task A_commit_without_a_pull_request_has_none()
    {
        using var bench = await MergedAsync();
        bench.GitHub.Pulls.Clear();

        await FailsAsync(bench, "GSS753", "no merged pull request brought the commit 0123abcd");
    }

    [Fact]
    public async Task A_pull_request_that_is_not_merged_brought_nothing()
    {
        using var bench = await MergedAsync();
        bench.GitHub.Pulls.Clear();
        bench.GitHub.Pulls.Add(FakeGitHub.Pull(9, "feed", "0123abcd", mergedAt: null));
        bench.GitHub.Artifacts.Add(FakeGitHub.Artifact(1, Name, "feed"));

        await FailsAsync(bench, "GSS753", "no merged pull request brought the commit 0123abcd");
    }

    [Fact]
    public async Task One_that_another_workflow_left_under_the_name_is_passed_over()
    {
        using var bench = await MergedAsync();
        bench.GitHub.Artifacts.Add(FakeGitHub.Artifact(2, Name, "feed", workflow: "evil.yml"));
        await FailsAsync(bench, "GSS753", "that of pull request #9 comes from .github/workflows/evil.yml and not from scimstate-plan.yml, which --workflow names");
        bench.GitHub.Artifacts.Add(FakeGitHub.Artifact(1, Name, "feed"));

        await bench.RunAsync(ExitCode.Ok, "github", "fetch-plan", "-o", bench.Bench.At("fetched.json"));
        Assert.Equal("GET /repos/acme/people/actions/artifacts/1/zip", bench.GitHub.Requests[^1]);
        await bench.RunAsync(ExitCode.Ok, "github", "fetch-plan", "-o", bench.Bench.At("fetched.json"), "--workflow", "evil.yml");
        Assert.Equal("GET /repos/acme/people/actions/artifacts/2/zip", bench.GitHub.Requests[^1]);
    }

    [Fact]
    public async Task One_of_which_no_repository_is_known_is_none()
    {
        using var bench = await MergedAsync();
        var artifact = FakeGitHub.Artifact(1, Name, "feed");
        ((System.Text.Json.Nodes.JsonObject)artifact["workflow_run"]!).Remove("repository_id");
        ((System.Text.Json.Nodes.JsonObject)artifact["workflow_run"]!).Remove("head_repository_id");
        bench.GitHub.Artifacts.Add(artifact);

        await FailsAsync(bench, "GSS753", "no run for pull request #9 has left one");
    }

    [Fact]
    public async Task What_is_in_the_artifact_has_to_be_a_plan()
    {
        using var bench = await MergedAsync();
        bench.GitHub.Artifacts.Add(FakeGitHub.Artifact(1, Name, "feed"));
        bench.GitHub.Zip = FakeGitHub.Zipped(("other.json", "{}"));
        await FailsAsync(bench, "GSS754", "it holds 0 files named plan.json");
        bench.GitHub.Zip = [1, 2, 3];
        await FailsAsync(bench, "GSS754", "it is no ZIP file");
        bench.GitHub.Zip = FakeGitHub.Zipped(("plan.json", "{}"));
        await FailsAsync(bench, "GSS703", "is no saved plan");
    }

    [Fact]
    public async Task An_undo_plan_is_not_taken_because_no_file_bears_it_out()
    {
        using var bench = await MergedAsync();
        bench.GitHub.Artifacts.Add(FakeGitHub.Artifact(1, Name, "feed"));
        await bench.Bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve", "--undo", bench.Bench.At("undo.json"));
        bench.GitHub.Zip = FakeGitHub.Zipped(("plan.json", await File.ReadAllTextAsync(bench.Bench.At("undo.json"), TestContext.Current.CancellationToken)));

        await FailsAsync(bench, "GSS758", "holds an undo plan");

        Assert.False(File.Exists(bench.Bench.At("fetched.json")));
    }

    [Fact]
    public async Task The_store_of_artifacts_does_not_get_the_token()
    {
        using var bench = await MergedAsync();
        bench.GitHub.Artifacts.Add(FakeGitHub.Artifact(1, Name, "feed"));
        using var store = WireMock.Server.WireMockServer.Start();
        store.Given(WireMock.RequestBuilders.Request.Create().UsingGet()).RespondWith(WireMock.ResponseBuilders.Response.Create().WithBody(bench.GitHub.Zip));
        bench.GitHub.Intercept = (_, path) => path.EndsWith("/zip", StringComparison.Ordinal) ? (302, "", [("Location", $"{store.Url}/blob?sig=1")]) : null;

        await bench.RunAsync(ExitCode.Ok, "github", "fetch-plan", "-o", bench.Bench.At("fetched.json"));

        Assert.False(store.LogEntries.Single().RequestMessage!.Headers!.ContainsKey("Authorization"));
    }

    private static async Task<GitHubBench> MergedAsync()
    {
        var bench = new GitHubBench(test: "merged");
        bench.GitHub.Pulls.Add(FakeGitHub.Pull(9, "feed", "0123abcd"));
        bench.With("GITHUB_REF", "refs/heads/main");
        await bench.Bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.Bench.At("plan.json"));
        bench.GitHub.Zip = FakeGitHub.Zipped(("plan.json", await File.ReadAllTextAsync(bench.Bench.At("plan.json"))));
        return bench;
    }

    private static async Task FailsAsync(GitHubBench bench, string code, string why)
    {
        var run = await bench.RunAsync(ExitCode.Failed, "github", "fetch-plan", "-o", bench.Bench.At("fetched.json"));

        Assert.Contains($"error {code}: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
    }
}
