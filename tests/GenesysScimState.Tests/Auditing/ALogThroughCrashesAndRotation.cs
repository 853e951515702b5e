using GenesysScimState.Auditing;
using GenesysScimState.Config;
using GenesysScimState.Core.Applying;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Auditing;

/// <summary>What crashes and rotation leave behind is no break of the chain.</summary>
public sealed class ALogThroughCrashesAndRotation
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cut_at_any_byte_and_gone_on_from_it_is_sound()
    {
        using var folder = new TempFolder();
        var settings = SampleLog.Settings(folder);
        var bytes = await SampleLog.BytesAsync();
        var begin = bytes.AsSpan(0, bytes.Length - 1).LastIndexOf((byte)'\n') + 1;
        for (var length = begin; length < bytes.Length; length += 7)
        {
            await File.WriteAllBytesAsync(settings.Path, bytes[..length], Cancel);
            await SampleLog.WriteAsync(settings, changes: 1);

            var verdict = Verify(settings);
            Assert.True(verdict.IsSound, $"cut at {length}: {string.Join('\n', verdict.Findings)}");
        }
    }

    [Fact]
    public async Task Two_crashes_in_a_row_leave_two_torn_lines()
    {
        using var folder = new TempFolder();
        var settings = SampleLog.Settings(folder);
        await SampleLog.WriteAsync(settings);
        await File.AppendAllTextAsync(settings.Path, "{\"timestamp\":\"2026\n{\"time", Cancel);

        Assert.Equal(["GSS811", "GSS811"], Verify(settings).Findings.Select(finding => finding.Code));
        await SampleLog.WriteAsync(settings);
        Assert.Equal(["GSS811", "GSS811"], Verify(settings).Findings.Select(finding => finding.Code));
    }

    [Fact]
    public async Task Rotated_between_intent_and_outcome_the_two_are_still_one_change()
    {
        using var folder = new TempFolder();
        var settings = SampleLog.Settings(folder) with { MaxBytes = 1, MaxFiles = 30 };

        await SampleLog.WriteAsync(settings);
        await SampleLog.WriteAsync(settings);

        Assert.Equal(12, Directory.GetFiles(folder.Path).Length);
        Assert.Empty(Verify(settings).Findings);
        var items = AuditItem.Join(AuditEntry.ReadAll(settings).Entries);
        Assert.Equal(4, items.Count(item => item.IsDone));
    }

    [Fact]
    public async Task When_older_files_are_gone_it_begins_in_the_middle()
    {
        using var folder = new TempFolder();
        var settings = SampleLog.Settings(folder) with { MaxBytes = 1, MaxFiles = 3 };

        await SampleLog.WriteAsync(settings);
        await SampleLog.WriteAsync(settings with { MaxBytes = 100_000 }, changes: 0);

        var verdict = Verify(settings);
        Assert.True(verdict.IsSound);
        Assert.Equal("audit.3.jsonl:1:1 GSS812", string.Join(", ", verdict.Findings.Select(finding => $"{finding.At} {finding.Code}")));
    }

    [Fact]
    public async Task A_crash_between_two_renames_leaves_a_number_out_and_nothing_is_lost()
    {
        using var folder = new TempFolder();
        var settings = SampleLog.Settings(folder) with { MaxBytes = 1500, MaxFiles = 20 };
        await SampleLog.WriteAsync(settings, changes: 4);
        var files = Directory.GetFiles(folder.Path, "audit.*.jsonl").Length;
        for (var number = files; number > 1; number--)
        {
            File.Move(folder.At($"audit.{number}.jsonl"), folder.At($"audit.{number + 1}.jsonl"));
        }

        Assert.Empty(Verify(settings).Findings);
        await SampleLog.WriteAsync(settings, changes: 4);
        Assert.Empty(Verify(settings).Findings);
    }

    [Fact]
    public async Task A_crash_between_rename_and_creation_loses_no_link()
    {
        using var folder = new TempFolder();
        var settings = SampleLog.Settings(folder);
        await SampleLog.WriteAsync(settings);
        await File.AppendAllTextAsync(settings.Path, "{\"timest", Cancel);
        File.Move(settings.Path, folder.At("audit.1.jsonl"));

        Assert.True(Verify(settings).IsSound);
        await SampleLog.WriteAsync(settings);
        Assert.Equal("GSS811", Assert.Single(Verify(settings).Findings).Code);
    }

    [Fact]
    public async Task A_record_of_which_only_the_line_break_is_missing_is_whole()
    {
        using var folder = new TempFolder();
        var settings = SampleLog.Settings(folder);
        await SampleLog.WriteAsync(settings);
        await File.WriteAllBytesAsync(settings.Path, (await File.ReadAllBytesAsync(settings.Path, Cancel))[..^1], Cancel);

        Assert.Empty(Verify(settings).Findings);
        await SampleLog.WriteAsync(settings);
        Assert.Empty(Verify(settings).Findings);
    }

    [Fact]
    public async Task Hashed_it_verifies_all_the_same()
    {
        using var folder = new TempFolder();
        var settings = SampleLog.Settings(folder) with { PersonalData = PersonalData.Hashed };

        await SampleLog.WriteAsync(settings);

        Assert.Empty(Verify(settings).Findings);
    }

    [Fact]
    public async Task A_run_without_an_end_is_cut_short_and_its_open_intents_are_ambiguous()
    {
        using var folder = new TempFolder();
        var settings = SampleLog.Settings(folder);
        using (var log = SampleLog.Open(settings))
        {
            SampleLog.Start(log);
            await log.IntentAsync(SampleLog.Change);
            await log.OutcomeAsync(SampleLog.Change, new WriteResult(null));
            await log.IntentAsync(SampleLog.Change);
        }

        var cutShort = CutShort.Of(AuditEntry.ReadAll(settings).Entries, "acme");

        Assert.Equal("run-1", cutShort!.Run);
        Assert.Equal((1, 4L), (cutShort.Done.Length, Assert.Single(cutShort.Ambiguous).Record.Seq));
        Assert.Null(CutShort.Of(AuditEntry.ReadAll(settings).Entries, "other"));
    }

    [Fact]
    public async Task Cut_short_in_the_midst_of_rotation_a_run_is_read_back_to_its_beginning()
    {
        using var folder = new TempFolder();
        var settings = SampleLog.Settings(folder) with { MaxBytes = 1, MaxFiles = 20 };
        await SampleLog.WriteAsync(settings);
        foreach (var (run, continues) in new[] { ("run-2", (string?)null), ("run-3", "run-2") })
        {
            using var log = SampleLog.Open(settings, run);
            SampleLog.Start(log, continues);
            await log.IntentAsync(SampleLog.Change);
            await log.OutcomeAsync(SampleLog.Change, new WriteResult(null));
            await log.IntentAsync(SampleLog.Change);
        }

        var cutShort = CutShort.Read(settings, "acme")!;

        Assert.Equal("run-3", cutShort.Run);
        Assert.Equal(["run-2", "run-3"], cutShort.Done.Select(item => item.Record.Run));
        Assert.Equal(["run-2", "run-3"], cutShort.Ambiguous.Select(item => item.Record.Run));
    }

    [Fact]
    public void What_is_no_record_is_read_as_none()
    {
        Assert.Null(AuditEntry.Parse("[]"));
        Assert.Null(AuditEntry.Parse("{"));
        var strange = AuditEntry.Parse("{\"changes\":[1,{}],\"seq\":\"x\",\"timestamp\":1,\"operation\":\"fly\"}")!;
        Assert.Equal((0L, "", null), (strange.Seq, strange.Run, strange.Operation));
        Assert.Contains("?", AuditText.Render(new AuditQuery().Find([strange])), StringComparison.Ordinal);
    }

    private static AuditVerdict Verify(AuditSettings settings) =>
        AuditVerifier.Verify(AuditLine.OfLog(settings, path => Path.GetFileName(path)));
}
