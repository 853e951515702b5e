using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>Exit codes, and what stands on the two streams.</summary>
public sealed class HowCommandsEnd
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_plan_that_takes_longer_than_a_ready_token_may_live_says_so(bool isReady)
    {
        using var bench = new Workbench(configuration: "rate: {share: 1}");
        bench.Declare("users:\n" + string.Concat(Enumerable.Range(0, 20).Select(number => $"  - {{userName: new{number:00}@x.test, displayName: New}}\n")));
        if (isReady)
        {
            bench.With("GENESYSCLOUD_ACCESS_TOKEN", bench.Token()).With("GENESYS_CLIENT_ID", null);
        }

        var plan = await bench.RunAsync(ExitCode.Ok, "plan");

        Assert.Equal(isReady, plan.Out.Contains("cannot be renewed: when it ends, the rest is not done; give a client id and secret instead (GSS327)\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_with_changes_is_0_or_when_asked_for_2()
    {
        using var bench = new Workbench();

        await bench.RunAsync(ExitCode.Ok, "plan");
        await bench.RunAsync(ExitCode.Differs, "plan", "--detailed-exitcode");
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        await bench.RunAsync(ExitCode.Ok, "plan", "--detailed-exitcode");
    }

    [Fact]
    public async Task Drift_is_2_and_none_is_0()
    {
        using var bench = new Workbench();

        var before = await bench.RunAsync(ExitCode.Differs, "drift", "--markdown", bench.At("drift.md"));
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        var after = await bench.RunAsync(ExitCode.Ok, "drift");

        Assert.Contains("title  declared \"Boss\", found \"Agent\"", before.Out, StringComparison.Ordinal);
        Assert.EndsWith("Drift: 2 differences.\n", before.Out, StringComparison.Ordinal);
        Assert.EndsWith("No drift: the organization is as declared.\n", after.Out, StringComparison.Ordinal);
        Assert.StartsWith("## scimstate drift: acme\n\n**Drift: 2 differences.**\n", await File.ReadAllTextAsync(bench.At("drift.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drift_lists_users_in_no_file_and_exits_0()
    {
        using var bench = new Workbench();
        bench.Write("team.state.yaml", "users:\n  - {userName: ana@x.test}\n");

        var run = await bench.RunAsync(ExitCode.Ok, "drift");

        Assert.EndsWith("1 group.\n\n  ? user/bob@x.test  in no state file\n\nNo drift: the organization is as declared. 1 unmanaged user (not in any state file).\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_credentials_it_says_which_variables_to_set()
    {
        using var bench = new Workbench().With("GENESYS_CLIENT_ID", null).With("GENESYS_CLIENT_SECRET", null);

        var run = await bench.RunAsync(ExitCode.Failed, "plan");

        Assert.Contains("error GSS709: no credentials: set GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, bench.Recorded.Requests);
    }

    [Theory]
    [InlineData("user/ana@x.tset", "did you mean \"user/ana@x.test\"?")]
    [InlineData("group/Nobody knows this one", "write user/USERNAME or group/NAME")]
    public async Task A_part_that_nobody_knows_is_an_error_and_not_an_empty_plan(string address, string cure)
    {
        using var bench = new Workbench();

        var run = await bench.RunAsync(ExitCode.Failed, "plan", "--only", address);

        Assert.Contains($"error GSS719: neither the files nor the organization know \"{address}\"; {cure}", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task Verbose_tells_of_every_request_and_of_no_secret()
    {
        using var bench = new Workbench();

        var run = await bench.RunAsync(ExitCode.Ok, "plan", "--verbose");

        Assert.Contains("POST /oauth/token 200 (0 ms)\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("GET /api/v2/scim/v2/Groups?", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Workbench.Secret, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_is_found_in_any_case()
    {
        using var bench = new Workbench();

        var run = await bench.RunAsync(ExitCode.Ok, "plan", "--only", "user/ANA@x.test");

        Assert.Contains("~ user/ana@x.test  update", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_line_that_is_wrong_is_one_line_and_not_the_whole_help()
    {
        using var bench = new Workbench();

        var run = await bench.RunAsync(ExitCode.Failed, "plan", "--wrong");

        Assert.StartsWith("error GSS720: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("See: scimstate plan --help", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task A_broken_organization_of_the_emulator_is_an_error_with_its_file()
    {
        using var bench = new Workbench();
        bench.Write("scimstate.yaml", "organization: acme\ntarget: {kind: emulator, data: organization.json}\nstate: ['*.state.yaml']\n");
        bench.Write("organization.json", "{\"users\": [");

        var run = await bench.RunAsync(ExitCode.Failed, "plan");

        Assert.Contains("error GSS712: the emulator cannot start: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("organization.json", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_region_it_says_where_to_write_it()
    {
        using var bench = new Workbench();
        bench.Write("scimstate.yaml", "organization: acme\ntarget: {kind: genesys-cloud}\nstate: [\"*.state.yaml\"]\n");

        Assert.Contains("GSS710", (await bench.RunAsync(ExitCode.Failed, "plan")).Error, StringComparison.Ordinal);
        bench.With("GENESYS_ENV", "nowhere");
        Assert.Contains("GSS711", (await bench.RunAsync(ExitCode.Failed, "plan")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_names_of_the_Terraform_provider_work_too()
    {
        using var bench = new Workbench().With("GENESYS_CLIENT_ID", null).With("GENESYS_CLIENT_SECRET", null)
            .With("GENESYSCLOUD_OAUTHCLIENT_ID", "emulator").With("GENESYSCLOUD_OAUTHCLIENT_SECRET", Workbench.Secret);

        await bench.RunAsync(ExitCode.Ok, "plan");
    }

    [Fact]
    public async Task A_folder_without_a_configuration_is_invalid()
    {
        using var folder = new TempFolder();

        var run = await new Cli().RunAsync("plan", "-C", folder.Path);

        Assert.Equal((int)ExitCode.Invalid, run.Exit);
        Assert.Contains("error GSS100: there is no scimstate.yaml in", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task An_emulator_without_its_seed_says_so()
    {
        using var bench = new Workbench();
        bench.Write("scimstate.yaml", "organization: acme\ntarget: {kind: emulator, data: data.json, seed: missing.json}\nstate: [\"*.state.yaml\"]\n");

        Assert.StartsWith("error GSS712: the emulator cannot start: ", (await bench.RunAsync(ExitCode.Failed, "plan")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan", "--no-such-option")]
    [InlineData("destroy")]
    [InlineData("show")]
    public async Task Misuse_is_1_and_shows_how_it_is_used(params string[] arguments)
    {
        var run = await new Cli().RunAsync(arguments);

        Assert.Equal((int)ExitCode.Failed, run.Exit);
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_an_error_of_its_own()
    {
        using var bench = new Workbench();
        bench.Write("file", "not a folder");

        var run = await bench.RunAsync(ExitCode.Failed, "plan", "-o", bench.At("file/plan.json"));

        Assert.Contains("GSS714", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_audit_log_cannot_be_written_nothing_is_sent()
    {
        using var bench = new Workbench();
        bench.Write(".scimstate", "not a folder");

        var run = await bench.RunAsync(ExitCode.Failed, "apply", "--auto-approve");

        Assert.Contains("GSS713", run.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Recorded.Writes);
    }

    [Fact]
    public async Task In_a_workflow_findings_are_annotations_as_well()
    {
        using var bench = new Workbench().With("GITHUB_ACTIONS", "true");
        bench.Write("team.state.yaml", "users:\n  - {userName: ana@x.test, groups: [Nowhere]}\n");
        bench.With("GITHUB_WORKSPACE", Path.GetDirectoryName(bench.At("").TrimEnd('/'))!);

        var run = await bench.RunAsync(ExitCode.Invalid, "validate");

        var folder = Path.GetFileName(bench.At("").TrimEnd('/'));
        Assert.Contains("team.state.yaml:2:37: error GSS203: ", run.Error, StringComparison.Ordinal);
        Assert.Contains($"::error file={folder}/team.state.yaml,line=2,col=37,title=GSS203::", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_is_nowhere()
    {
        using var bench = new Workbench().With("GENESYS_CLIENT_ID", "somebody else");

        var refused = await bench.RunAsync(ExitCode.Failed, "apply", "--auto-approve", "--verbose");
        bench.With("GENESYS_CLIENT_ID", "emulator");
        var done = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve", "--report", bench.At("report.json"), "--verbose");

        var written = Directory.EnumerateFiles(bench.At(""), "*", SearchOption.AllDirectories).Select(File.ReadAllText);
        Assert.All([refused.ToString(), done.ToString(), .. written], text =>
        {
            Assert.DoesNotContain(Workbench.Secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain("Bearer ", text, StringComparison.OrdinalIgnoreCase);
        });
    }
}
