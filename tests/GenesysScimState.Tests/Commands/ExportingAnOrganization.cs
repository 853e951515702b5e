using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>From an organization to state files, and from there on.</summary>
public sealed class ExportingAnOrganization
{
    /// <summary>Names that need quotes, hidden characters, a division with a slash, somebody inactive.</summary>
    private const string Odd = """
        {
          "users": [
            {"id": "u-ana", "userName": "ana@x.test", "displayName": "Ana: the \"first\" # here", "externalId": "e-ana", "active": true, "title": "yes", "roles": [{"value": "employee"}, {"value": "Agent"}],
             "phoneNumbers": [{"type": "work", "value": "+13175550100"}], "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"division": "Home", "manager": {"value": "u-bob"}, "employeeNumber": "007"}},
            {"id": "u-bob", "userName": "bob@x.test", "displayName": "Bob\u202Ecod", "active": true, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"division": "EMEA / Süd"}},
            {"id": "u-cy", "userName": "cy@x.test", "displayName": "Cy", "active": false, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"division": "Home"}}
          ],
          "groups": [
            {"id": "g-s", "displayName": "Support", "members": [{"value": "u-ana"}, {"value": "u-cy"}]}
          ],
          "roles": ["employee", "Agent"], "skills": [], "languages": [], "divisions": ["Home", "EMEA / Süd"]
        }
        """;

