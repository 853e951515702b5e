using GenesysScimState.Auditing;
using GenesysScimState.Config;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Auditing;

/// <summary>A run that writes more than rotation keeps, and a log that changes while a run writes it.</summary>
public sealed class ALogOfALongRun
{
    [Fact]
    public async Task Killed_run_longer_than_the_rotation_keeps_its_beginning()
    {
        using var folder = new TempFolder();
        var settings = SampleLog.Settings(folder) with { MaxBytes = 1, MaxFiles = 2 };
        await KillAsync(settings, "run-1", continues: null);

        Assert.Equal("run-1", CutShort.Read(settings, "acme")!.Run);
        Assert.Equal(["Team"], AuditHistory.LastRun(settings, "acme")!.ExclusiveGroups);
        Assert.Equal(1, AuditVerifier.Verify(AuditLine.OfLog(settings, path => path)).First);
        Assert.NotNull(LoggedRun.Report(AuditEntry.ReadAll(settings).Entries, run: null, "1.0"));
    }

    [Fact]
    public async Task Continued_runs_are_kept_until_a_run_starts_that_continues_none()
    {
        using var folder = new TempFolder();
        var settings = SampleLog.Settings(folder) with { MaxBytes = 1, MaxFiles = 2 };
        await KillAsync(settings, "run-1", continues: null);
        await KillAsync(settings, "run-2", continues: "run-1");

        Assert.Equal(["run-1", "run-2"], CutShort.Read(settings, "acme")!.Ambiguous.Select(item => item.Record.Run));

        await SampleLog.WriteAsync(settings with { MaxBytes = 100_000 }, changes: 0);
        Assert.Equal([0, 1, 2], AuditLog.NumbersOf(settings.Path));
    }

    [Fact]
    public async Task Finished_long_run_is_kept_until_the_next_run_has_started()
    {
        using var folder = new TempFolder();
        var settings = SampleLog.Settings(folder) with { MaxBytes = 1, MaxFiles = 1 };
        await SampleLog.WriteAsync(settings, changes: 5);
        Assert.True(AuditLog.NumbersOf(settings.Path).Length > 10);

        using (var log = SampleLog.Open(settings, "run-2"))
        {
            log.Refused(new PlanDocument("acme", "emulator", new Plan([SampleLog.Change], [])));
        }

        Assert.NotNull(LoggedRun.Report(AuditEntry.ReadAll(settings).Entries, "run-1", "1.0"));
        using (var log = SampleLog.Open(settings, "run-3"))
        {
            SampleLog.Start(log);
        }

        Assert.Equal([0, 1], AuditLog.NumbersOf(settings.Path));
        Assert.Equal(["Team"], AuditHistory.LastRun(settings, "acme")!.ExclusiveGroups);
    }

    [Fact]
    public async Task Lowered_maxFiles_hides_no_file_until_the_next_run()
    {
        using var folder = new TempFolder();
        var settings = SampleLog.Settings(folder) with { MaxBytes = 1, MaxFiles = 30 };
        await SampleLog.WriteAsync(settings);

        Assert.Equal(1, AuditVerifier.Verify(AuditLine.OfLog(settings with { MaxFiles = 1 }, path => path)).First);
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("emptied")]
    [InlineData("truncated")]
    [InlineData("replaced")]
    [InlineData("renamed")]
    [InlineData("appended to")]
    public async Task Log_that_changes_under_a_run_stops_the_run(string how)
    {
        using var folder = new TempFolder();
        var settings = SampleLog.Settings(folder);
        using var log = SampleLog.Open(settings);
        SampleLog.Start(log);
        await log.IntentAsync(SampleLog.Change);
        Change(settings.Path, how);

        var exception = await Assert.ThrowsAsync<JournalException>(() => log.IntentAsync(SampleLog.Change));

        Assert.Equal("GSS814", exception.Problem.Code);
        await Assert.ThrowsAsync<JournalException>(() => log.OutcomeAsync(SampleLog.Change, new WriteResult(null)));
        Assert.Throws<JournalException>(() => log.RunFinished(new ApplyResult([]), run: null));
    }

    [Fact]
    public async Task Log_behind_a_symbolic_link_is_written()
    {
        using var folder = new TempFolder();
        var settings = SampleLog.Settings(folder);
        folder.Write("elsewhere.jsonl", "");
        File.CreateSymbolicLink(settings.Path, folder.At("elsewhere.jsonl"));

        await SampleLog.WriteAsync(settings);

        Assert.Equal(6, (await File.ReadAllLinesAsync(folder.At("elsewhere.jsonl"), TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Log_without_its_beginning_is_an_error_where_nothing_was_rotated()
    {
        using var folder = new TempFolder();
        var settings = SampleLog.Settings(folder);
        await SampleLog.WriteAsync(settings);
        await File.WriteAllLinesAsync(settings.Path, (await File.ReadAllLinesAsync(settings.Path, TestContext.Current.CancellationToken))[2..], TestContext.Current.CancellationToken);

        var lines = AuditLine.OfLog(settings, path => path);
        Assert.Equal("GSS815", Assert.Single(AuditVerifier.Verify(lines, isWhole: true).Findings).Code);
        Assert.Equal("GSS812", Assert.Single(AuditVerifier.Verify(lines).Findings).Code);
    }

    private static void Change(string path, string how)
    {
        var bytes = File.ReadAllBytes(path);
        switch (how)
        {
            case "removed":
                File.Delete(path);
                break;
            case "emptied":
                File.WriteAllBytes(path, []);
                break;
            case "truncated":
                File.WriteAllBytes(path, bytes[..^10]);
                break;
            case "replaced":
                File.Delete(path);
                File.WriteAllBytes(path, bytes);
                break;
            case "renamed":
                File.Move(path, path + ".old");
                break;
            default:
                File.AppendAllText(path, "x");
                break;
        }
    }

    private static async Task KillAsync(AuditSettings settings, string run, string? continues)
    {
        using var log = SampleLog.Open(settings, run);
        SampleLog.Start(log, continues);
        for (var count = 0; count < 6; count++)
        {
            await log.IntentAsync(SampleLog.Change);
            await log.OutcomeAsync(SampleLog.Change, new WriteResult(null));
        }

        await log.IntentAsync(SampleLog.Change);
    }
}
