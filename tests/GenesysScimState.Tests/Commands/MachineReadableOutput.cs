using System.Text.Json;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>With --json, stdout is one document that fits its published schema; so are the files that are written.</summary>
public sealed class MachineReadableOutput
{
    [Fact]
    public async Task Plan_drift_and_show_print_a_plan()
    {
        using var bench = new Workbench();

        var plan = await bench.RunAsync(ExitCode.Ok, "plan", "--json", "-o", bench.At("plan.json"));
        var drift = await bench.RunAsync(ExitCode.Differs, "drift", "--json");
        var show = await bench.RunAsync(ExitCode.Ok, "show", bench.At("plan.json"), "--json");

        Assert.All([plan.Out, drift.Out, show.Out, await ReadAsync(bench, "plan.json")], json => Schemas.Check("plan", json));
    }

    [Fact]
    public async Task A_refused_plan_says_so_in_its_verdict()
    {
        using var bench = new Workbench();
        bench.Write("team.state.yaml", "users:\n  - {userName: bob@x.test, state: absent}\n  - {userName: ana@x.test}\n");

        var plan = await bench.RunAsync(ExitCode.Refused, "plan", "--json");

        Schemas.Check("plan", plan.Out);
        using var document = JsonDocument.Parse(plan.Out);
        Assert.False(document.RootElement.GetProperty("verdict").GetProperty("allowed").GetBoolean());
    }

    [Fact]
    public async Task Apply_prints_and_writes_its_report()
    {
        using var bench = new Workbench();

        var apply = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve", "--json", "--report", bench.At("report.json"));

        Schemas.Check("report", apply.Out);
        Assert.Equal(apply.Out, await ReadAsync(bench, "report.json"));
        using var document = JsonDocument.Parse(apply.Out);
        Assert.Equal(2, document.RootElement.GetProperty("changes").GetArrayLength());
        Assert.Equal(0, document.RootElement.GetProperty("exit_code").GetInt32());
    }

    [Fact]
    public async Task An_apply_with_nothing_to_do_prints_a_report_as_well()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        Schemas.Check("report", (await bench.RunAsync(ExitCode.Ok, "apply", "--json")).Out);
    }

    [Fact]
    public async Task The_audit_log_fits_its_schema_line_by_line()
    {
        using var bench = new Workbench();

        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        var lines = (await ReadAsync(bench, ".scimstate/audit.jsonl")).TrimEnd('\n').Split('\n');
        Assert.Equal(6, lines.Length);
        Assert.All(lines, line => Schemas.Check("audit", line));
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("plan")]
    [InlineData("drift")]
    [InlineData("apply")]
    public async Task Errors_in_the_files_are_a_document_too(string command)
    {
        using var bench = new Workbench();
        bench.Write("team.state.yaml", "users:\n  - {userNam: ana@x.test}\n");

        var run = await bench.RunAsync(ExitCode.Invalid, command, "--json");

        using var document = JsonDocument.Parse(run.Out);
        Assert.False(document.RootElement.GetProperty("valid").GetBoolean());
        Assert.NotEmpty(document.RootElement.GetProperty("diagnostics").EnumerateArray());
    }

    [Fact]
    public async Task Valid_files_are_a_document()
    {
        using var bench = new Workbench();

        using var document = JsonDocument.Parse((await bench.RunAsync(ExitCode.Ok, "validate", "--json")).Out);

        Assert.True(document.RootElement.GetProperty("valid").GetBoolean());
    }

    [Theory]
    [InlineData("state")]
    [InlineData("config")]
    [InlineData("plan")]
    [InlineData("report")]
    [InlineData("audit")]
    [InlineData("check")]
    public async Task The_embedded_schemas_are_the_published_ones(string name)
    {
        var run = await new Cli().RunAsync("schema", name);

        Assert.Equal(0, run.Exit);
        Assert.Equal(await File.ReadAllTextAsync(Repository.At("schemas", $"{name}.schema.json"), TestContext.Current.CancellationToken), run.Out);
    }

    [Fact]
    public async Task A_schema_that_does_not_exist_is_an_error()
    {
        var run = await new Cli().RunAsync("schema", "nothing");

        Assert.Equal((int)ExitCode.Failed, run.Exit);
        Assert.Contains("GSS715", run.Error, StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(Workbench bench, string name) =>
        File.ReadAllTextAsync(bench.At(name), TestContext.Current.CancellationToken);
}
