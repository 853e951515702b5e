using System.Collections.Immutable;

namespace GenesysScimState.Auditing;

/// <summary>Which records of the log are wanted; null: all.</summary>
internal sealed record AuditQuery
{
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

    public ImmutableArray<AuditItem> Find(IEnumerable<AuditEntry> entries) => [.. AuditItem.Join(entries).Where(Fits)];

    private bool Fits(AuditItem item) =>
        (Run is null || item.Record.Run == Run)
        && (Since is null || item.Record.Time >= Since)
        && (Until is null || item.Record.Time <= Until)
        && (Outcome is null || string.Equals(item.Outcome, Outcome.Replace('-', ' ').Replace('_', ' '), StringComparison.OrdinalIgnoreCase))
        && (Group is null || string.Equals(item.Record.Address, $"group/{Group}", StringComparison.OrdinalIgnoreCase))
        && (User is null || IsOf(item.Record, User));

    private static bool IsOf(AuditEntry record, string user)
    {
        // Only the exact text has the hash that was written; userNames are mostly written in lower case.
        var forms = PersonalText.Forms(record.Organization, user)
            .Concat(PersonalText.Forms(record.Organization, user.ToLowerInvariant()))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return (record.Address.Split('/', 2) is ["user", var name] && forms.Contains(name))
            || (record.Text("externalId") is { } externalId && forms.Contains(externalId))
            || record.Text("id") == user
            || record.Members.Any(forms.Contains);
    }
}
