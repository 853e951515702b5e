using System.Collections.Immutable;
using GenesysScimState.Core.Applying;
using GenesysScimState.Rendering;

namespace GenesysScimState.Auditing;

/// <summary>Which records of the log are wanted; null: all.</summary>
internal sealed record AuditQuery
{
    /// <summary>What a write, or a run, can have come to, as it is asked for.</summary>
    public static ImmutableArray<string> Outcomes { get; } =
        [.. Enum.GetValues<OutcomeKind>().Select(ReportText.Word).Concat(["open", "partial", "refused"]).Select(Hyphened)];

    /// <summary>A userName, an externalId or an id; as subject, or as member of a group.</summary>
    public string? User { get; init; }

    /// <summary>A group's displayName.</summary>
    public string? Group { get; init; }

    public string? Run { get; init; }

    /// <summary>The first moment.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The last moment.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Of an intent, what came of it.</summary>
    public string? Outcome { get; init; }

    public ImmutableArray<AuditItem> Find(IEnumerable<AuditEntry> entries)
    {
        var items = AuditItem.Join(entries);
        var user = User is null ? null : new AuditedUser(items, User);
        return [.. items.Where(item => Fits(item) && user?.IsConcernedBy(item) != false)];
    }

    private bool Fits(AuditItem item) =>
        (Run is null || item.Record.Run == Run)
        && (Since is null || item.Record.Time >= Since)
        && (Until is null || item.Record.Time <= Until)
        && (Outcome is null || Hyphened(item.Outcome) == Hyphened(Outcome))
        && (Group is null || item.Record.Groups.Contains($"group/{Group}", StringComparer.OrdinalIgnoreCase));

    public static string Hyphened(string outcome) => outcome.Replace(' ', '-').Replace('_', '-').ToLowerInvariant();
}
