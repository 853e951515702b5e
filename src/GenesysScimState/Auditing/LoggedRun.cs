using System.Collections.Immutable;
using GenesysScimState.Core.Applying;
using GenesysScimState.Rendering;

namespace GenesysScimState.Auditing;

/// <summary>
/// The report of a run, made from the log: a run that was killed has one as well. The log knows writes only, so requests
/// are those, and a group has a line for each batch.
/// </summary>
internal static class LoggedRun
{
    /// <param name="entries">The whole log.</param>
    /// <param name="run">Its name; null: the last one.</param>
    /// <param name="tool">The program's version.</param>
    /// <returns>Null when there is no such run.</returns>
    public static ApplyReport? Report(ImmutableArray<AuditEntry> entries, string? run, string tool)
    {
        if (entries.LastOrDefault(entry => entry.Event == "run-started" && (run is null || entry.Run == run)) is not { } started)
        {
            return null;
        }

        var records = entries.Where(entry => entry.Run == started.Run && entry.Organization == started.Organization).ToList();
        var chain = CutShort.Chain(entries, started);
        var items = AuditItem.Join(chain).Where(item => item.IsIntent || item.Record.Event == "not-sent").ToList();
        var own = items.Where(item => item.Record.Run == started.Run).ToList();
        var earlier = items.Where(item => item.Record.Run != started.Run && item.IsDone).ToList();
        var isComplete = records.Exists(entry => entry.Event == "run-finished" && entry.Outcome == ReportText.Word(OutcomeKind.Done));
        return new ApplyReport
        {
            Tool = tool,
            Organization = started.Organization,
            Run = started.Run,
            Plan = started.Text("plan") ?? "",
            Started = started.Time,
            Duration = records[^1].Time - started.Time,
            Requests = ImmutableSortedDictionary<string, int>.Empty.Add("write", own.Sum(item => item.Reported().Attempts)),
            ExitCode = (int)(isComplete ? ExitCode.Ok : ExitCode.Partial),
            IsComplete = isComplete,
            DoneNow = AuditItem.Count([.. own.Where(item => item.IsDone)]),
            Changes = [.. own.Select(item => item.Reported() with { Run = null })],
            Continues = started.Text("continues") is { } before
                ? new EarlierRun(before, AuditItem.Count(earlier), [.. earlier.Select(item => item.Reported())])
                : null,
        };
    }
}
