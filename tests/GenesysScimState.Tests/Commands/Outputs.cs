using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>What a command may write over, and what it leaves of an earlier run.</summary>
public sealed class Outputs
{
    [Theory]
    [InlineData("the audit log", "apply", "--auto-approve", "--report", ".scimstate/audit.jsonl")]
    [InlineData("the audit log", "apply", "--auto-approve", "--undo", ".scimstate/audit.1.jsonl")]
    [InlineData("the audit log", "plan", "-o", ".scimstate/audit.9.jsonl")]
    [InlineData("the audit log", "plan", "-o", ".scimstate/audit.jsonl.lock")]
    [InlineData("the audit log", "audit", "report", "-o", ".scimstate/audit.jsonl.lock.json")]
    [InlineData("the configuration", "plan", "--markdown", "scimstate.yaml")]
    [InlineData("a state file", "drift", "--markdown", "team.state.yaml")]
    [InlineData("a state file", "plan", "-o", "new.state.yaml")]
    [InlineData("an approval", "plan", "-o", "approvals/a.yaml")]
    [InlineData("a file of Git", "plan", "-o", ".git/config")]
    [InlineData("a file that this command reads", "show", "saved.json", "--html", "saved.json")]
    [InlineData("a file that this command reads", "github", "summary", "saved.json", "-o", "saved.json")]
    [InlineData("the configuration", "show", "saved.json", "--markdown", "link/scimstate.yaml")]
    [InlineData("the audit log", "plan", "-o", "report-link.json")]
    public async Task An_output_does_not_replace_what_scimstate_keeps_or_reads(string role, params string[] command)
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("saved.json"));
        Directory.CreateSymbolicLink(bench.At("link"), bench.At("."));
        File.CreateSymbolicLink(bench.At("report-link.json"), bench.At(".scimstate/audit.jsonl"));
        // A run that is longer than the rotation leaves more files than the settings keep.
        bench.Write(".scimstate/audit.9.jsonl", await File.ReadAllTextAsync(bench.At(".scimstate/audit.jsonl"), TestContext.Current.CancellationToken));
        var before = Snapshot(bench);

        var run = await bench.RunAsync(ExitCode.Failed, [.. command.Select(word => word.Contains('.', StringComparison.Ordinal) ? bench.At(word) : word)]);

        Assert.Contains($"error GSS724: {command[^2].Replace("-o", "--out", StringComparison.Ordinal)} would overwrite {role}, ", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot(bench));
    }

    [Fact]
    public async Task Two_outputs_do_not_share_a_file()
    {
        using var bench = new Workbench();
        Directory.CreateDirectory(bench.At("out"));
        Directory.CreateSymbolicLink(bench.At("link"), bench.At("out"));

        var plan = await bench.RunAsync(ExitCode.Failed, "plan", "-o", bench.At("out/plan"), "--markdown", bench.At("link/plan"));
        var apply = await bench.RunAsync(ExitCode.Failed, "apply", "--auto-approve", "--report", bench.At("r"), "--undo", bench.At("r"));

        Assert.Contains("error GSS725: --out and --markdown name the same file", plan.Error, StringComparison.Ordinal);
        Assert.Contains("error GSS725: --report and --undo name the same file", apply.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Recorded.Writes);
    }

    [Fact]
    public async Task A_failed_run_leaves_no_result_of_an_earlier_run()
    {
        using var bench = new Workbench();
        string[] plan = ["plan", "-o", bench.At("plan.json"), "--markdown", bench.At("plan.md")];
        await bench.RunAsync(ExitCode.Ok, plan);
        await bench.RunAsync(ExitCode.Differs, "drift", "--markdown", bench.At("drift.md"));
        await bench.RunAsync(ExitCode.Ok, "show", bench.At("plan.json"), "--html", bench.At("plan.html"));
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve", "--report", bench.At("report.json"), "--undo", bench.At("undo.json"));
        bench.Declare("users: [{userName: ");

        await bench.RunAsync(ExitCode.Invalid, plan);
        await bench.RunAsync(ExitCode.Invalid, "drift", "--markdown", bench.At("drift.md"));
        await bench.RunAsync(ExitCode.Failed, "show", bench.At("plan.json"), "--html", bench.At("plan.html"));
        await bench.RunAsync(ExitCode.Invalid, "apply", "--auto-approve", "--report", bench.At("report.json"), "--undo", bench.At("undo.json"));

        Assert.All(["plan.json", "plan.md", "drift.md", "plan.html", "report.json"], name => Assert.False(File.Exists(bench.At(name)), name));
        Assert.True(File.Exists(bench.At("undo.json")));
    }

    [Fact]
    public async Task A_link_in_place_of_an_unfinished_file_is_not_followed()
    {
        using var bench = new Workbench();
        bench.Write("victim", "kept\n");
        Directory.CreateDirectory(bench.At(".scimstate"));
        File.CreateSymbolicLink(bench.At("plan.json.tmp"), bench.At("victim"));
        File.CreateSymbolicLink(bench.At("report.json.tmp"), bench.At("victim"));
        File.CreateSymbolicLink(bench.At(".scimstate/audit.jsonl.lock.json"), bench.At("victim"));

        await bench.RunAsync(ExitCode.Ok, "plan", "-o", bench.At("plan.json"));
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve", "--report", bench.At("report.json"));

        Assert.Equal("kept\n", await File.ReadAllTextAsync(bench.At("victim"), TestContext.Current.CancellationToken));
    }

    private static string Snapshot(Workbench bench) => string.Concat(Directory
        .EnumerateFiles(bench.At("."))
        .Concat(Directory.EnumerateFiles(bench.At(".scimstate")))
        .Order(StringComparer.Ordinal)
        .Select(path => $"{path}\n{File.ReadAllText(path)}\n"));
}