    [Fact]
    public async Task Gives_files_by_division_whose_plan_is_empty_from_one_read()
    {
        using var folder = new TempFolder();
        folder.Write("scimstate.yaml", "organization: acme\ntarget: {kind: emulator, data: d.json, seed: seed.json}\nstate: [\"state/**/*.yaml\"]\n");
        folder.Write("seed.json", Odd);
        var cli = new Cli();

        var export = await cli.RunAsync("export", "-C", folder.Path);
        var plan = await cli.RunAsync("plan", "-C", folder.Path, "--detailed-exitcode");
        var files = string.Concat(Directory.GetFiles(folder.At("state")).Order(StringComparer.Ordinal).Select(file => $"== {Path.GetFileName(file)}\n{File.ReadAllText(file)}"));

        Snapshot.Verify(Path.Combine(Repository.Tests, "Commands", "ExportingAnOrganization.txt"), $"{export}\n{files}");
        Assert.True(plan.Exit == 0, plan.ToString());
        Assert.Equal(0, (await cli.RunAsync("fmt", "--check", "-C", folder.Path)).Exit);
        Assert.Contains("declared 0 users and 0 groups anew, brought 0 differences up to date", (await cli.RunAsync("export", "-C", folder.Path)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_no_request_that_the_listing_does_not_need()
    {
        using var organization = new Workbench(organization: Workbench.Of(60));
        File.Delete(organization.At("team.state.yaml"));
        var folder = Directory.CreateDirectory(organization.At("new")).FullName;

        var export = await organization.RunAsync("export", "-o", folder);

        Assert.True(export.Exit == 0, export.ToString());
        Assert.Empty(organization.Recorded.Writes);
        // A token, three pages of active users, one of inactive ones, one of groups, and the counts afterwards.
        var sent = organization.Recorded.Requests;
        organization.Recorded.Forget();
        organization.Declare("users:\n  - userName: user00@x.test\n");
        Assert.Equal(0, (await organization.RunAsync("plan")).Exit);
        Assert.Equal(organization.Recorded.Requests, sent);
        Assert.Contains("GSS764", export.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Brings_files_up_to_date_and_leaves_their_comments_and_order()
    {
        using var bench = new Workbench();
        bench.Write("team.state.yaml", """
            # Our team
            users:
              - userName: bob@x.test   # leads
                externalId: e-bob
                groups: []

              # Ana came later.
              - {title: Boss, userName: ana@x.test, externalId: e-ana}
            groups:
              - displayName: Support   # the first line

            """);

        var export = await bench.RunAsync(ExitCode.Ok, "export");

        Assert.Equal("""
            # Our team
            users:
              - userName: bob@x.test   # leads
                externalId: e-bob
                groups: [Support]

              # Ana came later.
              - {title: Agent, userName: ana@x.test, externalId: e-ana}
            groups:
              - displayName: Support   # the first line

            """, await File.ReadAllTextAsync(bench.At("team.state.yaml"), TestContext.Current.CancellationToken));
        Assert.EndsWith("Plan against what was written: 0 to add, 0 to change, 0 to destroy.\n", export.Out, StringComparison.Ordinal);
        Assert.Empty(bench.Recorded.Writes);
    }

    [Fact]
    public async Task What_cannot_be_changed_in_its_place_stays_and_the_others_do_not_wait_for_it()
    {
        using var bench = new Workbench();
        bench.Write("team.state.yaml", """
            users:
              - userName: ana@x.test
                externalId: e-ana
                title: &boss Boss
              - {userName: bob@x.test, externalId: e-bob, displayName: Robert}
              - {userName: eve@x.test, displayName: Eve, title: *boss}
            groups:
              - displayName: Support

            """);

        var export = await bench.RunAsync(ExitCode.Ok, "export");

        Assert.Equal("""
            users:
              - userName: ana@x.test
                externalId: e-ana
                title: &boss Boss
              - {userName: bob@x.test, externalId: e-bob, displayName: Bob, groups: [Support]}
              - {userName: eve@x.test, displayName: Eve, title: *boss}
            groups:
              - displayName: Support

            """, await File.ReadAllTextAsync(bench.At("team.state.yaml"), TestContext.Current.CancellationToken));
        Assert.Contains("team.state.yaml:2:5: warning GSS761: user/ana@x.test stays as it is: it cannot be changed without touching what is not meant", export.Error, StringComparison.Ordinal);
        Assert.Contains("warning GSS762: user/ana@x.test is not as the files say now", export.Error, StringComparison.Ordinal);
        Assert.Contains("brought 2 differences up to date", export.Out, StringComparison.Ordinal);
        Assert.EndsWith("Plan against what was written: 1 to add, 1 to change, 0 to destroy.\n", export.Out, StringComparison.Ordinal);
        Assert.EndsWith("\nPlan: 1 to add, 1 to change, 0 to destroy.\n", (await bench.RunAsync("plan")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_entries_go_beside_a_file_that_nothing_can_be_put_into()
    {
        using var bench = new Workbench();
        bench.Edit("scimstate.yaml", "*.state.yaml", "state/*.yaml");
        bench.Write("state/home.yaml", "users: [{userName: ana@x.test, externalId: e-ana, title: Boss}]\n");

        var export = await bench.RunAsync(ExitCode.Ok, "export");

        Assert.Contains("  + state/home-2.yaml\n  ~ state/home.yaml\n", export.Out, StringComparison.Ordinal);
        Assert.Equal("users: [{userName: ana@x.test, externalId: e-ana, title: Agent}]\n", await File.ReadAllTextAsync(bench.At("state/home.yaml"), TestContext.Current.CancellationToken));
        Assert.Contains("userName: bob@x.test", await File.ReadAllTextAsync(bench.At("state/home-2.yaml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, (await bench.RunAsync("plan", "--detailed-exitcode")).Exit);
    }

    [Fact]
    public async Task Somebody_keeps_the_name_that_a_place_which_cannot_be_changed_goes_by()
    {
        using var bench = new Workbench();
        const string State = """
            users:
              - {userName: old@x.test, externalId: e-ana}
              - userName: bob@x.test
                manager: &m old@x.test
              - {userName: eve@x.test, displayName: Eve, manager: *m}
            groups:
              - {displayName: Support, membership: additive}

            """;
        bench.Write("team.state.yaml", State);

        var export = await bench.RunAsync(ExitCode.Ok, "export");

        Assert.Contains("warning GSS761: user/old@x.test stays as it is", export.Error, StringComparison.Ordinal);
        Assert.Contains("warning GSS761: user/bob@x.test stays as it is", export.Error, StringComparison.Ordinal);
        Assert.Contains("userName: old@x.test", await File.ReadAllTextAsync(bench.At("team.state.yaml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.EndsWith("Plan against what was written: 1 to add, 2 to change, 0 to destroy.\n", export.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_who_was_renamed_is_followed_into_templates()
    {
        using var bench = new Workbench();
        bench.Write("team.state.yaml", """
            templates:
              team: {manager: old@x.test}
            users:
              - {userName: old@x.test, externalId: e-ana}
              - {userName: eve@x.test, displayName: Eve, template: team}

            """);

        var export = await bench.RunAsync(ExitCode.Ok, "export");

        Assert.Contains("  team: {manager: ana@x.test}\nusers:\n  - {userName: ana@x.test, externalId: e-ana}\n", await File.ReadAllTextAsync(bench.At("team.state.yaml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.EndsWith("Plan against what was written: 1 to add, 0 to change, 0 to destroy.\n", export.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_is_not_in_the_organization_and_stays_in_the_files()
    {
        using var bench = new Workbench();
        bench.Edit("team.state.yaml", "users:", "users:\n  - {userName: new@x.test, displayName: New}");

        var export = await bench.RunAsync(ExitCode.Ok, "export");

        Assert.Contains("warning GSS762: user/new@x.test is not as the files say now", export.Error, StringComparison.Ordinal);
        Assert.EndsWith("Plan against what was written: 1 to add, 0 to change, 0 to destroy.\n", export.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_was_asked_for_with_those_it_needs()
    {
        using var folder = new TempFolder();
        folder.Write("scimstate.yaml", "organization: acme\ntarget: {kind: emulator, data: d.json, seed: seed.json}\nstate: [\"state/**/*.yaml\"]\n");
        folder.Write("seed.json", Odd);
        var cli = new Cli();

        var export = await cli.RunAsync("export", "-C", folder.Path, "--only", "user/ana@x.test");
        var unknown = await cli.RunAsync("export", "-C", folder.Path, "--only", "user/anna@x.test");

        Assert.True(export.Exit == 0, export.ToString());
        Assert.Contains("- userName: bob@x.test\n", await File.ReadAllTextAsync(folder.At("state/other.yaml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False(File.Exists(folder.At("state/groups.yaml")));
        Assert.Equal(1, unknown.Exit);
        Assert.Contains("GSS719", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await cli.RunAsync("plan", "-C", folder.Path, "--detailed-exitcode")).Exit);
    }

    [Fact]
    public async Task Writes_over_no_file_that_it_did_not_read()
    {
        using var bench = new Workbench();
        bench.Edit("scimstate.yaml", "[\"*.state.yaml\"]", "[\"team.state.yaml\", \"groups.yaml\"]");
        bench.Write("team.state.yaml", "users: []\n");
        bench.Write("groups.yaml", "groups: []\n");
        bench.Write("home.yaml", "mine");

        var export = await bench.RunAsync(ExitCode.Failed, "export");

        Assert.Contains("home.yaml:1:1: error GSS763", export.Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(bench.At("home.yaml"), TestContext.Current.CancellationToken));
        Assert.Equal("users: []\n", await File.ReadAllTextAsync(bench.At("team.state.yaml"), TestContext.Current.CancellationToken));
    }
}
