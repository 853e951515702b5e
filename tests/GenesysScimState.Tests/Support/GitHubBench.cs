using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Xunit;

namespace GenesysScimState.Tests.Support;

/// <summary>A workbench whose results go to a fake of GitHub, with the environment of a workflow.</summary>
internal sealed class GitHubBench : IDisposable
{
    private readonly Cli _cli;

    public GitHubBench(string organization = Workbench.Organization, [CallerMemberName] string test = "")
    {
        Bench = new Workbench(organization: organization, test: test);
        _cli = new Cli { Clock = Time }
            .With("GITHUB_TOKEN", FakeGitHub.Token)
            .With("GITHUB_REPOSITORY", FakeGitHub.Repository)
            .With("GITHUB_API_URL", GitHub.Url)
            .With("GITHUB_SERVER_URL", "https://github.example")
            .With("GITHUB_RUN_ID", "42")
            .With("GITHUB_SHA", "0123abcd")
            .With("GITHUB_REF", "refs/pull/7/merge");
    }

    public Workbench Bench { get; }

    public FakeGitHub GitHub { get; } = new();

    public ImpatientTime Time { get; } = new();

    public GitHubBench With(string variable, string? value)
    {
        _cli.With(variable, value);
        return this;
    }

    /// <summary>Runs a command in the folder and keeps what it wrote with <c>--json</c>.</summary>
    public async Task<string> ResultAsync(ExitCode expected, params string[] command)
    {
        var run = await Bench.RunAsync(expected, [.. command, "--json"]);
        Bench.Write("result.json", run.Out);
        return Bench.At("result.json");
    }

    public async Task<CliRun> RunAsync(ExitCode expected, params string[] command)
    {
        var run = await _cli.RunAsync([.. command, "-C", Bench.At("")]);
        Assert.True(run.Exit == (int)expected, run.ToString());
        Assert.DoesNotContain(FakeGitHub.Token, run.ToString(), StringComparison.Ordinal);
        return run;
    }

    /// <summary>A workflow's event, of a pull request from a repository.</summary>
    public GitHubBench OnPullRequest(int number, string from = FakeGitHub.Repository)
    {
        var repository = new JsonObject { ["full_name"] = from };
        var own = new JsonObject { ["full_name"] = FakeGitHub.Repository };
        Bench.Write("event.json", new JsonObject
        {
            ["pull_request"] = new JsonObject
            {
                ["number"] = number,
                ["head"] = new JsonObject { ["sha"] = "feed", ["repo"] = repository },
                ["base"] = new JsonObject { ["repo"] = own },
            },
        }.ToJsonString());
        return With("GITHUB_EVENT_PATH", Bench.At("event.json")).With("GITHUB_REF", null);
    }

    public void Dispose()
    {
        GitHub.Dispose();
        Bench.Dispose();
    }
}
