namespace GenesysScimState.Auditing;

/// <summary>
/// The user that a search of the log is for, under every userName and externalId that the log has for it. Records of a user
/// have the organization's id; lists of members have userNames only, which may be another user's by then.
/// </summary>
internal sealed class AuditedUser
{
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Bearer>> _bearers = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="items">The whole log.</param>
    /// <param name="user">A userName, an externalId or an id.</param>
    public AuditedUser(IReadOnlyCollection<AuditItem> items, string user)
    {
        // Only the exact text has the hash that was written; userNames are mostly written in lower case.
        foreach (var organization in items.Select(item => item.Record.Organization).Distinct(StringComparer.Ordinal))
        {
            _asked.UnionWith(PersonalText.Forms(organization, user));
            _asked.UnionWith(PersonalText.Forms(organization, user.ToLowerInvariant()));
        }

        var users = items.Where(item => item.IsIntent && NameOf(item) is not null).ToList();
        foreach (var item in users)
        {
            Remember(item);
        }

        Identify(users, user);
    }

    public bool IsConcernedBy(AuditItem item) => NameOf(item) is { } name
        ? _ids.Contains(IdOf(item, name)) || Texts(item).Any(_asked.Contains)
        : item.Record.People.Any(person => _asked.Contains(person) || (BearerOf(person, item.Record.Seq) is { } id && _ids.Contains(id)));

    /// <summary>The ids of those that bore what was asked for, and of those that had one externalId with them.</summary>
    private void Identify(List<AuditItem> users, string user)
    {
        _ids.Add(user);
        var externalIds = new HashSet<string>(StringComparer.Ordinal);
        for (var count = 0; count != _ids.Count + externalIds.Count;)
        {
            count = _ids.Count + externalIds.Count;
            foreach (var item in users)
            {
                var externalId = item.Record.Text("externalId");
                if (Texts(item).Any(_asked.Contains) || _ids.Contains(IdOf(item, NameOf(item)!))
                    || (externalId is not null && externalIds.Contains(externalId)))
                {
                    _ids.Add(IdOf(item, NameOf(item)!));
                    externalIds.UnionWith(externalId is null ? [] : [externalId]);
                }
            }
        }
    }

    private void Remember(AuditItem item)
    {
        var name = NameOf(item)!;
        var (before, after) = (Value(item, "userName", isAfter: false) ?? name, Value(item, "userName", isAfter: true) ?? name);
        var id = IdOf(item, name);
        Of(before).Add(new(item.Record.Seq, id, Keeps: before == after));
        if (before != after && (item.IsDone || item.Outcome == AuditItem.Unknown))
        {
            Of(after).Add(new(item.Record.Seq, id, Keeps: true));
        }
    }

    private List<Bearer> Of(string name) =>
        _bearers.TryGetValue(name, out var bearers) ? bearers : _bearers[name] = [];

    /// <summary>
    /// The id of the user that had a userName when a record was written: by the last record before it; when there is none, by
    /// the first one after it.
    /// </summary>
    private string? BearerOf(string name, long seq)
    {
        if (!_bearers.TryGetValue(name, out var bearers))
        {
            return null;
        }

        return bearers.FindLast(bearer => bearer.Seq <= seq) is { } last ? last.Keeps ? last.Id : null : bearers[0].Id;
    }

    /// <summary>A creation has the id in its outcome; of one that the log does not tell, the name stands for it.</summary>
    private static string IdOf(AuditItem item, string name) => item.Record.Text("id") ?? item.Result?.Text("id") ?? $"user/{name}";

    private static string? NameOf(AuditItem item) => item.Record.Address.Split('/', 2) is ["user", var name] ? name : null;

    /// <summary>All names and externalIds of the subject in a record.</summary>
    private static IEnumerable<string> Texts(AuditItem item) => new[]
    {
        NameOf(item), item.Record.Text("externalId"),
        Value(item, "userName", isAfter: false), Value(item, "userName", isAfter: true),
        Value(item, "externalId", isAfter: false), Value(item, "externalId", isAfter: true),
    }.OfType<string>();

    private static string? Value(AuditItem item, string attribute, bool isAfter) => item.Record.Changes
        .Where(change => change.Name == attribute)
        .SelectMany(change => isAfter ? change.After.Entries : change.Before.Entries)
        .Select(entry => entry.Name).FirstOrDefault();

    /// <param name="Keeps">False: it had the name until this record.</param>
    private sealed record Bearer(long Seq, string Id, bool Keeps);
}
