using System.Net;
using GenesysScimState.Emulator;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary><c>apply --undo FILE</c>: what a run leaves, also one that was continued, interrupted or not shown.</summary>
public sealed class LeavingAnUndoPlan
{
    [Fact]
    public async Task Where_nothing_was_done_there_is_nothing_to_undo()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        var run = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve", "--undo", bench.At("undo.json"));

        Assert.EndsWith($"Undo: nothing to undo. A plan without changes was saved to {bench.At("undo.json")}.\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing to undo.\n", (await bench.RunAsync(ExitCode.Ok, "show", bench.At("undo.json"))).Out, StringComparison.Ordinal);
        await bench.RunAsync(ExitCode.Ok, "apply", bench.At("undo.json"));
    }

    [Fact]
    public async Task A_run_that_was_continued_is_undone_in_full()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"));
        bench.Recorded.Intercept = request => request.Method == HttpMethod.Patch && request.RequestUri!.AbsolutePath.Contains("/Groups/", StringComparison.Ordinal) ? Refusal(HttpStatusCode.BadRequest) : null;

        var first = await bench.RunAsync(ExitCode.Partial, "apply", bench.At("plan.json"), "--undo", bench.At("undo.json"));
        bench.Recorded.Intercept = _ => null;
        var second = await bench.RunAsync(ExitCode.Ok, "apply", bench.At("plan.json"), "--undo", bench.At("undo.json"));
        var third = await bench.RunAsync(ExitCode.Ok, "apply", bench.At("plan.json"), "--undo", bench.At("undo.json"));

        Assert.Contains("Undo: 1 user to update; saved to ", first.Error, StringComparison.Ordinal);
        Assert.Contains("Undo: 1 user to update, 1 member to remove; saved to ", second.Error, StringComparison.Ordinal);
        Assert.Contains("Undo: 1 user to update, 1 member to remove; saved to ", third.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("GSS6", second.Error, StringComparison.Ordinal);
        await bench.RunAsync(ExitCode.Ok, "apply", bench.At("undo.json"));
        Assert.Contains("Plan: 0 to add, 2 to change, 0 to destroy.\n", (await bench.RunAsync(ExitCode.Ok, "plan")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_the_first_of_two_runs_deleted_the_second_still_brings_back()
    {
        using var organization = new Workbench(configuration: "limits: {delete: {count: 1}}");
        organization.Declare("users:\n  - {userName: bob@x.test, externalId: e-bob, state: absent, reason: left}\n  - {userName: ana@x.test, externalId: e-ana, title: Boss}\n");
        await organization.RunAsync("plan", "-o", organization.At("plan.json"));
        organization.Recorded.Intercept = request => request.Method == HttpMethod.Patch ? Refusal(HttpStatusCode.BadRequest) : null;

        await organization.RunAsync("apply", organization.At("plan.json"), "--undo", organization.At("undo.json"));
        organization.Recorded.Intercept = _ => null;
        var second = await organization.RunAsync("apply", organization.At("plan.json"), "--undo", organization.At("undo.json"));
        var elsewhere = await organization.RunAsync("apply", organization.At("plan.json"), "--undo", organization.At("other.json"));
        var back = await organization.RunAsync("apply", organization.At("undo.json"));

        Assert.Contains("Undo: 1 user to create, 1 user to update, 1 member to add; saved to ", second.Error, StringComparison.Ordinal);
        Assert.Contains("warning GSS610: 1 user deleted by the plan can only be created again", second.Error, StringComparison.Ordinal);
        Assert.Contains("warning GSS613: user/bob@x.test cannot be undone: an earlier run deleted the user", elsewhere.Error, StringComparison.Ordinal);
        Assert.True(back.Exit == 0, back.ToString());
        Assert.Contains("Plan: 0 to add, 1 to change, 1 to destroy.\n", (await organization.RunAsync("plan")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_run_leaves_one_too()
    {
        using var interruption = new CancellationTokenSource();
        using var folder = new TempFolder("interrupted-undo");
        folder.Write("scimstate.yaml", "organization: acme\ntarget: {kind: genesys-cloud, apiUrl: 'http://127.0.0.1:9', tokenUrl: 'http://127.0.0.1:9/oauth/token'}\nstate: ['*.state.yaml']\n");
        folder.Write("team.state.yaml", "users:\n" + string.Concat(Enumerable.Range(1, 3).Select(number => $"  - {{userName: u{number}@x.test, displayName: U}}\n")));
        using var emulator = ScimEmulator.Open(new EmulatorOptions(), new Cli().Time);
        var recorded = new RecordedEmulator(emulator)
        {
            Answered = (request, _) =>
            {
                if (request.Method == HttpMethod.Post)
                {
                    interruption.Cancel();
                }
            },
        };

        var run = await new Cli { Network = recorded.Handler, Interruption = interruption.Token }.RunAsync("apply", "--auto-approve", "--undo", folder.At("undo.json"), "-C", folder.Path);

        Assert.Equal((int)ExitCode.Interrupted, run.Exit);
        Assert.Contains("Undo: 1 user to deactivate; saved to ", run.Error, StringComparison.Ordinal);
        recorded.Answered = (_, _) => { };
        var back = await new Cli { Network = recorded.Handler }.RunAsync("apply", folder.At("undo.json"), "-C", folder.Path);
        Assert.True(back.Exit == 0, back.ToString());
    }

    [Fact]
    public async Task It_is_not_written_over_the_plan_that_is_applied()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"));
        bench.Recorded.Forget();

        var run = await bench.RunAsync(ExitCode.Failed, "apply", bench.At("plan.json"), "--undo", bench.At("plan.json"));

        Assert.Contains("error GSS724: --undo would overwrite a file that this command reads", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, bench.Recorded.Requests);
    }

    [Fact]
    public async Task Verifying_and_undoing_read_once()
    {
        using var verified = new Workbench();
        await verified.RunAsync(ExitCode.Ok, "apply", "--auto-approve", "--verify");
        using var both = new Workbench();
        await both.RunAsync(ExitCode.Ok, "apply", "--auto-approve", "--verify", "--undo", both.At("undo.json"));

        Assert.Equal(verified.Recorded.Requests, both.Recorded.Requests);
    }

    [Fact]
    public async Task An_organization_that_cannot_be_read_any_more_costs_the_undo_plan_and_not_the_report()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"));
        bench.Recorded.Answered = (request, _) =>
        {
            if (request.Method == HttpMethod.Patch && request.RequestUri!.AbsolutePath.Contains("/Groups/", StringComparison.Ordinal))
            {
                bench.Recorded.Intercept = _ => Refusal(HttpStatusCode.Forbidden);
            }
        };

        var run = await bench.RunAsync(ExitCode.Failed, "apply", bench.At("plan.json"), "--undo", bench.At("undo.json"));

        Assert.Contains("Apply complete: ", run.Out, StringComparison.Ordinal);
        Assert.Contains($"error GSS612: the undo plan \"{bench.At("undo.json")}\" was not written: the organization could not be read after the run", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(bench.At("undo.json")));
        bench.Recorded.Intercept = _ => null;
        await bench.RunAsync(ExitCode.Ok, "apply", bench.At("plan.json"), "--undo", bench.At("undo.json"));
    }

    [Fact]
    public async Task What_is_not_shown_after_the_run_is_named_and_so_is_what_others_wrote()
    {
        using var organization = new Workbench();
        organization.Declare("users:\n  - {userName: ana@x.test, externalId: e-ana, title: Boss}\n  - {userName: bob@x.test, externalId: e-bob, title: Boss}\n");
        organization.Recorded.Answered = (request, _) =>
        {
            if (request.Method == HttpMethod.Patch)
            {
                var id = request.RequestUri!.Segments[^1];
                organization.PatchUser(id, id == "u-ana" ? """[{"op":"replace","path":"title","value":"Agent"}]""" : """[{"op":"add","path":"title","value":"Chief"}]""");
            }
        };

        var run = await organization.RunAsync("apply", "--auto-approve", "--undo", organization.At("undo.json"));

        Assert.Contains("warning GSS611: done, and the organization did not show it when it was read for the undo plan, which is without it: user/ana@x.test; ", run.Error, StringComparison.Ordinal);
        Assert.Contains("warning GSS613: user/bob@x.test: title cannot be undone: it is \"Chief\" now, and the plan did not write that\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("Undo: nothing to undo.", run.Error, StringComparison.Ordinal);
        Assert.Contains("(GSS611)", (await organization.RunAsync("show", organization.At("undo.json"))).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_could_not_be_created_because_somebody_else_was_quicker_stays_active()
    {
        using var organization = new Workbench();
        organization.Declare("users:\n  - {userName: new@x.test, externalId: e-new, displayName: New}\n");
        organization.Recorded.Intercept = request =>
        {
            if (request.Method == HttpMethod.Post)
            {
                organization.Recorded.Intercept = _ => null;
                organization.PatchUser("u-bob", """[{"op":"add","path":"userName","value":"new@x.test"}]""");
            }

            return null;
        };

        var run = await organization.RunAsync("apply", "--auto-approve", "--undo", organization.At("undo.json"));

        Assert.True(run.Exit == (int)ExitCode.Partial, run.ToString());
        Assert.Contains("Undo: nothing to undo.", run.Error, StringComparison.Ordinal);
    }

    private static HttpResponseMessage Refusal(HttpStatusCode status) => new(status)
    {
        Content = new StringContent("""{"code":"missing.any.permissions","message":"x"}"""),
    };
}
