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
