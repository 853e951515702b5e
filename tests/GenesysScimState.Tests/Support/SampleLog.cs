using GenesysScimState.Auditing;
using GenesysScimState.Config;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using Microsoft.Extensions.Time.Testing;

namespace GenesysScimState.Tests.Support;

/// <summary>Audit logs for tests that read them.</summary>
internal static class SampleLog
{
    /// <summary>Creates Ana.</summary>
    public static Change Change { get; } = Sketch.Plan(
        Sketch.Files(Sketch.Declared("ana@x.test", "e-ana", true, ("displayName", Sketch.Text("Ana")), ("title", Sketch.Text("Agent")))),
        ActualState.Empty).Changes[0];

    public static AuditSettings Settings(TempFolder folder) => new() { Path = folder.At("audit.jsonl") };

    public static AuditLog Open(AuditSettings settings, string run = "run-1") => AuditLog.Open(
        settings,
        new RunStamp { Organization = "acme", Run = run, Actor = "tester", Plan = $"sha256:{new string('a', 64)}" },
        new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero)));

    public static void Start(AuditLog log, string? continues = null) =>
        log.RunStarted(new PlanDocument("acme", "emulator", new Plan([Change], [])), new RecordedRun(1, ["Team"], UnlistedAction.Report, new UnlistedScope()), continues);

    /// <summary>A whole run: two records, and two for each change.</summary>
    public static async Task WriteAsync(AuditSettings settings, int changes = 2)
    {
        using var log = Open(settings);
        Start(log);
        for (var count = 0; count < changes; count++)
        {
            await log.IntentAsync(Change);
            await log.OutcomeAsync(Change, new WriteResult(null) { Status = 201 });
        }

        log.RunFinished(new ApplyResult([new Outcome(Change, OutcomeKind.Done)]), run: null);
    }

    /// <summary>The bytes of a log of eight records.</summary>
    public static async Task<byte[]> BytesAsync()
    {
        using var folder = new TempFolder();
        await WriteAsync(Settings(folder), changes: 3);
        return await File.ReadAllBytesAsync(folder.At("audit.jsonl"));
    }
}
