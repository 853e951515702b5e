using GenesysScimState.Auditing;
using GenesysScimState.Core.Applying;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>A lock beside the audit log, held as long as somebody writes.</summary>
public sealed class OneApplyAtATime
{
    private static readonly AuditHolder Other = new("run-0", 4711, "somebody", "2026-11-24T07:59:00Z");

    [Fact]
    public async Task A_second_apply_is_told_who_is_at_work_and_since_when()
    {
        using var bench = new Workbench();
        using var held = new AuditLock();
        Assert.Null(held.Take(bench.At(".scimstate/audit.jsonl"), Other));

        var apply = await bench.RunAsync(ExitCode.Failed, "apply", "--auto-approve");

        Assert.Contains("error GSS821: another apply is at work here: run-0, started by somebody at 2026-11-24T07:59:00Z (process 4711); wait", apply.Error, StringComparison.Ordinal);
        Assert.Equal(0, bench.Recorded.Requests);
    }

    [Fact]
    public async Task An_apply_that_begins_during_another_ends_and_the_first_goes_on()
    {
        using var bench = new Workbench();
        CliRun? second = null;
        var first = new Cli
        {
            Network = () => new BeforeWriting(async () => second = await bench.RunAsync("apply", "--auto-approve"))
            {
                InnerHandler = bench.Recorded.Handler(),
            },
        }.With("GENESYS_CLIENT_SECRET", Workbench.Secret);

        var run = await first.RunAsync("apply", "--auto-approve", "-C", bench.At(""));

        Assert.True(run.Exit == 0, run.ToString());
        Assert.Equal((int)ExitCode.Failed, second!.Exit);
        Assert.Contains("another apply is at work here: run-1, started by tester at 2026-11-24T08:00:00Z", second.Error, StringComparison.Ordinal);
        await bench.RunAsync(ExitCode.Ok, "apply");
    }

    [Fact]
    public async Task Planning_and_reading_the_log_do_not_wait()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        using var held = new AuditLock();
        Assert.Null(held.Take(bench.At(".scimstate/audit.jsonl"), Other));

        await bench.RunAsync(ExitCode.Ok, "plan");
        await bench.RunAsync(ExitCode.Ok, "audit", "verify");
    }

    [Fact]
    public async Task A_lock_file_that_a_killed_run_left_holds_nobody_up()
    {
        using var bench = new Workbench();
        bench.Write(".scimstate/audit.jsonl.lock", "");
        bench.Write(".scimstate/audit.jsonl.lock.json", Other.Render());

        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        Assert.False(File.Exists(bench.At(".scimstate/audit.jsonl.lock.json")));
    }

    [Fact]
    public void A_holder_who_has_not_said_who_it_is_holds_the_lock_all_the_same()
    {
        using var folder = new TempFolder();
        using var held = new AuditLock();
        Assert.Null(held.Take(folder.At("audit.jsonl"), Other));
        folder.Write("audit.jsonl.lock.json", "{\"run\":");
        using var second = new AuditLock();

        Assert.Contains("it does not say which", second.Take(folder.At("audit.jsonl"), Other)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_lock_can_be_there_can_be_no_log()
    {
        using var folder = new TempFolder();
        folder.Write("file", "not a folder");
        using var wanted = new AuditLock();

        Assert.Throws<JournalException>(() => wanted.Take(folder.At("file/audit.jsonl"), Other));
    }

    /// <summary>Does something once, before the first request that changes anything.</summary>
    private sealed class BeforeWriting(Func<Task> act) : DelegatingHandler
    {
        private bool _isDone;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!_isDone && request.Method == HttpMethod.Patch)
            {
                _isDone = true;
                await act();
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
