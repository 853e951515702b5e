using System.Diagnostics;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>Named pipes and links in place of files: an error at once, never a read that waits.</summary>
public sealed class OnlyRegularFiles
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("b.state.yaml", (int)ExitCode.Invalid, "b.state.yaml:1:1: error GSS123: this is a named pipe", "validate")]
    [InlineData("scimstate.yaml", (int)ExitCode.Invalid, "scimstate.yaml:1:1: error GSS123: this is a named pipe", "validate")]
    [InlineData("mine.yaml", (int)ExitCode.Invalid, "mine.yaml:1:1: error GSS123: this is a named pipe", "validate")]
    [InlineData("approvals/a.yaml", (int)ExitCode.Invalid, "approvals/a.yaml:1:1: error GSS123: this is a named pipe", "plan")]
    [InlineData("given.yaml", (int)ExitCode.Invalid, "error GSS123: this is a named pipe", "plan", "--approve", "given.yaml")]
    [InlineData("plan.json", (int)ExitCode.Failed, "error GSS702: the saved plan \"plan.json\" cannot be read: it is a named pipe", "apply", "plan.json")]
    [InlineData("plan.json", (int)ExitCode.Failed, "error GSS702: the saved plan \"plan.json\" cannot be read: it is a named pipe", "show", "plan.json")]
    [InlineData("people.csv", (int)ExitCode.Failed, "people.csv:1:1: error GSS123: this is a named pipe", "export", "--from-csv", "people.csv")]
    [InlineData("data.json", (int)ExitCode.Failed, "is a named pipe, not a regular file", "emulator", "--data", "data.json")]
    [InlineData("seed.json", (int)ExitCode.Failed, "is a named pipe, not a regular file", "emulator", "--seed", "seed.json")]
    [InlineData("faults.yaml", (int)ExitCode.Invalid, "error GSS123: this is a named pipe", "emulator", "--faults", "faults.yaml")]
    [InlineData(".scimstate/audit.jsonl", (int)ExitCode.Failed, "it is a named pipe", "plan")]
    [InlineData(".scimstate/audit.jsonl", (int)ExitCode.Failed, "it is a named pipe", "audit", "verify")]
    public async Task A_named_pipe_is_an_error_at_once(string name, int exit, string message, params string[] command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");
        using var bench = new Workbench(configuration: name == "mine.yaml" ? "dialect: ./mine.yaml" : "");
        Directory.CreateDirectory(Path.GetDirectoryName(bench.At(name))!);
        File.Delete(bench.At(name));
        using (var made = Process.Start("mkfifo", [bench.At(name)]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var run = await Task.Run(() => bench.RunAsync([.. command.Select(word => word == name ? bench.At(name) : word)]), TestContext.Current.CancellationToken)
            .WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.True(run.Exit == exit, run.ToString());
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_and_a_folder_are_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no /dev.");
        using var bench = new Workbench();

        var device = await bench.RunAsync(ExitCode.Failed, "show", "/dev/zero");
        var folder = await bench.RunAsync(ExitCode.Failed, "show", bench.At("."));

        Assert.Contains("it is a device, not a regular file", device.Error, StringComparison.Ordinal);
        Assert.Contains("it is a folder, not a regular file", folder.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("approvals", "approvals:1:1: error GSS104")]
    [InlineData("approvals/a.yaml", "approvals/a.yaml:1:1: error GSS104")]
    public async Task An_approval_behind_a_link_does_not_count(string link, string message)
    {
        using var bench = new Workbench(configuration: "limits: {deactivate: {count: 0}}");
        bench.Declare("users:\n  - {userName: ana@x.test, externalId: e-ana, active: false}\n");
        var digest = await bench.DigestAsync();
        bench.Write("elsewhere/a.yaml", $"plan: {digest}\nallow: [limits.deactivate.count]\nby: jane@example.org\nreason: Ana leaves\nuntil: 2026-12-01\n");
        Directory.CreateDirectory(Path.GetDirectoryName(bench.At(link))!);
        File.CreateSymbolicLink(bench.At(link), bench.At(link == "approvals" ? "elsewhere" : "elsewhere/a.yaml"));

        var plan = await bench.RunAsync(ExitCode.Invalid, "plan");
        var apply = await bench.RunAsync(ExitCode.Invalid, "apply", "--auto-approve");
        var given = await bench.RunAsync(ExitCode.Invalid, "plan", "--approve", bench.At("approvals/a.yaml"));

        Assert.Contains(message, plan.Error, StringComparison.Ordinal);
        Assert.Contains(message, apply.Error, StringComparison.Ordinal);
        Assert.Contains("error GSS104", given.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Recorded.Writes);
    }
}
