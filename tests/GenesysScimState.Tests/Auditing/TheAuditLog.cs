using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GenesysScimState.Auditing;
using GenesysScimState.Config;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GenesysScimState.Tests.Auditing;

/// <summary>The audit log as a file: its chain, what happens when it grows, when it breaks off, and when it cannot be written.</summary>
public sealed class TheAuditLog
{
    private static readonly Change Change = Sketch.Plan(
        Sketch.Files(Sketch.Declared("canary.name@x.test", "canary-id", true, ("displayName", Sketch.Text("Canary Name")), ("title", Sketch.Text("Canary Title")))),
        ActualState.Empty).Changes[0];

    [Fact]
    public async Task Each_record_holds_the_hash_of_the_one_before()
    {
        using var folder = new TempFolder();

        await WriteAsync(Settings(folder), changes: 3);

        var lines = Lines(folder, "audit.jsonl");
        Assert.Equal(8, lines.Length);
        Verify(lines);
    }

    [Fact]
    public async Task Records_fit_their_schema()
    {
        using var folder = new TempFolder();

        await WriteAsync(Settings(folder), changes: 2);

        Assert.All(Lines(folder, "audit.jsonl"), line => Schemas.Check("audit", line));
    }

    [Fact]
    public async Task Opened_again_the_chain_goes_on()
    {
        using var folder = new TempFolder();

        await WriteAsync(Settings(folder), changes: 1);
        await WriteAsync(Settings(folder), changes: 1);

        Verify(Lines(folder, "audit.jsonl"));
    }

    [Fact]
    public async Task A_line_that_was_changed_breaks_the_chain()
    {
        using var folder = new TempFolder();
        await WriteAsync(Settings(folder), changes: 1);
        var lines = Lines(folder, "audit.jsonl");

        lines[1] = lines[1].Replace("Canary Title", "Canary Boss", StringComparison.Ordinal);

        Assert.NotEqual(Hash(lines[1]), Recomputed(lines[1]));
    }

