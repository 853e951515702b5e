using System.Collections.Immutable;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>What an apply did, for its report: as it ended, or as the audit log tells afterwards.</summary>
internal sealed record ApplyReport
{
    public ApplyReport()
    {
    }

    public ApplyReport(ApplyResult result)
    {
        IsComplete = result.IsComplete;
        DoneNow = result.Done;
        Changes = [.. result.Outcomes.Select(ReportedChange.Of)];
    }

    public required string Tool { get; init; }

    public required string Organization { get; init; }

    public required string Run { get; init; }

    /// <summary>The digest of the plan that was applied.</summary>
    public required string Plan { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Requests sent in the whole run, by method, retries and token included; null when they are not known.</summary>
    public required ImmutableSortedDictionary<string, int>? Requests { get; init; }

    /// <summary>Changes of the plan that a run which was cut short has no record of; they are not in <see cref="Changes"/>.</summary>
    public int NotStarted { get; init; }

    /// <summary>What was found still to do after the apply; null when it was not looked for.</summary>
    public ImmutableArray<Change>? Left { get; init; }

    public required int ExitCode { get; init; }

    /// <summary>Whether every change is done.</summary>
    public bool IsComplete { get; init; }

    /// <summary>What this run did; see <see cref="Done"/>.</summary>
    public PlanSummary DoneNow { get; init; } = new();

    /// <summary>Of this run, in plan order.</summary>
    public ImmutableArray<ReportedChange> Changes { get; init; } = [];

    /// <summary>The run that was cut short and that this one finishes; null when none was.</summary>
    public EarlierRun? Continues { get; init; }

    /// <summary>What both runs did together.</summary>
    public PlanSummary Done => Continues is null ? DoneNow : DoneNow.Plus(Continues.Done);

    public int Count(OutcomeKind kind) =>
        Changes.Count(change => change.Outcome == ReportText.Word(kind)) + (kind == OutcomeKind.NotAttempted ? NotStarted : 0);
}

/// <summary>A run that was cut short, with all that it and those before it had done.</summary>
internal sealed record EarlierRun(string Run, PlanSummary Done, ImmutableArray<ReportedChange> Changes);

/// <param name="Address">Of an earlier run as its log has it, which may be hashed.</param>
/// <param name="Outcome">In the words of <see cref="ReportText.Word"/>, or <c>unknown</c>.</param>
internal sealed record ReportedChange(string Address, string Operation, string Outcome)
{
    /// <summary>The run that did it; null: the one reported on.</summary>
    public string? Run { get; init; }

    public int Status { get; init; }

    public int Attempts { get; init; }

    public long DurationMs { get; init; }

    public string? CorrelationId { get; init; }

    public SourceSpan? At { get; init; }

    public Diagnostic? Problem { get; init; }

    public static ReportedChange Of(Outcome outcome) => new(
        outcome.Change.Address.ToString(), Words.Of(outcome.Change.Operation), ReportText.Word(outcome.Kind))
    {
        Status = outcome.Status,
        Attempts = outcome.Attempts,
        DurationMs = (long)outcome.Duration.TotalMilliseconds,
        CorrelationId = outcome.CorrelationId,
        At = outcome.Change.At,
        Problem = outcome.Problem,
    };
}
