using System.Text.Json;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>Applying what <c>apply --undo FILE</c> left: Ana becomes Boss and joins Support, and that is taken back.</summary>
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
