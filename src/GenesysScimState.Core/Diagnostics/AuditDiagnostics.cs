using GenesysScimState.Core.Model;
using static GenesysScimState.Core.Model.Untrusted;

namespace GenesysScimState.Core.Diagnostics;

/// <summary>GSS8xx: the audit log is not what was written, somebody else writes it, or a run left it unfinished.</summary>
public static class AuditDiagnostics
{
    public static Diagnostic NoRecord(SourceSpan at) => new(
        "GSS801", Severity.Error, "this line is no record of an audit log; it was written or edited by something else", at);

    public static Diagnostic Edited(long seq, SourceSpan at) => new(
        "GSS802", Severity.Error, $"record {seq} was edited: its hash does not fit what it says", at);

    public static Diagnostic Dropped(long first, long last, SourceSpan at) => new(
        "GSS803", Severity.Error, first == last ? $"record {first} is missing before this line" : $"records {first} to {last} are missing before this line", at);

    public static Diagnostic OutOfOrder(long seq, long after, SourceSpan at) => new(
        "GSS804", Severity.Error, $"record {seq} stands after record {after}: lines were moved or repeated", at);

    public static Diagnostic Unlinked(long seq, SourceSpan at) => new(
        "GSS805", Severity.Error, $"record {seq} was written after another record than the one before it here: that one was replaced", at);

    public static Diagnostic HeadMissing(string head, string end) => new(
        "GSS806", Severity.Error, $"the log does not hold the record {Show(head)}; it ends with {Show(end)}: records were cut off or written anew");

    public static Diagnostic NoLog(string file) => new(
        "GSS807", Severity.Error, $"there is no audit log \"{Show(file)}\"; name the folder with -C, or the log's files, oldest first");

    public static Diagnostic LogUnreadable(string why) => new(
        "GSS808", Severity.Error, $"the audit log cannot be read: {Show(why)}; check the path and its permissions");

    /// <param name="run">Null: none was named, and there is none at all.</param>
    public static Diagnostic NoRun(string? run) => new(
        "GSS809", Severity.Error, run is null
            ? "the audit log holds no run yet; the first apply writes one"
            : $"the audit log holds no run \"{Show(run)}\"; scimstate audit show lists those it holds");

    public static Diagnostic Torn(SourceSpan at) => new(
        "GSS811", Severity.Note, "a crash cut this line short; it was never a whole record, and none is missing", at);

    public static Diagnostic MidChain(long seq, SourceSpan at) => new(
        "GSS812", Severity.Note, $"the log begins with record {seq}: older files are not kept, and what stood in them cannot be checked", at);

    public static Diagnostic UnreadableRecords(int count) => new(
        "GSS813", Severity.Warning, $"{count} of the log's lines are no records and not shown; scimstate audit verify says which");

    /// <param name="file">The path of the log.</param>
    public static Diagnostic LogChanged(string file) => new(
        "GSS814", Severity.Error, $"the audit log {Show(file)} was removed, replaced or truncated while apply ran; nothing more is written: restore it from a copy, check it with scimstate audit verify, and apply again");

    public static Diagnostic BeginningMissing(long seq, SourceSpan at) => new(
        "GSS815", Severity.Error, $"the log begins with record {seq} and has no rotated file: records 1 to {seq - 1} were removed; restore the log from a copy", at);

    /// <param name="run">The run at work; null when it is not known.</param>
    public static Diagnostic Locked(string? run, string lockFile) => new(
        "GSS821", Severity.Error, $"another apply is at work here: {(run is null ? "it does not say which" : Show(run))}; wait until it has ended (it holds {Show(lockFile)})");

    /// <param name="wasCutShort">Whether the run ended before an answer came.</param>
    public static Diagnostic FoundDone(string run, string what, Address? subject, bool wasCutShort) => new(
        "GSS831", Severity.Note, $"run {Show(run)} {Left(wasCutShort)}: {Show(what)}: was done", Subject: subject);

    /// <param name="wasCutShort">Whether the run ended before an answer came.</param>
    public static Diagnostic FoundOpen(string run, string what, Address? subject, bool wasCutShort) => new(
        "GSS832", Severity.Note, $"run {Show(run)} {Left(wasCutShort)}: {Show(what)}: is still to do", Subject: subject);

    private static string Left(bool wasCutShort) => wasCutShort ? "was cut short" : "ended without the result of a write";
}
