using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>apply without a reviewed plan shows what it would do and asks.</summary>
public sealed class AskingFirst
{
    [Fact]
    public async Task A_yes_applies()
    {
        using var bench = new Workbench(input: "yes\n", isInteractive: true);

        var run = await bench.RunAsync(ExitCode.Ok, "apply");

        Assert.Contains("Apply these changes?", run.Error, StringComparison.Ordinal);
        Assert.Contains("Apply complete: 0 created, 1 updated, 0 activated, 0 deactivated, 0 deleted; 1 member added, 0 removed.", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, bench.Recorded.Writes.Count);
    }

    [Theory]
    [InlineData("y\n")]
    [InlineData("YES\n")]
    [InlineData("no\n")]
    [InlineData("\n")]
    [InlineData("")]
    public async Task Anything_else_does_not(string answer)
    {
        using var bench = new Workbench(answer, isInteractive: true);

        var run = await bench.RunAsync(ExitCode.Failed, "apply");

        Assert.EndsWith("note GSS718: nothing was changed, because the answer was not \"yes\"\n", run.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Recorded.Writes);
    }

    [Fact]
    public async Task Where_nobody_can_answer_it_says_what_to_do_instead()
    {
        using var bench = new Workbench(input: "yes\n");

        var run = await bench.RunAsync(ExitCode.Failed, "apply");

        Assert.Contains("error GSS701: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("Plan: 0 to add, 2 to change, 0 to destroy.", run.Out, StringComparison.Ordinal);
        Assert.Empty(bench.Recorded.Writes);
    }

    [Fact]
    public async Task With_nothing_to_do_it_does_not_ask()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        var run = await bench.RunAsync(ExitCode.Ok, "apply");

        Assert.Contains("Nothing to do: the organization is as declared.", run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task A_plan_that_a_guard_refuses_is_not_asked_about()
    {
        using var bench = new Workbench(input: "yes\n", isInteractive: true);
        bench.Write("team.state.yaml", "users:\n  - {userName: bob@x.test, state: absent}\n  - {userName: ana@x.test}\n");

        var run = await bench.RunAsync(ExitCode.Refused, "apply");

        Assert.Contains("error GSS406: the plan deletes 1 user, more than the 0 allowed: user/bob@x.test", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Apply these changes?", run.Error, StringComparison.Ordinal);
        Assert.Contains("  ! user/bob@x.test  delete: declared absent", run.Out, StringComparison.Ordinal);
        Assert.Empty(bench.Recorded.Writes);
    }

    [Fact]
    public async Task Quiet_leaves_out_progress_and_keeps_the_result()
    {
        using var loud = new Workbench();
        using var quiet = new Workbench();

        var said = await loud.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        var kept = await quiet.RunAsync(ExitCode.Ok, "apply", "--auto-approve", "--quiet");

        Assert.Contains("[1/2] ~ user/ana@x.test  update: done\n", said.Error, StringComparison.Ordinal);
        Assert.Empty(kept.Error);
        Assert.Equal(said.Out, kept.Out);
    }
}
