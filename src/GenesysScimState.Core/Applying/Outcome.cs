using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Core.Applying;

/// <summary>What became of one change.</summary>
public enum OutcomeKind
{
    Done,

    /// <summary>The organization accepted it, and does not show what was meant.</summary>
    Unverified,

    /// <summary>The organization refused it or could not be reached; of a membership, some batches may be done.</summary>
    Failed,

    /// <summary>Something it depends on failed, or is not known.</summary>
    Skipped,

    /// <summary>The run was interrupted first, or stopped because nothing had a prospect any more.</summary>
    NotAttempted,

    /// <summary>It was sent, and neither an answer nor a read after it shows whether it was carried out.</summary>
    Unknown,
}

/// <param name="Change">As planned.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="Problem">Null when done.</param>
public sealed record Outcome(Change Change, OutcomeKind Kind, Diagnostic? Problem = null)
{
    /// <summary>Of a membership: the people whose batch was accepted, without those the group does not show as meant.</summary>
    public int PeopleDone { get; init; }

    /// <summary>Requests sent for it, retries included.</summary>
    public int Attempts { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>HTTP status of the last answer; 0 when none came or none was asked for.</summary>
    public int Status { get; init; }

    public string? CorrelationId { get; init; }
}

/// <summary>One outcome for each change of the plan, in plan order; nothing is left out.</summary>
public sealed record ApplyResult(ImmutableArray<Outcome> Outcomes)
{
    /// <summary>Why the run ended before its end, other than by an interruption; null when it did not.</summary>
    public Diagnostic? Stopped { get; init; }

    public bool IsComplete => Outcomes.All(outcome => outcome.Kind == OutcomeKind.Done);

    public int Count(OutcomeKind kind) => Outcomes.Count(outcome => outcome.Kind == kind);

    /// <summary>What was done, counted as a plan is.</summary>
    public PlanSummary Done => PlanSummary.Of(
    [
        .. Outcomes
            .Where(outcome => outcome.Kind == OutcomeKind.Done || outcome.PeopleDone > 0)
            .Select(outcome => outcome.Kind == OutcomeKind.Done
                ? outcome.Change
                : outcome.Change with { People = outcome.Change.People[..outcome.PeopleDone] }),
    ]);
}
