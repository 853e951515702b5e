using System.Collections.Immutable;
using System.Globalization;
using GenesysScimState.Auditing;
using GenesysScimState.Rendering;

namespace GenesysScimState.GitHub;

/// <summary>Who wrote something last, as far as the audit log knows: what was changed elsewhere is not in it.</summary>
internal sealed class LastWriters
{
    private readonly string _organization;
    private readonly ILookup<string, AuditItem> _done;

    public LastWriters(string organization, IEnumerable<AuditEntry> entries)
    {
        _organization = organization;
        _done = AuditItem.Join(entries)
            .Where(item => item is { IsIntent: true, Outcome: "done" } && item.Record.Organization == organization)
            .ToLookup(item => item.Record.Address, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether anything is known at all.</summary>
    public bool IsEmpty => _done.Count == 0;

    /// <summary>As Markdown: when, for whom, in which run; that it never did, otherwise.</summary>
    public string Of(Difference difference)
    {
        var last = Forms($"{difference.Address}")
            .SelectMany(form => _done[form])
            .Where(item => Concerns(item.Record, difference))
            .OrderBy(item => item.Record.Seq)
            .LastOrDefault()?.Record;
        return last is null
            ? "never"
            : $"{last.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, for {Markdown.Code(last.Text("actor") ?? "unknown")}, run {Markdown.Code(last.Run)}";
    }

    private bool Concerns(AuditEntry record, Difference difference) => difference.Change switch
    {
        { IsMembership: true } => PersonalText.Forms(_organization, difference.Aspect).Any(form => record.Members.Contains(form, StringComparer.OrdinalIgnoreCase)),
        { Operation: Core.Planning.Operation.Update } => record.Changes.Any(change => change.Name == difference.Aspect),
        _ => true,
    };

    private ImmutableArray<string> Forms(string address) => address.Split('/', 2) is ["user", var name]
        ? [.. PersonalText.Forms(_organization, name).Select(form => $"user/{form}")]
        : [address];
}
