using System.Text.Json;
using GenesysScimState.Config;
using GenesysScimState.Emulator;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>Each folder under examples/ is applied twice; the second time there is nothing to do.</summary>
public sealed class Examples
{
    public static TheoryData<string> Names => [.. Directory.GetDirectories(Repository.At("examples")).Where(folder => File.Exists(Path.Combine(folder, "scimstate.yaml"))).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Applied_twice_the_second_run_writes_nothing(string name)
    {
        using var copy = Copy(name);
        var cli = new Cli();

        var first = await cli.RunAsync("apply", "-C", copy.Path, "--auto-approve");
        var intents = await IntentsAsync(copy);
        var second = await cli.RunAsync("apply", "-C", copy.Path, "--auto-approve");

        Assert.True(first.Exit == 0, first.ToString());
        Assert.True(second.Exit == 0, second.ToString());
        Assert.Contains("\nPlan: 0 to add, 0 to change, 0 to destroy.\n", second.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("PATCH", second.Out, StringComparison.Ordinal);
        Assert.NotEqual(0, intents);
        Assert.Equal(intents, await IntentsAsync(copy));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reading_commands_send_nothing_but_reads_and_few_of_them(string name)
    {
        using var copy = Copy(name);
        var cli = new Cli();
        Assert.Equal(0, (await cli.RunAsync("apply", "-C", copy.Path, "--auto-approve")).Exit);

        foreach (var command in new[] { "validate", "plan", "drift" })
        {
            var sent = await SentAsync(copy, command);
            Assert.Empty(sent.Writes);
        }

        var report = await cli.RunAsync("plan", "-C", copy.Path, "--json");
        using var plan = JsonDocument.Parse(report.Out);
        var read = plan.RootElement.GetProperty("read");
        var users = read.GetProperty("users");
        var budget = Pages(users.GetProperty("active")) + Pages(users.GetProperty("inactive")) + Pages(read.GetProperty("groups")) + 5;
        Assert.InRange((await SentAsync(copy, "plan")).Requests, 1, budget);
    }

    private static async Task<int> IntentsAsync(TempFolder copy)
    {
        var lines = await File.ReadAllLinesAsync(copy.At(".scimstate/audit.jsonl"), TestContext.Current.CancellationToken);
        return lines.Count(line => line.Contains("\"event\":\"intent\"", StringComparison.Ordinal));
    }

    /// <summary>The same organization behind a transport that counts, in place of the one in process.</summary>
    private static async Task<RecordedEmulator> SentAsync(TempFolder copy, string command)
    {
        var file = Directory.GetFiles(copy.At(".scimstate"), "*.json").Single();
        var configured = await WorkspaceReader.ReadAsync(copy.Path, TestContext.Current.CancellationToken);
        var dialect = configured.Value!.Dialect.BuiltIn!;
        using var emulator = ScimEmulator.Open(new EmulatorOptions { DataFile = file, Dialect = dialect }, new Cli().Time);
        var recorded = new RecordedEmulator(emulator);
        var configuration = await File.ReadAllTextAsync(copy.At("scimstate.yaml"), TestContext.Current.CancellationToken);
        var start = configuration.IndexOf("\ntarget:", StringComparison.Ordinal);
        var end = configuration.IndexOf("\ndialect:", StringComparison.Ordinal);
        using var beside = Copy(copy.Path, from: copy.Path);
        beside.Write("scimstate.yaml", $"{configuration[..start]}\ntarget: {{kind: scim, apiUrl: \"http://127.0.0.1:9\", tokenUrl: \"http://127.0.0.1:9/oauth/token\"}}{configuration[end..]}");
        var run = await new Cli { Network = recorded.Handler }.RunAsync(command, "-C", beside.Path);
        Assert.True(run.Exit is 0 or 2, run.ToString());
        return recorded;
    }

    private static int Pages(JsonElement count) => (count.GetInt32() + 24) / 25;

    private static TempFolder Copy(string name) => Copy(name, Repository.At("examples", name));

    private static TempFolder Copy(string name, string from)
    {
        var folder = new TempFolder(Path.GetFileName(name));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(from, file);
            if (!relative.StartsWith(".scimstate", StringComparison.Ordinal))
            {
                folder.Write(relative, File.ReadAllText(file));
            }
        }

        return folder;
    }
}
