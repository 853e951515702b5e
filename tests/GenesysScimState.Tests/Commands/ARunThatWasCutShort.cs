using System.Text.Json;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>
/// The log as a killed run leaves it: Ana's title was sent (record 2), confirmed (3), her membership sent (4), confirmed (5).
/// </summary>
public sealed class ARunThatWasCutShort
{
    private const string Log = ".scimstate/audit.jsonl";

    [Fact]
    public async Task What_was_sent_and_done_is_found_done_and_both_runs_are_reported()
    {
        using var bench = await KilledAfterAsync(2);

        var apply = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve", "--report", bench.At("report.json"));

        Assert.Contains("note GSS831: run run-1 was cut short: user/ana@x.test update: was done", apply.Error, StringComparison.Ordinal);
        Assert.Contains("Apply complete: 0 created, 1 updated, ", apply.Out, StringComparison.Ordinal);
        Assert.Contains("This went on from run run-1, which was cut short; what it had done is counted.", apply.Out, StringComparison.Ordinal);
        var report = await ReadAsync(bench, "report.json");
        Schemas.Check("report", report);
        using var document = JsonDocument.Parse(report);
        Assert.Equal("run-1", document.RootElement.GetProperty("continues").GetString());
        Assert.Equal(1, document.RootElement.GetProperty("summary").GetProperty("updated").GetInt32());
        Assert.Equal("run-1", document.RootElement.GetProperty("changes")[0].GetProperty("run").GetString());
    }

    [Fact]
    public async Task What_was_sent_and_got_lost_is_still_to_do_and_is_done()
    {
        using var bench = await KilledAfterAsync(2);
        bench.Edit("team.state.yaml", "title: Boss", "title: Chief");

        var apply = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        Assert.Contains("note GSS832: run run-1 was cut short: user/ana@x.test update: is still to do", apply.Error, StringComparison.Ordinal);
        Assert.Contains("1 updated", apply.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_confirmed_is_not_doubted_and_a_membership_is_looked_up_by_its_members()
    {
        using var bench = await KilledAfterAsync(4);

        var apply = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        Assert.Equal("note GSS831: run run-1 was cut short: group/Support add-members: was done\n", apply.Error);
        Assert.Contains("1 updated, 0 activated, 0 deactivated, 0 deleted; 1 member added", apply.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_stands_in_the_log_once()
    {
        using var bench = await KilledAfterAsync(2);

        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        var third = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        Assert.DoesNotContain("cut short", third.ToString(), StringComparison.Ordinal);
        var lines = (await ReadAsync(bench, Log)).TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Schemas.Check("audit", line));
        Assert.Contains("\"intent\":2", Assert.Single(lines, line => line.Contains("\"resolved\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        await bench.RunAsync(ExitCode.Ok, "audit", "verify");
        Assert.Contains("update  done, as run-2 found: title \"Agent\" -> \"Boss\"", (await bench.RunAsync(ExitCode.Ok, "audit", "show")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_that_is_cut_short_as_well_is_covered_too()
    {
        using var bench = await KilledAfterAsync(3);
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        await KeepAsync(bench, 4);

        var third = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        Assert.Contains("This went on from run run-2", third.Out, StringComparison.Ordinal);
        Assert.Contains("Apply complete: 0 created, 1 updated, ", third.Out, StringComparison.Ordinal);
        Assert.Contains("Apply complete: 0 created, 1 updated, ", (await bench.RunAsync(ExitCode.Ok, "audit", "report", "-o", bench.At("report.json"))).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_hashed_names_it_is_resolved_as_well()
    {
        using var bench = new Workbench();
        bench.Edit("scimstate.yaml", "organization: acme", "audit: {personalData: hashed}\norganization: acme");
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        await KeepAsync(bench, 2);
        bench.Edit("team.state.yaml", "title: Boss", "title: Chief");

        var apply = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        Assert.Contains("note GSS832: run run-1 was cut short: user/sha256:", apply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_report_is_made_from_the_log()
    {
        using var bench = await KilledAfterAsync(4);

        var report = await bench.RunAsync(ExitCode.Ok, "audit", "report");

        Schemas.Check("report", report.Out);
        using var document = JsonDocument.Parse(report.Out);
        Assert.False(document.RootElement.GetProperty("complete").GetBoolean());
        Assert.Equal(["done", "unknown"], document.RootElement.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task When_the_log_cannot_be_written_any_more_there_is_a_report_and_the_next_run_goes_on()
    {
        using var bench = new Workbench();
        bench.Edit("scimstate.yaml", "organization: acme", "audit: {maxBytes: 10000}\norganization: acme");
        bench.Write(Log, new string('x', 9000) + "\n");
        bench.Write(".scimstate/audit.1.jsonl/in-the-way", "");

        var first = await bench.RunAsync(ExitCode.Partial, "apply", "--auto-approve", "--report", bench.At("report.json"));
        Assert.Contains("error GSS713", first.ToString(), StringComparison.Ordinal);
        Schemas.Check("report", await ReadAsync(bench, "report.json"));
        Directory.Delete(bench.At(".scimstate/audit.1.jsonl"), recursive: true);
        var second = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        Assert.Contains("run run-1 was cut short: user/ana@x.test update: was done", second.Error, StringComparison.Ordinal);
        Assert.Contains("1 updated, 0 activated, 0 deactivated, 0 deleted; 1 member added", second.Out, StringComparison.Ordinal);
    }

    /// <summary>The organization has all of the run, the log only its first records.</summary>
    private static async Task<Workbench> KilledAfterAsync(int records, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var bench = new Workbench(test: test);
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        await KeepAsync(bench, records);
        return bench;
    }

    private static async Task KeepAsync(Workbench bench, int records)
    {
        var lines = (await ReadAsync(bench, Log)).Split('\n');
        bench.Write(Log, string.Join('\n', lines[..records]) + "\n");
    }

    private static Task<string> ReadAsync(Workbench bench, string name) =>
        File.ReadAllTextAsync(bench.At(name), TestContext.Current.CancellationToken);
}
