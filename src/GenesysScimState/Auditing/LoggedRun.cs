using System.Collections.Immutable;
using GenesysScimState.Core.Applying;
using GenesysScimState.Rendering;

namespace GenesysScimState.Auditing;

/// <summary>
/// The report of a run, made from the log: a run that was killed has one as well. A group has a line for each
/// batch. Requests are those of <c>run-finished</c>, and left out where the log does not have them.
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
        var ended = records.FindLast(entry => entry.Event == "run-finished");
        return new ApplyReport
        {
            Tool = tool,
            Organization = started.Organization,
            Run = started.Run,
            Plan = started.Text("plan") ?? "",
            Started = started.Time,
            Duration = records[^1].Time - started.Time,
            Requests = ended?.Numbers("requests"),
            ExitCode = ended?.Number("exitCode") is > 0 and var exit ? (int)exit : (int)(isComplete ? ExitCode.Ok : ExitCode.Partial),
            NotStarted = Math.Max(0, Planned(started) - Changes(own)),
            IsComplete = isComplete,
            DoneNow = AuditItem.Count([.. own.Where(item => item.IsDone)]),
            Changes = [.. own.Select(item => item.Reported() with { Run = null })],
            Continues = started.Text("continues") is { } before
                ? new EarlierRun(before, AuditItem.Count(earlier), [.. earlier.Select(item => item.Reported())])
                : null,
        };
    }

    /// <summary>Changes of the plan; logs of earlier versions have the counts of users, groups and memberships alone.</summary>
    private static int Planned(AuditEntry started) => started.Number("planned") is > 0 and var planned
        ? (int)planned
        : started.Numbers("summary")?.Where(count => !count.Key.StartsWith("members_", StringComparison.Ordinal)).Sum(count => count.Value) ?? 0;

    /// <summary>How many changes of the plan records are about; a membership may have several batches.</summary>
    private static int Changes(IEnumerable<AuditItem> items) =>
        items.Select(item => (item.Record.Address, item.Record.Text("operation"))).Distinct().Count();
}
