using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>plan -o, show, apply FILE: what was reviewed is what is applied.</summary>
public sealed class SavedPlans
{
    private const string OneToGo = "Plan: 0 to add, 2 to change, 0 to destroy.\n";

    [Fact]
    public async Task It_says_which_members_come_from_a_template_however_it_is_shown()
    {
        using var bench = new Workbench();
        bench.Write("team.state.yaml", """
            templates:
              night: {groups: [Support]}
            users:
              - {userName: ana@x.test, externalId: e-ana, template: night}
              - {userName: bob@x.test, externalId: e-bob, template: night, groups: [Support]}
            groups:
              - displayName: Support

            """);

        var plan = await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"), "--markdown", bench.At("plan.md"));
        var show = await bench.RunAsync(ExitCode.Ok, "show", bench.At("plan.json"));

        Assert.Contains("  ~ group/Support  add 1 member  (team.state.yaml:7)\n      + ana@x.test  (from template night)\n", plan.Out, StringComparison.Ordinal);
        Assert.Contains("      + ana@x.test  (from template night)\n", show.Out, StringComparison.Ordinal);
        Assert.Contains("ana@x.test  (from template night)", await File.ReadAllTextAsync(bench.At("plan.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // Where it is from is nothing that is applied.
        bench.Edit("team.state.yaml", ", template: night}", ", groups: [Support]}");
        await bench.RunAsync(ExitCode.Ok, "apply", bench.At("plan.json"));
        Assert.Single(bench.Recorded.Writes);
    }

    /// <summary>Shells of Windows write them so.</summary>
    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-32")]
    public async Task A_saved_plan_may_begin_with_a_byte_order_mark(string encoding)
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"));
        var show = await bench.RunAsync(ExitCode.Ok, "show", bench.At("plan.json"));

        var json = await File.ReadAllTextAsync(bench.At("plan.json"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(bench.At("plan.json"), json, System.Text.Encoding.GetEncoding(encoding), TestContext.Current.CancellationToken);

        Assert.Equal(show.Out, (await bench.RunAsync(ExitCode.Ok, "show", bench.At("plan.json"))).Out);
    }

    [Fact]
    public async Task A_saved_plan_is_shown_as_it_was_made()
    {
        using var bench = new Workbench();

        var made = await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"));
        var shown = await bench.RunAsync(ExitCode.Ok, "show", bench.At("plan.json"));
        var json = await bench.RunAsync(ExitCode.Ok, "show", bench.At("plan.json"), "--json");

        Assert.Equal(made.Out, shown.Out);
        Assert.EndsWith(OneToGo, made.Out, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync(bench.At("plan.json"), TestContext.Current.CancellationToken), json.Out);
    }

    [Fact]
    public async Task A_fresh_plan_is_applied_without_asking_and_then_nothing_is_left()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"));

        await bench.RunAsync(ExitCode.Ok, "apply", bench.At("plan.json"));

        Assert.Equal(2, bench.Recorded.Writes.Count);
        bench.Recorded.Forget();
        var again = await bench.RunAsync(ExitCode.Ok, "apply", bench.At("plan.json"));
        Assert.Contains("Plan: 0 to add, 0 to change, 0 to destroy.\n", again.Out, StringComparison.Ordinal);
        Assert.Empty(bench.Recorded.Writes);
    }

    [Fact]
    public async Task Line_endings_that_Git_changed_are_no_other_files()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("unix.json"));
        var text = await File.ReadAllTextAsync(bench.At("team.state.yaml"), TestContext.Current.CancellationToken);
        bench.Write("team.state.yaml", text.Replace("\n", "\r\n", StringComparison.Ordinal));
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("windows.json"));

        Assert.Equal(
            await File.ReadAllTextAsync(bench.At("unix.json"), TestContext.Current.CancellationToken),
            await File.ReadAllTextAsync(bench.At("windows.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_plan_that_is_half_done_is_finished_by_applying_it_again()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"));
        bench.Edit("team.state.yaml", ", groups: [Support]}\n  - {userName: bob", "}\n  - {userName: bob");
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        bench.Edit("team.state.yaml", "title: Boss}", "title: Boss, groups: [Support]}");
        bench.Recorded.Forget();

        await bench.RunAsync(ExitCode.Ok, "apply", bench.At("plan.json"));

        Assert.StartsWith("PATCH /api/v2/scim/v2/Groups/", Assert.Single(bench.Recorded.Writes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("u-ana", """{"op":"replace","path":"title","value":"Veteran"}""", "user/ana@x.test", "title \"Veteran\" -> \"Boss\"")]
    [InlineData("u-ana", """{"op":"remove","path":"title"}""", "user/ana@x.test", "title (none) -> \"Boss\"")]
    [InlineData("u-ana", """{"op":"replace","path":"userName","value":"ana.silva@x.test"}""", "user/ana@x.test", "userName \"ana.silva@x.test\" -> \"ana@x.test\"")]
    [InlineData("u-ana", """{"op":"replace","path":"active","value":false}""", "user/ana@x.test", "activate")]
    [InlineData("u-bob", """{"op":"replace","path":"active","value":false}""", "user/bob@x.test", "activate")]
    [InlineData("u-ana", "", "user/ana@x.test", "create")]
    [InlineData("u-bob", "", "user/bob@x.test", "create")]
    [InlineData("g-s", """{"op":"remove","path":"members[value eq \"u-bob\"]"}""", "group/Support", "bob@x.test")]
    [InlineData("g-s", """{"op":"add","path":"members","value":[{"value":"u-cyd"}]}""", "group/Support", "remove-members")]
    public async Task When_the_organization_has_moved_nothing_is_written(string id, string operation, string address, string needs)
    {
        using var bench = new Workbench(organization: WithCyd);
        bench.Edit("team.state.yaml", "externalId: e-ana", "externalId: e-ana, displayName: Ana");
        bench.Edit("team.state.yaml", "externalId: e-bob", "externalId: e-bob, displayName: Bob");
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"));
        Move(bench, id, operation);

        var stale = await bench.RunAsync(ExitCode.Stale, "apply", bench.At("plan.json"));

        var said = stale.Error.Split('\n').First(line => line.Contains($"error GSS707: {address} is not as it was", StringComparison.Ordinal));
        Assert.Contains(needs, said, StringComparison.Ordinal);
        Assert.Empty(bench.Recorded.Writes);
    }

    /// <summary>The change looks as it was reviewed, and would go to another record.</summary>
    [Theory]
    [InlineData("u-ana", "user/ana@x.test", "it needs: update: title \"Agent\" -> \"Boss\"")]
    [InlineData("u-ana", "user/ana@x.test", "group/Support needs: add-members: ana@x.test")]
    [InlineData("g-s", "group/Support", "it needs: add-members: ana@x.test")]
    public async Task A_stale_plan_names_the_record_that_was_deleted_and_made_again(string id, string address, string needs)
    {
        var stale = await AppliedElsewhere(Workbench.Organization.Replace(id, $"{id}-2", StringComparison.Ordinal), _ => { });

        Assert.Contains(
            $"error GSS707: {address} is another record than reviewed: its id was \"{id}\" and is \"{id}-2\"; {needs}; plan and review again",
            stale.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stale_plan_names_the_manager_who_was_deleted_and_made_again()
    {
        var stale = await AppliedElsewhere(
            Workbench.Organization.Replace("u-bob", "u-bob-2", StringComparison.Ordinal),
            bench => bench.Edit("team.state.yaml", "title: Boss, groups: [Support]", "manager: bob@x.test"));

        Assert.Contains(
            "error GSS707: user/bob@x.test is another record than reviewed: its id was \"u-bob\" and is \"u-bob-2\"; "
                + "user/ana@x.test needs: update: manager (none) -> \"bob@x.test\"",
            stale.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stale_plan_names_the_members_who_were_deleted_and_made_again()
    {
        var stale = await AppliedElsewhere(
            Workbench.Organization.Replace("u-bob", "u-bob-2", StringComparison.Ordinal),
            bench => bench.Edit("team.state.yaml", "e-bob, groups: [Support]", "e-bob"));

        Assert.Contains(
            "error GSS707: user/bob@x.test is another record than reviewed: its id was \"u-bob\" and is \"u-bob-2\"; group/Support needs: remove-members: bob@x.test",
            stale.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("u-ana", """{"op":"replace","path":"displayName","value":"Ana Maria"}""", 2)]
    [InlineData("u-ana", """{"op":"replace","path":"title","value":"Boss"}""", 1)]
    [InlineData("g-s", """{"op":"add","path":"members","value":[{"value":"u-ana"}]}""", 1)]
    [InlineData("u-cyd", "", 2)]
    public async Task What_is_no_longer_to_do_or_no_concern_of_the_plan_is_no_obstacle(string id, string operation, int writes)
    {
        using var bench = new Workbench(organization: WithCyd);
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"));
        Move(bench, id, operation);

        await bench.RunAsync(ExitCode.Ok, "apply", bench.At("plan.json"));

        Assert.Equal(writes, bench.Recorded.Writes.Count);
    }

    [Fact]
    public async Task When_the_files_ask_for_something_else_nothing_is_written()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"));
        bench.Edit("team.state.yaml", ", groups: [Support]}\n  - {userName: bob", "}\n  - {userName: bob");

        var stale = await bench.RunAsync(ExitCode.Stale, "apply", bench.At("plan.json"));

        Assert.Contains("GSS706", stale.Error, StringComparison.Ordinal);
        Assert.Contains("GSS708", stale.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Recorded.Writes);
    }

    [Fact]
    public async Task An_applied_plan_whose_files_changed_is_stale_and_not_headed_nothing_to_do()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"));
        await bench.RunAsync(ExitCode.Ok, "apply", bench.At("plan.json"));
        bench.Edit("team.state.yaml", ", groups: [Support]}\n  - {userName: bob", "}\n  - {userName: bob");
        var first = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        Assert.DoesNotContain("GSS706", first.Error, StringComparison.Ordinal);
        bench.Recorded.Forget();

        var stale = await bench.RunAsync(ExitCode.Stale, "apply", bench.At("plan.json"));

        Assert.DoesNotContain("Nothing to do", stale.Out, StringComparison.Ordinal);
        Assert.Contains("error GSS706: the state files changed since the plan was saved, and nothing is left to change", stale.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("active (none)", stale.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Recorded.Writes);
    }

    [Fact]
    public async Task Files_that_were_only_written_otherwise_do_not_matter()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"));
        bench.Edit("team.state.yaml", "users:", "# a comment\nusers:");

        await bench.RunAsync(ExitCode.Ok, "apply", bench.At("plan.json"));

        Assert.Equal(2, bench.Recorded.Writes.Count);
    }

    [Fact]
    public async Task A_plan_that_was_edited_is_refused()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"));
        bench.Edit("plan.json", "\"title\": \"Boss\"", "\"title\": \"Admin\"");

        Assert.Contains("GSS704", (await bench.RunAsync(ExitCode.Failed, "apply", bench.At("plan.json"))).Error, StringComparison.Ordinal);
        Assert.Contains("GSS704", (await bench.RunAsync(ExitCode.Failed, "show", bench.At("plan.json"))).Error, StringComparison.Ordinal);
        Assert.Empty(bench.Recorded.Writes);
    }

    [Fact]
    public async Task A_plan_for_another_organization_is_refused()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"));
        bench.Edit("scimstate.yaml", "organization: acme", "organization: other");

        bench.Recorded.Forget();

        var refused = await bench.RunAsync(ExitCode.Failed, "apply", bench.At("plan.json"));

        Assert.Equal(0, bench.Recorded.Requests);
        Assert.Contains("GSS705", refused.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Recorded.Writes);
    }

    [Theory]
    [InlineData("", "GSS703")]
    [InlineData("{", "GSS703")]
    [InlineData("[]", "GSS703")]
    [InlineData("{}", "GSS703")]
    [InlineData("{\"format_version\": \"2.0\"}", "GSS703")]
    [InlineData("not json", "GSS703")]
    [InlineData(null, "GSS702")]
    public async Task What_is_no_plan_is_said_to_be_none(string? text, string code)
    {
        using var bench = new Workbench();
        if (text is not null)
        {
            bench.Write("plan.json", text);
        }

        var run = await bench.RunAsync(ExitCode.Failed, "apply", bench.At("plan.json"));

        Assert.StartsWith($"error {code}: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task A_membership_that_has_ended_since_the_review_is_stale()
    {
        using var bench = new Workbench();
        bench.Edit("team.state.yaml", "  - displayName: Support\n", "  - displayName: Support\n    members: [{user: ana@x.test, until: 2026-11-23}]\n");
        bench.Edit("team.state.yaml", ", groups: [Support]}\n  - {userName: bob", "}\n  - {userName: bob");
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"), "--now", "2026-11-23");

        var stale = await bench.RunAsync(ExitCode.Stale, "apply", bench.At("plan.json"));

        Assert.Empty(bench.Recorded.Writes);
        Assert.Contains("error GSS721: group/Support was reviewed when these memberships had not ended: add-members: ana@x.test", stale.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_day_of_the_plan_stays_its_day()
    {
        using var bench = new Workbench();
        bench.Write("team.state.yaml", """
            users:
              - {userName: ana@x.test, externalId: e-ana}
              - {userName: bob@x.test, externalId: e-bob}
            groups:
              - displayName: Support
                members: [bob@x.test, {user: ana@x.test, until: 2026-11-24}]
            """);

        var today = await bench.RunAsync(ExitCode.Differs, "plan", "--detailed-exitcode", "--now", "2026-11-24T23:59:59Z");
        var tomorrow = await bench.RunAsync(ExitCode.Ok, "plan", "--detailed-exitcode", "--now", "2026-11-25");
        var misused = await bench.RunAsync(ExitCode.Failed, "plan", "--now", "soon");

        Assert.Contains("add 1 member", today.Out, StringComparison.Ordinal);
        Assert.Contains("Nothing to do", tomorrow.Out, StringComparison.Ordinal);
        Assert.Contains("--now takes a day or a time", misused.Error, StringComparison.Ordinal);
    }

    /// <summary>The plan of one organization applied to the same organization as it is later; it must be refused as stale.</summary>
    private static async Task<CliRun> AppliedElsewhere(string later, Action<Workbench> declare)
    {
        using var before = new Workbench();
        using var after = new Workbench(organization: later);
        declare(before);
        declare(after);
        await before.RunAsync(ExitCode.Ok, "plan", "-o", before.At("plan.json"));
        after.Write("plan.json", await File.ReadAllTextAsync(before.At("plan.json"), TestContext.Current.CancellationToken));

        var stale = await after.RunAsync(ExitCode.Stale, "apply", after.At("plan.json"));

        Assert.Empty(after.Recorded.Writes);
        return stale;
    }

    /// <summary>Cyd is in no file.</summary>
    private static string WithCyd => Workbench.Organization.Replace(
        "\"users\": [", "\"users\": [{\"id\": \"u-cyd\", \"userName\": \"cyd@x.test\", \"displayName\": \"Cyd\", \"active\": true, \"roles\": [{\"value\": \"employee\"}]},", StringComparison.Ordinal);

    /// <summary>Somebody else changes a user or group, or with no operation deletes the user.</summary>
    private static void Move(Workbench bench, string id, string operation)
    {
        if (operation.Length == 0)
        {
            bench.DeleteUser(id);
        }
        else if (id.StartsWith("u-", StringComparison.Ordinal))
        {
            bench.PatchUser(id, $"[{operation}]");
        }
        else
        {
            bench.PatchGroup(id, $"[{operation}]");
        }
    }
}
