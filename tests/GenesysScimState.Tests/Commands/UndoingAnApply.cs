using System.Net;
using System.Text.Json;
using GenesysScimState.Emulator;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary><c>apply --undo FILE</c>, and applying FILE: Ana becomes Boss and joins Support, and that is taken back.</summary>
public sealed class UndoingAnApply
{
    [Fact]
    public async Task The_undo_plan_is_reviewed_and_applied_like_any_plan_and_gives_the_organization_back()
    {
        using var bench = new Workbench();
        var undo = bench.At("undo.json");
        var before = (await bench.RunAsync(ExitCode.Ok, "plan", "--json")).Out;

        var run = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve", "--undo", undo);

        Assert.EndsWith($"Undo: 1 user to update, 1 member to remove; saved to {undo}. Apply it with: scimstate apply {undo}. The state files still ask for what was applied: revert the commit as well, or the next apply does it again.\n", run.Error, StringComparison.Ordinal);
        Schemas.Check("plan", await ReadAsync(bench, "undo.json"));
        var shown = (await bench.RunAsync(ExitCode.Ok, "show", undo)).Out;
        Assert.Contains("\nTakes back the plan sha256:", shown, StringComparison.Ordinal);
        Assert.Contains("  ~ group/Support  remove 1 member\n      - ana@x.test\n", shown, StringComparison.Ordinal);
        Assert.Contains("  ~ user/ana@x.test  update\n      title  \"Boss\" -> \"Agent\"\n", shown, StringComparison.Ordinal);
        bench.Recorded.Forget();
        var back = await bench.RunAsync(ExitCode.Ok, "apply", undo, "--verify", "--report", bench.At("report.json"));
        Assert.Contains("Reviewed plan of 2 changes: 0 done already, 2 to do.\n", back.Error, StringComparison.Ordinal);
        Assert.EndsWith("Verified: nothing is left to do.\n", back.Out, StringComparison.Ordinal);
        Assert.Equal(2, bench.Recorded.Writes.Count);
        Assert.Equal(Changes(before), Changes((await bench.RunAsync(ExitCode.Ok, "plan", "--json")).Out));
        bench.Recorded.Forget();
        var again = await bench.RunAsync(ExitCode.Ok, "apply", undo);
        Assert.Contains("Nothing to undo.\n", again.Out, StringComparison.Ordinal);
        Assert.Empty(bench.Recorded.Writes);
        await bench.RunAsync(ExitCode.Ok, "audit", "verify");
    }

    [Fact]
    public async Task What_the_state_files_say_by_then_does_not_matter()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve", "--undo", bench.At("undo.json"));
        bench.Edit("team.state.yaml", "title: Boss, groups: [Support]", "title: Agent, department: D");

        await bench.RunAsync(ExitCode.Ok, "apply", bench.At("undo.json"));

