using System.Text.Json;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>A disk that is full, a log that nobody may read, a file that is none.</summary>
public sealed class WhereNothingCanBeWritten
{
    [Fact]
    public async Task A_line_of_progress_that_cannot_be_written_stops_no_apply()
    {
        using var disk = new FullDisk();
        using var bench = new Workbench().Redirected(error: disk);

        var run = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        Assert.Contains("Apply complete: 0 created, 1 updated", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, bench.Recorded.Writes.Count);
        await bench.Redirected().RunAsync(ExitCode.Ok, "plan", "--detailed-exitcode");
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("plan", "--json")]
    [InlineData("validate", "--json")]
    [InlineData("audit", "show", "--json")]
    public async Task A_result_that_cannot_be_written_is_a_failure_that_says_so(params string[] command)
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        using var disk = new FullDisk();

        var run = await bench.Redirected(output: disk).RunAsync(ExitCode.Failed, command);

        Assert.Contains("error GSS714: what was asked for cannot be written: the disk is full", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_done_is_in_the_report_when_it_cannot_be_shown()
    {
        using var disk = new FullDisk();
        using var bench = new Workbench().Redirected(output: disk);

        var run = await bench.RunAsync(ExitCode.Failed, "apply", "--auto-approve", "--json", "--report", bench.At("report.json"));

        Assert.Contains("GSS714", run.Error, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(File.ReadAllText(bench.At("report.json")));
        Assert.Equal(1, report.RootElement.GetProperty("summary").GetProperty("updated").GetInt32());
    }

    [Fact]
    public async Task What_is_no_file_is_written_to_and_not_replaced()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /proc.");
        using var bench = new Workbench();
        using var stream = new FileStream(bench.At("stream"), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        var name = $"/proc/self/fd/{stream.SafeFileHandle.DangerousGetHandle()}";

        var run = await bench.RunAsync(ExitCode.Ok, "plan", "--json", "-o", name);

        Assert.Equal(run.Out, new StreamReader(stream).ReadToEnd());
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_is_said_to_be_that()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        using var holder = new FileStream(bench.At(".scimstate/audit.jsonl"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var run = await bench.RunAsync(ExitCode.Failed, "plan");

        Assert.Contains("error GSS808: the audit log cannot be read: ", run.Error, StringComparison.Ordinal);
    }
}
