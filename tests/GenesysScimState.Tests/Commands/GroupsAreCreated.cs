using GenesysScimState.Emulator;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>With the capability, by the platform's own API and by SCIM: first the group, then its members, once.</summary>
public sealed class GroupsAreCreated
{
    private const string Team = "users:\n  - {userName: a@x.test, externalId: e-a, displayName: A B, groups: [Team]}\ngroups:\n  - displayName: Team\n";

    [Theory]
    [InlineData("genesys-cloud", "platform", "/api/v2/groups")]
    [InlineData("rfc7644", "scim", "/scim/v2/Groups")]
    public async Task Before_anybody_is_put_into_them(string dialect, string kind, string path)
    {
        using var folder = Folder(dialect, kind);
        using var emulator = ScimEmulator.Open(new EmulatorOptions { Dialect = dialect }, new Cli().Time);
        var recorded = new RecordedEmulator(emulator);
        var cli = new Cli { Network = recorded.Handler };

        var saved = await cli.RunAsync("plan", "-C", folder.Path, "-o", folder.At("plan.json"));
        var first = await cli.RunAsync("apply", folder.At("plan.json"), "-C", folder.Path, "--report", folder.At("report.json"));
        var writes = recorded.Writes.Count;
        var second = await cli.RunAsync("apply", "-C", folder.Path, "--auto-approve");

        Assert.Contains("\n  + group/Team  create the group  (team.state.yaml:4)\n", saved.Out, StringComparison.Ordinal);
        Assert.Contains("\nGroups: 1 to create.\n", saved.Out, StringComparison.Ordinal);
        Assert.True(first.Exit == 0, first.ToString());
        Assert.Equal(3, writes);
        Assert.Contains(recorded.Writes, write => write.StartsWith($"POST {path}\n", StringComparison.Ordinal));
        Assert.StartsWith("PATCH", recorded.Writes[^1], StringComparison.Ordinal);
        Assert.Contains("\nPlan: 0 to add, 0 to change, 0 to destroy.\n", second.Out, StringComparison.Ordinal);
        Assert.Equal(3, recorded.Writes.Count);
        Assert.Contains("\"create_groups\": 1", await File.ReadAllTextAsync(folder.At("plan.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("\"groups_created\": 1", await File.ReadAllTextAsync(folder.At("report.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Schemas.Check("plan", await File.ReadAllTextAsync(folder.At("plan.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Or_nobody_is_put_into_one_that_could_not_be_created()
    {
        using var folder = Folder("genesys-cloud", "platform");
        using var emulator = ScimEmulator.Open(new EmulatorOptions { MayCreateGroups = false }, new Cli().Time);
        var run = await new Cli { Network = new RecordedEmulator(emulator).Handler }.RunAsync("apply", "-C", folder.Path, "--auto-approve");

        Assert.Equal((int)ExitCode.Partial, run.Exit);
        Assert.Contains("directory:group:add", run.ToString(), StringComparison.Ordinal);
        Assert.Contains("group/Team  add-members: skipped", run.ToString(), StringComparison.Ordinal);
    }

    private static TempFolder Folder(string dialect, string kind)
    {
        var folder = new TempFolder($"create-{kind}");
        folder.Write("own.yaml", $"extends: {dialect}\ncapabilities: {{createGroups: {kind}}}\n");
        folder.Write("scimstate.yaml", "organization: acme\ntarget: {kind: scim, apiUrl: \"http://127.0.0.1:9\", tokenUrl: \"http://127.0.0.1:9/oauth/token\"}\ndialect: ./own.yaml\nstate: [\"*.state.yaml\"]\n");
        folder.Write("team.state.yaml", Team);
        return folder;
    }
}
