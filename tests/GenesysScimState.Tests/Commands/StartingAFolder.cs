using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary><c>init</c> and <c>fmt</c>.</summary>
public sealed class StartingAFolder
{
    [Fact]
    public async Task To_try_things_out_it_can_be_planned_applied_and_planned_at_once()
    {
        using var folder = new TempFolder();
        var cli = new Cli();

        var init = await cli.RunAsync("init", "--emulator", "--organization", "acme", "-C", folder.Path);
        var apply = await cli.RunAsync("apply", "--auto-approve", "-C", folder.Path);
        var plan = await cli.RunAsync("plan", "--detailed-exitcode", "-C", folder.Path);

        Assert.True(init.Exit == 0, init.ToString());
        Assert.True(apply.Exit == 0, apply.ToString());
        Assert.True(plan.Exit == 0, plan.ToString());
        Assert.Equal(0, (await cli.RunAsync("fmt", "--check", "-C", folder.Path)).Exit);
    }

    [Fact]
    public async Task Without_a_terminal_it_says_what_to_say()
    {
        using var folder = new TempFolder();

        var init = await new Cli().RunAsync("init", "-C", folder.Path);

        Assert.Equal(1, init.Exit);
        Assert.Contains("GSS767", init.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task On_a_terminal_it_asks_five_questions_at_most()
    {
        using var folder = new TempFolder();

        var init = await new Cli { IsInteractive = true, Input = "acme-prod\neu-central-1\nno\nno\n@acme/it\n" }.RunAsync("init", "-C", folder.Path);

        Assert.True(init.Exit == 0, init.ToString());
        Assert.InRange(init.Error.Split(": ").Length - 1, 1, 10);
        Assert.Contains("target: {kind: genesys-cloud, region: eu-central-1}", await File.ReadAllTextAsync(folder.At("scimstate.yaml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, (await new Cli().RunAsync("validate", "-C", folder.Path)).Exit);
    }

    [Fact]
    public async Task A_region_that_does_not_exist_is_said_before_anything_is_written()
    {
        using var folder = new TempFolder();

        var init = await new Cli().RunAsync("init", "--organization", "acme", "--region", "eu-centrl-1", "-C", folder.Path);

        Assert.Contains("GSS711", init.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task From_an_organization_it_leaves_a_plan_that_is_empty()
    {
        using var bench = new Workbench();
        File.Delete(bench.At("team.state.yaml"));
        bench.Edit("scimstate.yaml", "*.state.yaml", "state/*.yaml");

        var init = await bench.RunAsync(ExitCode.Ok, "init", "--from-org");

        Assert.Contains("  = scimstate.yaml  is there already, left as it is\n", init.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.RunAsync("plan", "--detailed-exitcode")).Exit);
        Assert.False(File.Exists(bench.At("state/people.yaml")));
    }

    [Fact]
    public async Task With_workflows_they_are_those_of_the_example()
    {
        using var folder = new TempFolder();

        var init = await new Cli().RunAsync("init", "--emulator", "--organization", "acme", "--github", "--owner", "@acme/it", "-C", folder.Path);

        Assert.Equal(0, init.Exit);
        Assert.Contains("write where the action is in place of OWNER, and the name of your organization in place of acme", init.Out, StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(Repository.At("examples", "github", "one"), "*.yml"), example => Assert.Equal(
            File.ReadAllText(example).ReplaceLineEndings("\n"),
            File.ReadAllText(folder.At($".github/workflows/{Path.GetFileName(example)}")).ReplaceLineEndings("\n")));
        Assert.Contains("/state/ @acme/it\n", await File.ReadAllTextAsync(folder.At(".github/CODEOWNERS"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Again_it_writes_over_nothing()
    {
        using var folder = new TempFolder();
        var cli = new Cli();
        await cli.RunAsync("init", "--emulator", "--organization", "acme", "-C", folder.Path);
        folder.Write("state/people.yaml", "users: []\n");
        folder.Write(".gitignore", "mine\n");

        var again = await cli.RunAsync("init", "--emulator", "--organization", "other", "-C", folder.Path);

        Assert.Equal(0, again.Exit);
        Assert.DoesNotContain("  + ", again.Out, StringComparison.Ordinal);
        Assert.Equal("users: []\n", await File.ReadAllTextAsync(folder.At("state/people.yaml"), TestContext.Current.CancellationToken));
        Assert.Equal("mine\n", await File.ReadAllTextAsync(folder.At(".gitignore"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Formatting_says_which_files_change_and_check_changes_none()
    {
        using var bench = new Workbench();
        bench.Write("ugly.state.yaml", """


            # yaml-language-server: $schema=schemas/state.schema.json
            # about groups
            groups:
            - displayName: 'It''s # c'   # the c
              members:
               - eve@x.test     # one
               - {until: 2026-12-31,  user: ann@x.test, reason: "on  loan: yes"}
               - dan@x.test
            # before users

            users:   # people
              # Section one
              -   displayName: "A"   # login
                  # above userName
                  userName: ann@x.test
                  roles: [z, "b # c", "d",
                    # inside
                    a]   # end

                  # title: later
              - # comment behind dash
                userName: dan@x.test
                title:   # nothing
                department: ~
                employeeNumber: "0012"
                phoneNumbers: {mobile: "+13175550100", work: '+13175550101'}
                routingSkills: {Z: 1, aa: 2}


              - {userName: eve@x.test, displayName: "yes", groups: ["It's # c"]}  # behind
              # tail of users
            # the end
            """);
        var before = await File.ReadAllTextAsync(bench.At("ugly.state.yaml"), TestContext.Current.CancellationToken);

        var check = await bench.RunAsync(ExitCode.Differs, "fmt", "--check");
        Assert.Equal(before, await File.ReadAllTextAsync(bench.At("ugly.state.yaml"), TestContext.Current.CancellationToken));
        var format = await bench.RunAsync(ExitCode.Ok, "fmt");

        Assert.Contains("ugly.state.yaml:1:1: warning GSS760", check.Error, StringComparison.Ordinal);
        Assert.Contains("ugly.state.yaml\n", format.Out, StringComparison.Ordinal);
        Snapshot.Verify(Path.Combine(Repository.Tests, "Commands", "StartingAFolder.yaml"), await File.ReadAllTextAsync(bench.At("ugly.state.yaml"), TestContext.Current.CancellationToken));
        await bench.RunAsync(ExitCode.Ok, "fmt", "--check");
    }

    [Theory]
    [MemberData(nameof(Examples.Names), MemberType = typeof(Examples))]
    public async Task The_examples_are_in_the_one_form(string name)
    {
        var check = await new Cli().RunAsync("fmt", "--check", "-C", Repository.At("examples", name));

        Assert.True(check.Exit == 0, check.ToString());
    }

    [Fact]
    public async Task A_file_with_errors_is_not_formatted_and_neither_is_any_other()
    {
        using var bench = new Workbench();
        bench.Edit("team.state.yaml", "groups:\n", "groups: # x\n");
        bench.Write("bad.state.yaml", "users: [\n");

        var format = await bench.RunAsync(ExitCode.Invalid, "fmt");

        Assert.Contains("bad.state.yaml:1:8: error GSS112", format.Error, StringComparison.Ordinal);
        Assert.Equal("", format.Out);
    }
}