    [Fact]
    public async Task A_full_file_is_rotated_and_the_chain_runs_across_the_files()
    {
        using var folder = new TempFolder();
        var settings = Settings(folder) with { MaxBytes = 1500, MaxFiles = 20 };

        await WriteAsync(settings, changes: 4);
        await WriteAsync(settings, changes: 4);

        var files = Enumerable.Range(1, 20).Reverse().Select(number => $"audit.{number}.jsonl").Append("audit.jsonl")
            .Where(name => File.Exists(folder.At(name))).ToArray();
        Assert.True(files.Length > 3, string.Join(' ', files));
        Verify([.. files.SelectMany(name => Lines(folder, name))]);
        Assert.All(files, name => Assert.True(new FileInfo(folder.At(name)).Length < 1500 + 1500));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task No_more_old_files_are_kept_than_asked_for(int maxFiles)
    {
        using var folder = new TempFolder();

        await WriteAsync(Settings(folder) with { MaxBytes = 1000, MaxFiles = maxFiles }, changes: 10);
        await WriteAsync(Settings(folder) with { MaxBytes = 100_000, MaxFiles = maxFiles }, changes: 0);

        Assert.Equal(maxFiles + 1, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public async Task A_rotation_that_was_cut_short_loses_no_link()
    {
        using var folder = new TempFolder();
        await WriteAsync(Settings(folder), changes: 1);
        File.Move(folder.At("audit.jsonl"), folder.At("audit.1.jsonl"));

        await WriteAsync(Settings(folder), changes: 1);

        Verify([.. Lines(folder, "audit.1.jsonl"), .. Lines(folder, "audit.jsonl")]);
    }

    [Fact]
    public async Task A_line_that_a_crash_cut_short_stays_and_the_next_record_begins_on_its_own()
    {
        using var folder = new TempFolder();
        await WriteAsync(Settings(folder), changes: 1);
        var whole = Lines(folder, "audit.jsonl");
        const string Torn = "{\"timestamp\":\"2026-11-24T08:0";
        await File.AppendAllTextAsync(folder.At("audit.jsonl"), Torn, TestContext.Current.CancellationToken);

        await WriteAsync(Settings(folder), changes: 1);

        var lines = Lines(folder, "audit.jsonl");
        Assert.Equal(Torn, lines[whole.Length]);
        Verify([.. lines.Where(line => line != Torn)]);
    }

    [Fact]
    public async Task With_hashed_personal_data_no_name_is_in_the_file_and_one_person_is_one_hash()
    {
        using var folder = new TempFolder();

        await WriteAsync(Settings(folder) with { PersonalData = PersonalData.Hashed }, changes: 2, problem: "canary.name@x.test is refused");

        var text = await File.ReadAllTextAsync(folder.At("audit.jsonl"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("canary", text, StringComparison.OrdinalIgnoreCase);
        Assert.Single(Lines(folder, "audit.jsonl").Select(line => Member(line, "address")).OfType<string>().Distinct());
        Verify(Lines(folder, "audit.jsonl"));
    }

    [Fact]
    public async Task With_full_personal_data_it_says_who_and_what()
    {
        using var folder = new TempFolder();

        await WriteAsync(Settings(folder), changes: 1);

        var intent = Lines(folder, "audit.jsonl").Single(line => Member(line, "event") == "intent");
        Assert.Equal("user/canary.name@x.test", Member(intent, "address"));
        Assert.Equal("active", Member(intent, "targetStatus"));
        Assert.Equal("canary-actor", Member(intent, "actor"));
        Assert.Contains("{\"path\":\"title\",\"before\":null,\"after\":\"Canary Title\"}", intent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_cannot_be_opened_is_a_journal_exception()
    {
        using var folder = new TempFolder();
        folder.Write("file", "not a folder");

        var exception = Assert.Throws<JournalException>(() => Open(Settings(folder) with { Path = folder.At("file/audit.jsonl") }));

        Assert.Equal("GSS713", exception.Problem.Code);
    }

    [Fact]
    public async Task After_a_rotation_that_failed_every_write_fails_alike()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.At("audit.1.jsonl"));
        using var log = Open(Settings(folder) with { MaxBytes = 1 });
        await log.IntentAsync(Change);

        await Assert.ThrowsAsync<JournalException>(() => log.IntentAsync(Change));
        await Assert.ThrowsAsync<JournalException>(() => log.IntentAsync(Change));
        Assert.Throws<JournalException>(() => log.RunFinished(new ApplyResult([]), run: null));
    }

    private static AuditSettings Settings(TempFolder folder) => new() { Path = folder.At("audit.jsonl") };

    private static AuditLog Open(AuditSettings settings) => AuditLog.Open(
        settings,
        new RunStamp { Organization = "acme", Run = "run-1", Actor = "canary-actor", Plan = $"sha256:{new string('a', 64)}" },
        new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero)));

    /// <summary>A whole run: started, an intent and an outcome for each change, finished.</summary>
    private static async Task WriteAsync(AuditSettings settings, int changes, string? problem = null)
    {
        var run = new RecordedRun(1, ["Team"], UnlistedAction.Report, new UnlistedScope());
        using var log = Open(settings);
        log.RunStarted(new PlanDocument("acme", "emulator", new Plan([Change], [])), run);
        for (var count = 0; count < changes; count++)
        {
            await log.IntentAsync(Change);
            await log.OutcomeAsync(Change, new WriteResult(problem is null ? null : new Diagnostic("GSS509", Severity.Error, problem)) { Status = 201 });
        }

        log.RunFinished(new ApplyResult([new Outcome(Change, OutcomeKind.Done)]), run);
    }

    private static string[] Lines(TempFolder folder, string name) => File.ReadAllLines(folder.At(name));

    private static void Verify(string[] lines)
    {
        var previous = new string('0', 64);
        foreach (var (line, index) in lines.Select((line, index) => (line, index)))
        {
            Assert.Equal($"{index + 1}", Member(line, "seq"));
            Assert.Equal(previous, Member(line, "previousHash"));
            Assert.Equal(Hash(line), Recomputed(line));
            previous = Hash(line);
        }
    }

    private static string Hash(string line) => Member(line, "hash")!;

    /// <summary>As <c>sha256sum</c> gives it for the record without its own hash.</summary>
    private static string Recomputed(string line)
    {
        var record = line[..line.LastIndexOf(",\"hash\":", StringComparison.Ordinal)] + "}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(record)));
    }

    private static string? Member(string line, string name)
    {
        using var record = JsonDocument.Parse(line);
        return record.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
    }
}
