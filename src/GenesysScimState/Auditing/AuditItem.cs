using System.Collections.Immutable;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Auditing;

/// <summary>A record and, of an intent, the record that says what came of it.</summary>
/// <param name="Result">The outcome, or what a later run found; null when the log does not tell.</param>
internal sealed record AuditItem(AuditEntry Record, AuditEntry? Result = null)
{
    /// <summary>What is said of a write whose end is not known.</summary>
    public const string Unknown = "unknown";

    public bool IsIntent => Record.Event == "intent";

    public string Outcome => IsIntent ? Result?.Outcome ?? Unknown : Record.Outcome;

    /// <summary>The outcome that a later run found out more about; null when none did.</summary>
    public AuditEntry? Resolved { get; init; }

    public IEnumerable<AuditEntry> Records => new[] { Record, Resolved, Result }.OfType<AuditEntry>();

    /// <summary>Sent, and neither an answer nor a read showed what became of it.</summary>
    public bool IsOpen => IsIntent && Outcome == Unknown;

    /// <summary>Failed because no answer came, or a failure of the server: it may show later that it was done.</summary>
    public bool MayBeDone => IsIntent && Result is { Event: "outcome" } result
        && Outcome == ReportText.Word(OutcomeKind.Failed) && result.Number("status") is 0 or 408 or >= 500;

    public bool IsDone => IsIntent && Outcome == ReportText.Word(OutcomeKind.Done);

    /// <summary>Batches of one group are sent one after the other, so an outcome belongs to the last intent of its change.</summary>
    public static ImmutableArray<AuditItem> Join(IEnumerable<AuditEntry> entries)
    {
        var items = new List<AuditItem>();
        var open = new Dictionary<(string Run, string Address, string? Operation), int>();
        var intents = new Dictionary<long, int>();
        foreach (var entry in entries)
        {
            var key = (entry.Run, entry.Address, entry.Text("operation"));
            if (entry.Event is "outcome" or "not-sent" && open.Remove(key, out var at))
            {
                items[at] = items[at] with { Result = entry };
                continue;
            }

            if (entry.Event == "intent")
            {
                open[key] = intents[entry.Seq] = items.Count;
            }
            else if (entry.Event == "resolved" && intents.TryGetValue(entry.Number("intent"), out var intent))
            {
                var outcome = items[intent].Result is { Event: "outcome" } told ? told : items[intent].Resolved;
                items[intent] = items[intent] with { Resolved = outcome, Result = entry };
            }

            items.Add(new AuditItem(entry));
        }

        return [.. items];
    }

    /// <summary>The change as a report lists it.</summary>
    public ReportedChange Reported() => new(Record.Address, Record.Text("operation") ?? "", Outcome)
    {
        Run = Record.Run,
        Status = (int)(Result?.Number("status") ?? Record.Number("status")),
        Attempts = (int)(Result?.Number("attempts") ?? Record.Number("attempts")),
        DurationMs = Result?.Number("durationMs") ?? Record.Number("durationMs"),
        CorrelationId = Result?.Text("correlationId"),
        Problem = (Result ?? Record) is var told && told.Text("code") is { } code
            ? new(code, Core.Diagnostics.Severity.Error, told.Text("message") ?? "", Subject: Core.Model.Address.Parse(Record.Address))
            : null,
    };

    /// <summary>What the items did, counted as a plan is.</summary>
    public static PlanSummary Count(IReadOnlyCollection<AuditItem> done) => new()
    {
        Create = done.Count(item => item.Record.Operation == Operation.Create),
        CreateGroups = done.Count(item => item.Record.Operation == Operation.CreateGroup),
        Update = done.Count(item => item.Record.Operation == Operation.Update),
        Activate = done.Count(item => item.Record.Operation == Operation.Activate),
        Deactivate = done.Count(item => item.Record.Operation == Operation.Deactivate),
        Delete = done.Count(item => item.Record.Operation == Operation.Delete),
        MembersAdded = done.Where(item => item.Record.Operation == Operation.AddMembers).Sum(item => item.Record.Members.Count()),
        MembersRemoved = done.Where(item => item.Record.Operation == Operation.RemoveMembers).Sum(item => item.Record.Members.Count()),
    };
}
