using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Workflows;

/// <summary>The workflows of the examples, step by step, with the emulator, against a fake of GitHub.</summary>
public sealed class TheWorkflowsToCopy
{
    [Fact]
    public async Task The_workflows_to_copy_bring_the_reviewed_plan_from_the_pull_request_to_the_merge()
    {
        using var bench = new WorkflowBench();
        var plan = await bench.JobAsync("one", "plan", "plan");
        Assert.True(plan[^1].Exit == 0, plan[^1].Log);
        Assert.Equal("actions/upload-artifact scimstate-plan-acme", bench.Runner.PassedOver[^1]);
        bench.Merge("scimstate-plan-acme", plan[^1]);

        var apply = await bench.JobAsync("one", "apply", "apply");
        var again = await bench.JobAsync("one", "apply", "apply");
        var drift = await bench.JobAsync("one", "drift", "drift");

        Assert.True(apply[^1].Exit == 0, apply[^1].Log);
        Assert.Equal("0 true 1 1 0 ", apply[^1].Result);
        Assert.Equal("0 false 0 0 0 ", again[^1].Result);
        Assert.Equal("0 false 0 0 0 ", drift[^1].Result);
        Assert.Single(bench.GitHub.Comments);

        bench.Edit("state/state.yaml", "title: Agent", "title: Lead");
        var stale = await bench.JobAsync("one", "apply", "apply");
        Assert.Equal("5     plan-changed", stale[^1].Result);
        Assert.Contains("**Stale: ", bench.GitHub.Comments.Single().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_without_a_reviewed_plan_applies_nothing()
    {
        using var bench = new WorkflowBench();
        bench.Runner.With("GITHUB_REF", "refs/heads/main");

        var apply = await bench.JobAsync("one", "apply", "apply");

        Assert.Equal(("Fetch the reviewed plan", 1), (apply[^1].Name, apply[^1].Exit));
        Assert.Contains("GSS753", apply[^1].Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pull_request_of_a_fork_is_checked_without_a_secret()
    {
        using var bench = new WorkflowBench();

        var validate = await bench.JobAsync("one", "plan", "validate");

        Assert.True(validate[^1].Exit == 0, validate[^1].Log);
        Assert.Empty(bench.GitHub.Requests);
        foreach (var kind in new[] { "one", "many" })
        {
            var text = await File.ReadAllTextAsync(WorkflowBench.Example(kind, "plan"), TestContext.Current.CancellationToken);
            var job = text[text.IndexOf("  validate:", StringComparison.Ordinal)..text.IndexOf("\n  plan:", StringComparison.Ordinal)];
            Assert.DoesNotContain("secrets.", job, StringComparison.Ordinal);
            Assert.DoesNotContain("write", job, StringComparison.Ordinal);
            Assert.Contains("if: github.event.pull_request.head.repo.full_name != github.repository || ", job, StringComparison.Ordinal);
            Assert.Contains("if: github.event.pull_request.head.repo.full_name == github.repository && ", text[text.IndexOf("\n  plan:", StringComparison.Ordinal)..], StringComparison.Ordinal);
            Assert.DoesNotContain("pull_request_target", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Errors_in_the_files_take_the_place_of_an_earlier_plan_in_the_comment()
    {
        using var bench = new WorkflowBench();
        await bench.JobAsync("one", "plan", "plan");
        bench.Edit("state/state.yaml", "title: Agent", "titel: Agent");

        var plan = await bench.JobAsync("one", "plan", "plan");

        Assert.Equal("3     validate-failed", plan[^1].Result);
        Assert.Contains("**Invalid: 1 error in the files.**", bench.GitHub.Comments.Single().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_organizations_the_matrix_is_their_folders_and_each_is_planned_applied_and_looked_at()
    {
        using var bench = new WorkflowBench();
        foreach (var name in new[] { "acme-eu", "acme-us" })
        {
            Directory.CreateDirectory(bench.At($"organizations/{name}/state"));
            File.Copy(bench.At("state/state.yaml"), bench.At($"organizations/{name}/state/state.yaml"));
            File.WriteAllText(bench.At($"organizations/{name}/scimstate.yaml"), bench.Read("scimstate.yaml").Replace("acme-minimal", name, StringComparison.Ordinal).Replace("seed: ", "seed: ../../", StringComparison.Ordinal));
        }

        foreach (var workflow in new[] { "plan", "apply", "drift" })
        {
            Assert.Equal("""["acme-eu","acme-us"]""", (await bench.JobAsync("many", workflow, "organizations")).Single().Outputs["names"]);
        }

        foreach (var name in new[] { "acme-eu", "acme-us" })
        {
            bench.Runner.Given("matrix.organization", name).With("GITHUB_REF", "refs/pull/7/merge");
            var before = await bench.JobAsync("many", "drift", "drift");
            var plan = await bench.JobAsync("many", "plan", "plan");
            Assert.Equal($"actions/upload-artifact scimstate-plan-{name}", bench.Runner.PassedOver[^1]);
            bench.Merge($"scimstate-plan-{name}", plan[^1]);
            var apply = await bench.JobAsync("many", "apply", "apply");
            var again = await bench.JobAsync("many", "apply", "apply");
            var after = await bench.JobAsync("many", "drift", "drift");

            Assert.True(apply[^1].Exit == 0, apply[^1].Log);
            Assert.Equal(["2 true 1 1 0 ", "2 true 1 1 0 ", "0 true 1 1 0 ", "0 false 0 0 0 ", "0 false 0 0 0 "], new[] { before, plan, apply, again, after }.Select(job => job[^1].Result));
            Assert.Equal(("closed", $"scimstate drift: {name}"), (bench.GitHub.Issues[^1].State, bench.GitHub.Issues[^1].Title));
        }

        Assert.Equal((2, 2), (bench.GitHub.Comments.Count, bench.GitHub.Issues.Count));
    }

    [Fact]
    public async Task A_folder_that_could_be_taken_for_more_than_a_name_is_none()
    {
        using var bench = new WorkflowBench();
        Directory.CreateDirectory(bench.At("organizations/a b"));
        File.WriteAllText(bench.At("organizations/a b/scimstate.yaml"), "");

        foreach (var workflow in new[] { "plan", "apply", "drift" })
        {
            Assert.Equal(1, (await bench.JobAsync("many", workflow, "organizations")).Single().Exit);
        }
    }

    [Theory]
    [InlineData("success,skipped,success", 0)]
    [InlineData("success,success,skipped", 0)]
    [InlineData("success,skipped,failure", 1)]
    [InlineData("failure,skipped,skipped", 1)]
    [InlineData("success,skipped,cancelled", 1)]
    public async Task One_check_speaks_for_all_organizations(string results, int exit)
    {
        using var bench = new WorkflowBench();
        bench.Runner.Given("join(needs.*.result)", results);

        Assert.Equal(exit, (await bench.JobAsync("many", "plan", "all")).Single().Exit);
    }

    [Fact]
    public async Task The_widget_of_GitLab_has_the_counts_of_the_plan()
    {
        using var bench = new WorkflowBench();
        var plan = await bench.Runner.ActionAsync(("command", "plan"));

        var widget = await bench.Runner.ScriptAsync($"scimstate show '{plan.Outputs["json_plan_path"]}' --json | awk -f '{Repository.At("examples", "gitlab", "widget.awk")}'");

        Assert.Equal("{\"create\":2,\"update\":0,\"delete\":0}\n", widget.Log);
    }
}
