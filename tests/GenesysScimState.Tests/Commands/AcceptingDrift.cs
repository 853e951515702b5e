using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary><c>drift --accept</c>: the organization's side goes into the files.</summary>
public sealed class AcceptingDrift
{
    private const string State = """
        templates:
          boss: {title: Boss}
        users:
          # Ana
          - userName: ana@x.test     # first
            externalId: e-ana
            title: Boss              # since May
            groups:
              - Support              # on trial

          - {userName: bob@x.test, externalId: e-bob, template: boss}
          - userName: eve@x.test
            displayName: Eve
        groups:
          - displayName: Support
            members: [eve@x.test]

        """;

    /// <summary>Ana and Bob go by each other's userName; Bob, who is ana here, is the member, and Ana the manager.</summary>
    private const string Swapped = """
        users:
          - {userName: bob@x.test, externalId: e-ana}
          - {userName: ana@x.test, externalId: e-bob}
          - {userName: cy@x.test, displayName: Cy, manager: bob@x.test}
        groups:
          - displayName: Support
            members: [ana@x.test]

        """;

    [Fact]
    public async Task Writes_values_in_their_place()
    {
        using var bench = new Workbench();
        bench.Write("team.state.yaml", State);

        var run = await bench.RunAsync(ExitCode.Ok, "drift", "--accept", "user/ana@x.test", "user/bob@x.test", "group/Support", "user/eve@x.test");

        Assert.Equal("""
            templates:
              boss: {title: Boss}
            users:
              # Ana
              - userName: ana@x.test     # first
                externalId: e-ana
                title: Agent              # since May
                groups: []              # on trial

              - {userName: bob@x.test, externalId: e-bob, template: boss, title: ~}
            groups:
              - displayName: Support
                members: [bob@x.test]

            """, await File.ReadAllTextAsync(bench.At("team.state.yaml"), TestContext.Current.CancellationToken));
        Assert.Contains("Changed team.state.yaml; review and commit.", run.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.RunAsync("drift")).Exit);
        Assert.Empty(bench.Recorded.Writes);
    }

    [Fact]
    public async Task One_alone_leaves_the_others()
    {
        using var bench = new Workbench();
        bench.Write("team.state.yaml", State);

        await bench.RunAsync(ExitCode.Ok, "drift", "--accept", "user/bob@x.test");

        var drift = await bench.RunAsync(ExitCode.Differs, "drift");
        Assert.DoesNotContain("user/bob@x.test", drift.Out, StringComparison.Ordinal);
        Assert.Contains("user/ana@x.test", drift.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_the_organization_has_lost_is_no_obstacle()
    {
        using var bench = new Workbench();
        bench.Edit("team.state.yaml", "title: Boss, ", "roles: [employee, Gone], ");

        await bench.RunAsync(ExitCode.Invalid, "drift");
        await bench.RunAsync(ExitCode.Ok, "drift", "--accept", "user/ana@x.test");

        Assert.Contains("roles: [employee], ", await File.ReadAllTextAsync(bench.At("team.state.yaml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_differ_and_what_is_unknown_is_said()
    {
        using var bench = new Workbench();
        bench.Edit("team.state.yaml", "title: Boss, ", "");

        Assert.Contains("GSS765", (await bench.RunAsync(ExitCode.Failed, "drift", "--accept", "user/ana@x.test")).Error, StringComparison.Ordinal);
        Assert.Contains("GSS719", (await bench.RunAsync(ExitCode.Failed, "drift", "--accept", "user/nobody@x.test")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_anchor_shares_is_left_to_people()
    {
        using var bench = new Workbench();
        bench.Write("team.state.yaml", "users:\n  - {userName: ana@x.test, title: &t Boss}\n  - {userName: bob@x.test, title: *t}\n");

        var run = await bench.RunAsync(ExitCode.Invalid, "drift", "--accept", "user/ana@x.test");

        Assert.Contains("team.state.yaml:2:5: error GSS761", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_from_a_template_and_cannot_be_taken_back_is_left_to_people()
    {
        using var bench = new Workbench();
        bench.Write("team.state.yaml", "templates:\n  t: {groups: [Support]}\nusers:\n  - {userName: ana@x.test, template: t}\n  - {userName: bob@x.test}\ngroups:\n  - {displayName: Support, membership: additive}\n");

        var run = await bench.RunAsync(ExitCode.Invalid, "drift", "--accept", "group/Support");

        Assert.Contains("GSS766", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UserNames_that_the_files_swap_go_back_with_whoever_is_named_by_them()
    {
        using var bench = new Workbench();
        bench.Write("team.state.yaml", Swapped);

        var drift = await bench.RunAsync(ExitCode.Differs, "drift");
        Assert.Contains("  ~ user/ana@x.test  differs  (team.state.yaml:3)\n      userName  declared \"ana@x.test\", found \"bob@x.test\"\n", drift.Out, StringComparison.Ordinal);
        Assert.Contains("  ~ user/bob@x.test  differs  (team.state.yaml:2)\n      userName  declared \"bob@x.test\", found \"ana@x.test\"\n", drift.Out, StringComparison.Ordinal);
        Assert.EndsWith("Drift: 3 differences.\n", drift.Out, StringComparison.Ordinal);

        await bench.RunAsync(ExitCode.Ok, "drift", "--accept", "user/ana@x.test", "user/bob@x.test");

        Assert.Equal("""
            users:
              - {userName: ana@x.test, externalId: e-ana}
              - {userName: bob@x.test, externalId: e-bob}
              - {userName: cy@x.test, displayName: Cy, manager: ana@x.test}
            groups:
              - displayName: Support
                members: [bob@x.test]

            """, await File.ReadAllTextAsync(bench.At("team.state.yaml"), TestContext.Current.CancellationToken));
        Assert.DoesNotContain("ana@x.test", (await bench.RunAsync("drift")).Out, StringComparison.Ordinal);
        Assert.Empty(bench.Recorded.Writes);
    }

    [Fact]
    public async Task UserNames_that_go_round_go_back_wherever_they_are_written()
    {
        using var bench = new Workbench(organization: """
            {
              "users": [
                {"id": "u-ana", "userName": "ana@x.test", "displayName": "Ana", "externalId": "e-ana", "active": true},
                {"id": "u-bob", "userName": "bob@x.test", "displayName": "Bob", "externalId": "e-bob", "active": true},
                {"id": "u-cy", "userName": "cy@x.test", "displayName": "Cy", "externalId": "e-cy", "active": true,
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "u-bob"}}}
              ],
              "groups": [
                {"id": "g-n", "displayName": "Night", "members": [{"value": "u-ana"}, {"value": "u-bob"}, {"value": "u-cy"}]},
                {"id": "g-s", "displayName": "Support", "members": [{"value": "u-bob"}, {"value": "u-cy"}]}
              ],
              "roles": ["employee"], "skills": [], "languages": [], "divisions": ["Home"]
            }
            """);
        bench.Write("team.state.yaml", """
            users:
              - {userName: bob@x.test, externalId: e-ana}
              - {userName: cy@x.test, externalId: e-bob, manager: bob@x.test}
              - {userName: ana@x.test, externalId: e-cy, manager: bob@x.test}
            groups:
              - displayName: Support
                members:
                  - cy@x.test   # Bob
                  - user: ana@x.test
                    until: 2026-12-31
                  - {user: bob@x.test, until: 2026-12-31}
              - displayName: Night
                members: [cy@x.test, {user: bob@x.test, until: 2026-12-31}]

            """);

        await bench.RunAsync(ExitCode.Ok, "drift", "--accept", "user/ana@x.test", "user/bob@x.test", "user/cy@x.test", "group/Support", "group/Night");

        Assert.Equal("""
            users:
              - {userName: ana@x.test, externalId: e-ana}
              - {userName: bob@x.test, externalId: e-bob, manager: ~}
              - {userName: cy@x.test, externalId: e-cy, manager: bob@x.test}
            groups:
              - displayName: Support
                members:
                  - bob@x.test   # Bob
                  - user: cy@x.test
                    until: 2026-12-31
              - displayName: Night
                members: [bob@x.test, {user: ana@x.test, until: 2026-12-31}, cy@x.test]

            """, await File.ReadAllTextAsync(bench.At("team.state.yaml"), TestContext.Current.CancellationToken));
        Assert.EndsWith("No drift: the organization is as declared.\n", (await bench.RunAsync(ExitCode.Ok, "drift")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_userNames_that_are_swapped_one_alone_cannot_go_back()
    {
        using var bench = new Workbench();
        bench.Write("team.state.yaml", Swapped);

        var run = await bench.RunAsync(ExitCode.Invalid, "drift", "--accept", "user/ana@x.test");

        Assert.Contains("error GSS766: user/ana@x.test cannot be accepted like this, so no file was changed; it would mean: the user \"bob@x.test\" is already declared at team.state.yaml:", run.Error, StringComparison.Ordinal);
        Assert.Equal(Swapped, await File.ReadAllTextAsync(bench.At("team.state.yaml"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Somebody_in_no_file_is_declared_in_one()
    {
        using var bench = new Workbench();
        bench.Edit("scimstate.yaml", "[\"*.state.yaml\"]", "[\"more/*.yaml\", \"*.state.yaml\"]");
        bench.Write("team.state.yaml", "users:\n  - userName: ana@x.test\ngroups:\n  - displayName: Support\n    membership: additive\n");
        bench.Write("more/other.yaml", "users: []\n");

        await bench.RunAsync(ExitCode.Ok, "drift", "--accept", "user/bob@x.test");

        Assert.Contains("""
              - userName: bob@x.test
                externalId: e-bob
                displayName: Bob
            """, string.Concat(Directory.GetFiles(bench.At("more")).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_ends_within_a_week_is_announced()
    {
        using var bench = new Workbench();
        bench.Write("team.state.yaml", """
            users:
              - {userName: ana@x.test, externalId: e-ana, until: 2026-12-01}
              - {userName: bob@x.test, externalId: e-bob, until: 2026-12-02}
            groups:
              - displayName: Support
                members: [{user: bob@x.test, until: 2026-11-24}]

            """);

        var drift = await bench.RunAsync(ExitCode.Ok, "drift");

        Assert.Contains("  * the membership of bob@x.test in Support ends after 2026-11-24; to go on, give \"until\" a later day (GSS262)  (team.state.yaml:6)\n  * the account of ana@x.test ends after 2026-12-01", drift.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("account of bob", drift.Out, StringComparison.Ordinal);
        Assert.EndsWith("No drift: the organization is as declared.\n", drift.Out, StringComparison.Ordinal);
    }
}