        Assert.Contains("update  (team.state.yaml:2)\n      department  (none) -> \"D\"\n\n", (await bench.RunAsync(ExitCode.Ok, "plan")).Out, StringComparison.Ordinal);
    }

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
    public async Task What_somebody_changed_in_between_makes_it_stale_and_nothing_is_written()
    {
        using var organization = await PromotedAsync();
        organization.PatchUser("u-ana", """[{"op":"add","path":"title","value":"Chief"}]""");

        await IsStaleAsync(organization, "error GSS707: user/ana@x.test is not as it was when the plan was made; it now needs: update: title \"Chief\" -> \"Agent\"");
    }

    [Fact]
    public async Task A_userName_that_somebody_took_in_between_makes_it_stale()
    {
        using var organization = new Workbench();
        organization.Declare("users:\n  - {userName: anna@x.test, externalId: e-ana}\n");
        await organization.RunAsync("apply", "--auto-approve", "--undo", organization.At("undo.json"));
        organization.PatchUser("u-bob", """[{"op":"add","path":"userName","value":"ana@x.test"}]""");

        await IsStaleAsync(organization, "error GSS723: the organization is not as it was when the undo plan was made: userName \"ana@x.test\" belongs to another user");
    }

    [Fact]
    public async Task What_a_guard_refuses_is_shown_with_the_plan_and_can_be_approved()
    {
        using var organization = new Workbench(configuration: "limits: {deactivate: {count: 0}}");
        organization.Declare("users:\n  - {userName: new@x.test, externalId: e-new, displayName: New}\n");

        var run = await organization.RunAsync("apply", "--auto-approve", "--undo", organization.At("undo.json"));
        var shown = await organization.RunAsync("show", organization.At("undo.json"));
        var refused = await organization.RunAsync("apply", organization.At("undo.json"));

        Assert.Contains($"1 guard would refuse it: see scimstate show {organization.At("undo.json")}.", run.Error, StringComparison.Ordinal);
        Assert.Contains("  ! user/new@x.test  deactivate\n", shown.Out, StringComparison.Ordinal);
        Assert.Contains("can only be made inactive, and the record stays: user/new@x.test", shown.Out, StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.Refused, refused.Exit);
        using var plan = JsonDocument.Parse(await File.ReadAllTextAsync(organization.At("undo.json"), TestContext.Current.CancellationToken));
        organization.Write("approvals/undo.yaml", $"plan: {plan.RootElement.GetProperty("digest").GetString()}\nallow: [limits.deactivate.count]\nby: ann\nreason: undo\nuntil: 2026-12-31\n");
        Assert.Equal(0, (await organization.RunAsync("apply", organization.At("undo.json"))).Exit);
    }

    [Fact]
    public async Task Protected_users_and_minMembers_hold_for_it_and_new_authority_is_none()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve", "--undo", bench.At("undo.json"));
        bench.Edit("team.state.yaml", "  - displayName: Support\n", "  - {displayName: Support, membership: additive, minMembers: 2}\n");

        var few = await bench.RunAsync(ExitCode.Refused, "apply", bench.At("undo.json"));
        bench.Edit("team.state.yaml", ", minMembers: 2", "");
        bench.Edit("scimstate.yaml", "organization: acme", "protected: {users: [ana@x.test]}\norganization: acme");
        var kept = await bench.RunAsync(ExitCode.Refused, "apply", bench.At("undo.json"));

        Assert.Equal(["GSS405"], Codes(few.Error));
        Assert.Equal(["GSS401", "GSS409"], Codes(kept.Error));
        bench.Edit("scimstate.yaml", "protected: {users: [ana@x.test]}\n", "");
        await bench.RunAsync(ExitCode.Ok, "apply", bench.At("undo.json"));
    }

    [Fact]
    public async Task It_can_be_undone_itself()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve", "--undo", bench.At("undo.json"));

        var back = await bench.RunAsync(ExitCode.Ok, "apply", bench.At("undo.json"), "--undo", bench.At("redo.json"));
        await bench.RunAsync(ExitCode.Ok, "apply", bench.At("redo.json"));

        Assert.EndsWith($"Apply it with: scimstate apply {bench.At("redo.json")}.\n", back.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing to do: the organization is as declared.", (await bench.RunAsync(ExitCode.Ok, "plan")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_one_is_refused_and_one_without_its_mark_is_held_against_the_files()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve", "--undo", bench.At("undo.json"));
        var text = await ReadAsync(bench, "undo.json");
        bench.Write("undo.json", text.Replace("\"undo\": {", "\"other\": {", StringComparison.Ordinal));

        Assert.Contains("GSS704", (await bench.RunAsync(ExitCode.Failed, "apply", bench.At("undo.json"))).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_not_written_over_the_plan_that_is_applied()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"));
        bench.Recorded.Forget();

        var run = await bench.RunAsync(ExitCode.Failed, "apply", bench.At("plan.json"), "--undo", bench.At("plan.json"));

        Assert.Contains("error GSS720: --undo would write over the plan that is applied", run.Error, StringComparison.Ordinal);
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

    private static async Task IsStaleAsync(Workbench organization, string error)
    {
        organization.Recorded.Forget();

        var run = await organization.RunAsync("apply", organization.At("undo.json"));

        Assert.Equal((int)ExitCode.Stale, run.Exit);
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
        Assert.Empty(organization.Recorded.Writes);
    }

    private static async Task<Workbench> PromotedAsync()
    {
        var organization = new Workbench();
        organization.Declare("users:\n  - {userName: ana@x.test, externalId: e-ana, title: Boss}\n");
        var run = await organization.RunAsync("apply", "--auto-approve", "--undo", organization.At("undo.json"));
        Assert.True(run.Exit == 0, run.ToString());
        return organization;
    }

    private static HttpResponseMessage Refusal(HttpStatusCode status) => new(status)
    {
        Content = new StringContent("""{"code":"missing.any.permissions","message":"x"}"""),
    };

    /// <summary>What a plan would write, without the versions, which move.</summary>
    private static string[] Changes(string json)
    {
        using var plan = JsonDocument.Parse(json);
        return [.. plan.RootElement.GetProperty("resource_changes").EnumerateArray().Select(change => $"{change.GetProperty("operation")} {change.GetProperty("address")} {change.GetProperty("change")}")];
    }

    private static IEnumerable<string> Codes(string errors) =>
        errors.Split('\n').Where(line => line.StartsWith("error ", StringComparison.Ordinal)).Select(line => line[6..12]);

    private static Task<string> ReadAsync(Workbench bench, string name) =>
        File.ReadAllTextAsync(bench.At(name), TestContext.Current.CancellationToken);
}
