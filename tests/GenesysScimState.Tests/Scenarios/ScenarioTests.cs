using System.Text.Json;
using GenesysScimState.Emulator;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Scenarios;

/// <summary>
/// Each folder beside this file is one situation: state files, and the organization they meet. What a user sees and what
/// the organization is sent stands beside them as verified files. A new test is a new folder.
/// </summary>
/// <remarks>
/// <c>organization.json</c> is the organization; without it only <c>validate</c> runs. <c>scimstate.yaml</c> may be left
/// out, unless a <c>README.md</c> says that there is none. With a file <c>names-not-listed</c> the client may not list
/// roles, skills, languages and divisions. With a file <c>undo</c> what takes the apply back is verified too. A plan that stands is applied and planned again: the second plan must be
/// empty, and a second apply must not write.
/// </remarks>
public sealed class ScenarioTests
{
    private const string DefaultConfiguration = """
        organization: scenario
        target: {kind: genesys-cloud, apiUrl: "http://127.0.0.1:9", tokenUrl: "http://127.0.0.1:9/oauth/token"}
        state: ["*.state.yaml"]

        """;

    private static string Folders => Path.Combine(Repository.Tests, "Scenarios");

    public static TheoryData<string> Names => [.. Directory.GetDirectories(Folders).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    public static TheoryData<string> WithOrganization =>
        [.. Directory.GetFiles(Folders, "organization.json", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Prints_and_sends_what_is_verified(string name)
    {
        var source = Path.Combine(Folders, name);
        using var folder = Copy(source);
        if (!File.Exists(folder.At("organization.json")))
        {
            var validated = await new Cli().RunAsync("validate", "-C", folder.Path);
            Snapshot.Verify(Path.Combine(source, "validate.txt"), validated.ToString().Replace(folder.Path, "FOLDER", StringComparison.Ordinal));
            return;
        }

        await VerifyAsync(source, folder);
    }

    /// <summary>What an apply did, its undo plan takes back: the first plan again, unless the undo plan names what it cannot do.</summary>
    [Theory]
    [MemberData(nameof(WithOrganization))]
    public async Task Is_taken_back_except_what_is_named(string name)
    {
        var source = Path.Combine(Folders, name);
        using var folder = Copy(source);
        var (emulator, recorded, cli) = Open(folder);
        using var open = emulator;
        var undo = folder.At("undo.json");
        var before = await cli.RunAsync("plan", "-C", folder.Path, "--json");
        var apply = await cli.RunAsync("apply", "-C", folder.Path, "--auto-approve", "--undo", undo);
        if (before.Exit != (int)ExitCode.Ok)
        {
            Assert.False(File.Exists(undo));
            return;
        }

        var shown = await cli.RunAsync("show", undo);
        if (File.Exists(folder.At("undo")))
        {
            Snapshot.Verify(Path.Combine(source, "undo.txt"), (apply.Error + shown).Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
        }

        var back = await cli.RunAsync("apply", "-C", folder.Path, undo);
        if (back.Exit == (int)ExitCode.Refused)
        {
            Assert.Contains("Refused by ", shown.Out, StringComparison.Ordinal);
            return;
        }

        Assert.True(back.Exit == (int)ExitCode.Ok, $"{name}: {shown}{back}");
        recorded.Forget();
        Assert.Equal((int)ExitCode.Ok, (await cli.RunAsync("apply", "-C", folder.Path, undo)).Exit);
        Assert.Empty(recorded.Writes);
        var after = await cli.RunAsync("plan", "-C", folder.Path, "--json");
        Assert.True(Changes(before) == Changes(after) || shown.Out.Contains("(GSS6", StringComparison.Ordinal), $"{name}: {shown}{Changes(before)}\n{Changes(after)}");
    }

    /// <summary>What a plan would write, without the versions, which move.</summary>
    private static string Changes(CliRun plan)
    {
        using var document = JsonDocument.Parse(plan.Out);
        return string.Join('\n', document.RootElement.GetProperty("resource_changes").EnumerateArray()
            .Select(change => $"{change.GetProperty("operation")} {change.GetProperty("address")} {change.GetProperty("change")}"));
    }

    private static TempFolder Copy(string source)
    {
        var folder = new TempFolder();
        foreach (var file in Directory.EnumerateFiles(source).Where(file => !file.Contains(".verified.", StringComparison.Ordinal) && !file.Contains(".received.", StringComparison.Ordinal)))
        {
            File.Copy(file, folder.At(Path.GetFileName(file)));
        }

        if (!File.Exists(folder.At("scimstate.yaml")) && !File.Exists(folder.At("README.md")))
        {
            folder.Write("scimstate.yaml", DefaultConfiguration);
        }

        return folder;
    }

    private static (ScimEmulator Emulator, RecordedEmulator Recorded, Cli Cli) Open(TempFolder folder)
    {
        var emulator = ScimEmulator.Open(
            new EmulatorOptions
            {
                SeedFile = folder.At("organization.json"),
                MayListNames = !File.Exists(folder.At("names-not-listed")),
            },
            new Cli().Time);
        var recorded = new RecordedEmulator(emulator);
        return (emulator, recorded, new Cli { Network = recorded.Handler });
    }

    private static async Task VerifyAsync(string source, TempFolder folder)
    {
        var (emulator, recorded, cli) = Open(folder);
        using var open = emulator;
        var plan = await cli.RunAsync("plan", "-C", folder.Path, "--detailed-exitcode");
        Snapshot.Verify(Path.Combine(source, "plan.txt"), plan.ToString());
        var json = await cli.RunAsync("plan", "-C", folder.Path, "--json");
        Snapshot.Verify(Path.Combine(source, "plan.json"), json.Out.Replace($"\"tool\": \"{App.Version}\"", "\"tool\": \"VERSION\"", StringComparison.Ordinal));
        Assert.Empty(recorded.Writes);

        var apply = await cli.RunAsync("apply", "-C", folder.Path, "--auto-approve");
        Snapshot.Verify(Path.Combine(source, "apply.txt"), apply.ToString());
        Snapshot.Verify(Path.Combine(source, "requests.txt"), string.Concat(recorded.Writes.Select(write => write + "\n\n")));

        if (plan.Exit is not ((int)ExitCode.Ok or (int)ExitCode.Differs))
        {
            Assert.Equal(plan.Exit, apply.Exit);
            Assert.Empty(recorded.Writes);
            return;
        }

        recorded.Forget();
        var second = await cli.RunAsync("apply", "-C", folder.Path, "--auto-approve");
        if (apply.Exit == (int)ExitCode.Ok)
        {
            Assert.Equal((int)ExitCode.Ok, second.Exit);
            Assert.EndsWith("Plan: 0 to add, 0 to change, 0 to destroy.\n\n", second.Out[..(second.Out.IndexOf("Apply complete", StringComparison.Ordinal))], StringComparison.Ordinal);
            Assert.Empty(recorded.Writes);
        }
        else
        {
            Snapshot.Verify(Path.Combine(source, "apply-again.txt"), second.ToString());
        }
    }
}
