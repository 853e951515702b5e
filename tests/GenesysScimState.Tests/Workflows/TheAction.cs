using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Workflows;

/// <summary>action.yml and the workflows to copy, run in bash, with the emulator, against a fake of GitHub.</summary>
public sealed class TheAction
{
    private static string Own { get; } = App.Version.Split('-')[0];

    [Fact]
    public async Task Plan_apply_and_drift_of_an_example_comment_and_keep_the_issue()
    {
        using var github = new FakeGitHub();
        using var release = new Release(Own);
        using var runner = Prepared(github, release);

        var plan = await runner.ActionAsync(("command", "plan"), ("comment", "true"));
        var apply = await runner.ActionAsync(("command", "apply"), ("comment", "true"), ("plan-file", plan.Outputs["json_plan_path"]));
        var again = await runner.ActionAsync(("command", "apply"), ("comment", "true"), ("plan-file", plan.Outputs["json_plan_path"]));
        var clean = await runner.ActionAsync(("command", "drift"), ("comment", "true"));

        Assert.True(plan.Exit == 0, plan.Log);
        Assert.Equal("2 true 1 1 0 ", Outputs(plan));
        Assert.Contains("**2 changes to apply.**", await File.ReadAllTextAsync(plan.Outputs["plan_path"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("0 true 1 1 0 ", Outputs(apply));
        Assert.Equal("0 false 0 0 0 ", Outputs(again));
        Assert.Equal("0 false 0 0 0 ", Outputs(clean));
        Assert.True(File.Exists(apply.Outputs["report_path"]));
        Assert.Contains("**Nothing to do: the organization is as declared.**", github.Comments.Single().Body, StringComparison.Ordinal);
        Assert.Empty(github.Issues);
        Assert.Contains("**2 changes to apply.**", runner.Summary, StringComparison.Ordinal);
        Assert.Contains("**No drift: the organization is as declared.**", runner.Summary, StringComparison.Ordinal);

        File.AppendAllText(runner.At("state/state.yaml"), "  - displayName: Nobody's\n");
        var invalid = await runner.ActionAsync(("command", "drift"), ("comment", "true"));
        Assert.Equal("3     validate-failed", Outputs(invalid));
        Assert.Empty(github.Issues);
    }

    [Fact]
    public async Task Drift_opens_the_issue_and_does_not_fail_the_job()
    {
        using var github = new FakeGitHub();
        using var release = new Release(Own);
        using var runner = Prepared(github, release);

        var drift = await runner.ActionAsync(("command", "drift"), ("comment", "true"));

        Assert.True(drift.Exit == 0, drift.Log);
        Assert.Equal("2 true 1 1 0 ", Outputs(drift));
        Assert.Equal("scimstate drift: acme-minimal", github.Issues.Single().Title);
    }

    [Fact]
    public async Task What_is_refused_fails_the_step_and_the_comment_says_why()
    {
        using var github = new FakeGitHub();
        using var release = new Release(Own);
        using var runner = Prepared(github, release);
        var config = await File.ReadAllTextAsync(runner.At("scimstate.yaml"), TestContext.Current.CancellationToken);
        File.WriteAllText(runner.At("scimstate.yaml"), $"{config}\nlimits: {{create: {{count: 0}}}}\n");

        var plan = await runner.ActionAsync(("command", "plan"), ("comment", "true"));

        Assert.Equal(4, plan.Exit);
        Assert.Equal("4 true 1 1 0 refused", Outputs(plan));
        Assert.Contains("**Refused by 1 guard; nothing will be written.**", github.Comments.Single().Body, StringComparison.Ordinal);
        Assert.Contains("::error title=GSS4", plan.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_that_may_not_be_written_fails_the_step_and_names_the_permission()
    {
        using var github = new FakeGitHub();
        using var release = new Release(Own);
        using var runner = Prepared(github, release);
        github.Intercept = (method, _) => method == "POST" ? (403, """{"message": "Resource not accessible by integration"}""", []) : null;

        var plan = await runner.ActionAsync(("command", "plan"), ("comment", "true"));

        Assert.Equal(1, plan.Exit);
        Assert.Equal("2 true 1 1 0 ", Outputs(plan));
        Assert.Contains("::error title=GSS744::", plan.Log, StringComparison.Ordinal);
        Assert.Contains("pull-requests: write", plan.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan; touch owned", "the input command has to be validate, plan, apply or drift")]
    [InlineData("destroy", "the input command has to be validate, plan, apply or drift")]
    public async Task Another_command_is_none(string command, string why)
    {
        using var github = new FakeGitHub();
        using var release = new Release(Own);
        using var runner = Prepared(github, release);

        var run = await runner.ActionAsync(("command", command));

        Assert.Equal(1, run.Exit);
        Assert.Contains(why, run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inputs_are_never_commands_of_the_shell()
    {
        using var github = new FakeGitHub();
        using var release = new Release(Own);
        using var runner = Prepared(github, release);
        const string Evil = "\"; touch owned; $(touch owned) `touch owned` '";

        await runner.ActionAsync(("command", "plan"), ("directory", Evil), ("args", $"--only\n{Evil}"), ("plan-file", Evil));
        await runner.ActionAsync(("command", "apply"), ("plan-file", Evil));
        await runner.ActionAsync(("command", "validate"), ("version", Evil));

        Assert.False(File.Exists(runner.At("owned")));
    }

    [Fact]
    public async Task A_binary_that_is_not_what_was_released_is_not_run()
    {
        using var github = new FakeGitHub();
        using var release = new Release(Own, isTampered: true);
        using var runner = Prepared(github, release);

        var run = await runner.ActionAsync(("command", "validate"));

        Assert.Equal(1, run.Exit);
        Assert.Contains("::error title=scimstate::scimstate-linux-x64.tar.gz is not what was released", run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_without_a_release_is_named()
    {
        using var github = new FakeGitHub();
        using var release = new Release(Own);
        using var runner = Prepared(github, release);

        var run = await runner.ActionAsync(("command", "validate"), ("version", "9.9.9"));

        Assert.Equal(1, run.Exit);
        Assert.Contains("there is no release v9.9.9 of scimstate", run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_workflows_to_copy_bring_the_reviewed_plan_from_the_pull_request_to_the_merge()
    {
        using var github = new FakeGitHub();
        using var release = new Release(Own);
        using var runner = Prepared(github, release);
        var plan = await runner.JobAsync(Example("one", "plan"), "plan");
        Assert.True(plan[^1].Exit == 0, plan[^1].Log);
        Assert.Equal("actions/upload-artifact scimstate-plan-acme", runner.PassedOver[^1]);
        github.Zip = FakeGitHub.Zipped(("plan.json", await File.ReadAllTextAsync(plan[^1].Outputs["json_plan_path"], TestContext.Current.CancellationToken)));
        github.Pulls.Add(FakeGitHub.Pull(7, "feed", "0123abcd"));
        github.Artifacts.Add(FakeGitHub.Artifact(1, "scimstate-plan-acme", "feed"));
        runner.With("GITHUB_REF", "refs/heads/main");

        var apply = await runner.JobAsync(Example("one", "apply"), "apply");
        var again = await runner.JobAsync(Example("one", "apply"), "apply");
        var drift = await runner.JobAsync(Example("one", "drift"), "drift");

        Assert.True(apply[^1].Exit == 0, apply[^1].Log);
        Assert.Equal("0 true 1 1 0 ", Outputs(apply[^1]));
        Assert.Equal("0 false 0 0 0 ", Outputs(again[^1]));
        Assert.Equal("0 false 0 0 0 ", Outputs(drift[^1]));
        Assert.Single(github.Comments);

        File.WriteAllText(runner.At("state/state.yaml"), (await File.ReadAllTextAsync(runner.At("state/state.yaml"), TestContext.Current.CancellationToken)).Replace("title: Agent", "title: Lead", StringComparison.Ordinal));
        var stale = await runner.JobAsync(Example("one", "apply"), "apply");
        Assert.Equal("5     plan-changed", Outputs(stale[^1]));
        Assert.Contains("**Stale: ", github.Comments.Single().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_without_a_reviewed_plan_applies_nothing()
    {
        using var github = new FakeGitHub();
        using var release = new Release(Own);
        using var runner = Prepared(github, release).With("GITHUB_REF", "refs/heads/main");

        var apply = await runner.JobAsync(Example("one", "apply"), "apply");

        Assert.Equal(("Fetch the reviewed plan", 1), (apply[^1].Name, apply[^1].Exit));
        Assert.Contains("GSS753", apply[^1].Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pull_request_of_a_fork_is_checked_without_a_secret()
    {
        using var github = new FakeGitHub();
        using var release = new Release(Own);
        using var runner = Prepared(github, release);

        var validate = await runner.JobAsync(Example("one", "plan"), "validate");

        Assert.True(validate[^1].Exit == 0, validate[^1].Log);
        Assert.Empty(github.Requests);
        foreach (var kind in new[] { "one", "many" })
        {
            var text = await File.ReadAllTextAsync(Example(kind, "plan"), TestContext.Current.CancellationToken);
            var job = text[text.IndexOf("  validate:", StringComparison.Ordinal)..text.IndexOf("\n  plan:", StringComparison.Ordinal)];
            Assert.DoesNotContain("secrets.", job, StringComparison.Ordinal);
            Assert.DoesNotContain("write", job, StringComparison.Ordinal);
            Assert.Contains("if: github.event.pull_request.head.repo.full_name == github.repository\n", text[text.IndexOf("\n  plan:", StringComparison.Ordinal)..], StringComparison.Ordinal);
            Assert.DoesNotContain("pull_request_target", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Of_many_organizations_the_matrix_is_their_folders()
    {
        using var github = new FakeGitHub();
        using var release = new Release(Own);
        using var runner = Prepared(github, release);
        foreach (var name in new[] { "acme-eu", "acme-us" })
        {
            Directory.CreateDirectory(runner.At($"organizations/{name}/state"));
            File.Copy(runner.At("state/state.yaml"), runner.At($"organizations/{name}/state/state.yaml"));
            File.WriteAllText(runner.At($"organizations/{name}/scimstate.yaml"), (await File.ReadAllTextAsync(runner.At("scimstate.yaml"), TestContext.Current.CancellationToken)).Replace("acme-minimal", name, StringComparison.Ordinal).Replace("seed: ", "seed: ../../", StringComparison.Ordinal));
        }

        var list = (await runner.JobAsync(Example("many", "plan"), "organizations")).Single();
        Assert.Equal("""["acme-eu","acme-us"]""", list.Outputs["names"]);
        foreach (var name in JsonNode.Parse(list.Outputs["names"])!.AsArray())
        {
            var plan = await runner.Given("matrix.organization", (string)name!).JobAsync(Example("many", "plan"), "plan");
            Assert.True(plan[^1].Exit == 0, plan[^1].Log);
        }

        Assert.Equal(2, github.Comments.Count);
        Directory.CreateDirectory(runner.At("organizations/a b"));
        File.WriteAllText(runner.At("organizations/a b/scimstate.yaml"), "");
        Assert.Equal(1, (await runner.JobAsync(Example("many", "plan"), "organizations")).Single().Exit);
    }

    private static string Example(string kind, string workflow) => Repository.At("examples", "github", kind, $"scimstate-{workflow}.yml");

    private static string Outputs(StepRun run) => string.Join(' ', ((string[])["exit-code", "changes", "to_add", "to_change", "to_destroy", "failure-reason"]).Select(name => run.Outputs.GetValueOrDefault(name, "")));

    private static Runner Prepared(FakeGitHub github, Release release, [CallerMemberName] string test = "")
    {
        var runner = Runner.Start(test)
            .With("GITHUB_API_URL", github.Url).With("GITHUB_REPOSITORY", FakeGitHub.Repository).With("GITHUB_RUN_ID", "42")
            .With("GITHUB_SERVER_URL", "https://github.example").With("GITHUB_SHA", "0123abcd").With("GITHUB_REF", "refs/pull/7/merge")
            .With("DOWNLOADS", release.Url);
        Directory.CreateDirectory(runner.At("state"));
        foreach (var file in (string[])["scimstate.yaml", "organization.seed.json", "state/state.yaml"])
        {
            File.Copy(Repository.At("examples", "minimal", file), runner.At(file));
        }

        return runner;
    }
}
