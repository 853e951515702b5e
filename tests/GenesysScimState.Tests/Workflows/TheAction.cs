using Xunit;

namespace GenesysScimState.Tests.Workflows;

/// <summary>action.yml, run in bash, with the emulator, against a fake of GitHub.</summary>
public sealed class TheAction
{
    [Fact]
    public async Task Plan_apply_and_drift_of_an_example_comment_and_keep_the_issue()
    {
        using var bench = new WorkflowBench();

        var plan = await bench.Runner.ActionAsync(("command", "plan"), ("comment", "true"));
        var apply = await bench.Runner.ActionAsync(("command", "apply"), ("comment", "true"), ("plan-file", plan.Outputs["json_plan_path"]));
        var again = await bench.Runner.ActionAsync(("command", "apply"), ("comment", "true"), ("plan-file", plan.Outputs["json_plan_path"]));
        var clean = await bench.Runner.ActionAsync(("command", "drift"), ("comment", "true"));

        Assert.True(plan.Exit == 0, plan.Log);
        Assert.Equal("2 true 1 1 0 ", plan.Result);
        Assert.Contains("**2 changes to apply.**", await File.ReadAllTextAsync(plan.Outputs["plan_path"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("0 true 1 1 0 ", apply.Result);
        Assert.Equal("0 false 0 0 0 ", again.Result);
        Assert.Equal("0 false 0 0 0 ", clean.Result);
        Assert.True(File.Exists(apply.Outputs["report_path"]));
        Assert.Contains("**Nothing to do: the organization is as declared.**", bench.GitHub.Comments.Single().Body, StringComparison.Ordinal);
        Assert.Empty(bench.GitHub.Issues);
        Assert.Contains("**2 changes to apply.**", bench.Runner.Summary, StringComparison.Ordinal);
        Assert.Contains("**No drift: the organization is as declared.**", bench.Runner.Summary, StringComparison.Ordinal);

        File.AppendAllText(bench.At("state/state.yaml"), "  - displayName: Nobody's\n");
        var invalid = await bench.Runner.ActionAsync(("command", "drift"), ("comment", "true"));
        Assert.Equal("3     validate-failed", invalid.Result);
        Assert.Empty(bench.GitHub.Issues);
    }

    [Fact]
    public async Task Drift_opens_the_issue_and_does_not_fail_the_job()
    {
        using var bench = new WorkflowBench();

        var drift = await bench.Runner.ActionAsync(("command", "drift"), ("comment", "true"));

        Assert.True(drift.Exit == 0, drift.Log);
        Assert.Equal("2 true 1 1 0 ", drift.Result);
        Assert.Equal("scimstate drift: acme-minimal", bench.GitHub.Issues.Single().Title);
    }

    [Fact]
    public async Task What_is_refused_fails_the_step_and_the_comment_says_why()
    {
        using var bench = new WorkflowBench();
        File.AppendAllText(bench.At("scimstate.yaml"), "\nlimits: {create: {count: 0}}\n");

        var plan = await bench.Runner.ActionAsync(("command", "plan"), ("comment", "true"));

        Assert.Equal(4, plan.Exit);
        Assert.Equal("4 true 1 1 0 refused", plan.Result);
        Assert.Contains("**Refused by 1 guard; nothing will be written.**", bench.GitHub.Comments.Single().Body, StringComparison.Ordinal);
        Assert.Contains("::error title=GSS4", plan.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_that_may_not_be_written_fails_the_step_and_names_the_permission()
    {
        using var bench = new WorkflowBench();
        bench.GitHub.Intercept = (method, _) => method == "POST" ? (403, """{"message": "Resource not accessible by integration"}""", []) : null;

        var plan = await bench.Runner.ActionAsync(("command", "plan"), ("comment", "true"));

        Assert.Equal(1, plan.Exit);
        Assert.Equal("2 true 1 1 0 ", plan.Result);
        Assert.Contains("::error title=GSS744::", plan.Log, StringComparison.Ordinal);
        Assert.Contains("pull-requests: write", plan.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan; touch owned", "the input command has to be validate, plan, apply or drift")]
    [InlineData("destroy", "the input command has to be validate, plan, apply or drift")]
    public async Task Another_command_is_none(string command, string why)
    {
        using var bench = new WorkflowBench();

        var run = await bench.Runner.ActionAsync(("command", command));

        Assert.Equal(1, run.Exit);
        Assert.Contains(why, run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inputs_are_never_commands_of_the_shell()
    {
        using var bench = new WorkflowBench();
        const string Evil = "\"; touch owned; $(touch owned) `touch owned` '";

        await bench.Runner.ActionAsync(("command", "plan"), ("directory", Evil), ("args", $"--only\n{Evil}"), ("plan-file", Evil));
        await bench.Runner.ActionAsync(("command", "apply"), ("plan-file", Evil));
        await bench.Runner.ActionAsync(("command", "validate"), ("version", Evil));

        Assert.False(File.Exists(bench.At("owned")));
    }

    [Fact]
    public async Task A_binary_that_is_not_what_was_released_is_not_run()
    {
        using var bench = new WorkflowBench(isTampered: true);

        var run = await bench.Runner.ActionAsync(("command", "validate"));

        Assert.Equal(1, run.Exit);
        Assert.Contains("::error title=scimstate::scimstate-linux-x64.tar.gz is not what was released", run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_without_a_release_is_named()
    {
        using var bench = new WorkflowBench();

        var run = await bench.Runner.ActionAsync(("command", "validate"), ("version", "9.9.9"));

        Assert.Equal(1, run.Exit);
        Assert.Contains("there is no release v9.9.9 of scimstate", run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_as_Windows_names_it_does_not_stop_the_installation()
    {
        using var bench = new WorkflowBench();
        // Relative here, so that the colon comes before any slash; with a backslash, which sha256sum tells of before the sum.
        Directory.CreateDirectory(bench.At(@"D:\a"));
        bench.Runner.With("RUNNER_TEMP", @"D:\a");

        var run = await bench.Runner.ActionAsync(("command", "validate"));

        Assert.True(run.Name == "Run scimstate", run.Log);
        Assert.True(File.Exists(bench.At(@"D:\a/scimstate-bin/scimstate")));
    }

    [Fact]
    public async Task A_machine_for_which_there_is_no_release_is_named()
    {
        using var bench = new WorkflowBench();
        bench.Runner.With("RUNNER_ARCH", "RISCV");

        var run = await bench.Runner.ActionAsync(("command", "validate"));

        Assert.Equal((1, "::error title=scimstate::there is no scimstate for this processor\n"), (run.Exit, run.Log));
    }

    [Fact]
    public async Task The_account_of_an_app_is_an_input()
    {
        using var bench = new WorkflowBench();
        bench.GitHub.Account = "acme-directory[bot]";

        await bench.Runner.ActionAsync(("command", "plan"), ("comment", "true"), ("author", "acme-directory[bot]"));
        var again = await bench.Runner.ActionAsync(("command", "plan"), ("comment", "true"), ("author", "acme-directory[bot]"));

        Assert.True(again.Exit == 0, again.Log);
        Assert.Single(bench.GitHub.Comments);
    }

    [Fact]
    public async Task A_comment_is_kept_or_not_and_nothing_else()
    {
        using var bench = new WorkflowBench();

        var run = await bench.Runner.ActionAsync(("command", "plan"), ("comment", "yes"));

        Assert.Equal(1, run.Exit);
        Assert.Contains("the input comment has to be true or false", run.Log, StringComparison.Ordinal);
    }
}
