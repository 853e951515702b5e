using System.Collections.Immutable;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Editing;

/// <summary>
/// Takes the organization's side of what differs into state files that exist: the inverse of applying. The rest of each
/// file stays as it is.
/// </summary>
internal sealed class Adoption
{
    private readonly Dialect _dialect;
    private readonly Dictionary<string, YamlEdits> _edits = new(StringComparer.Ordinal);
    private readonly Dictionary<SourceSpan, (YamlEdits Edits, YamlMapping Entry)> _entries = [];
    private readonly Dictionary<string, (YamlEdits Edits, YamlMapping Entry)> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DesiredUser> _users;
    private readonly Dictionary<YamlEdits, List<YamlMapping>> _removed = [];

    /// <summary>From the name in the files to the one the organization has.</summary>
    private readonly Dictionary<string, string> _renamed = new(StringComparer.OrdinalIgnoreCase);

    public Adoption(IEnumerable<SourceFile> sources, DesiredState desired, Dialect dialect, StateOrder order)
    {
        _dialect = dialect;
        _users = desired.Users.Where(user => !user.IsAbsent).ToDictionary(user => user.UserName, StringComparer.OrdinalIgnoreCase);
        foreach (var file in sources.Select(StateText.Of).OfType<StateText>())
        {
            var edits = _edits[file.Path] = new YamlEdits(file, order);
            foreach (var user in file.Entries("users"))
            {
                _entries.TryAdd(user["userName"]!.At, (edits, user));
            }

            foreach (var group in file.Entries("groups"))
            {
                if (group["displayName"] is YamlScalar name)
                {
                    _groups.TryAdd(name.Text, (edits, group));
                }
            }
        }
    }

    /// <summary>Puts new entries, indented from 0, at the end of a file that exists; false when there is no such file.</summary>
    public bool Append(string path, string section, IReadOnlyCollection<string> entries)
    {
        if (!_edits.TryGetValue(path, out var edits))
        {
            return false;
        }

        edits.Append(section, entries);
        return true;
    }

    /// <summary>Takes over changes, and says by what name each declared user goes afterwards, by the organization's id.</summary>
    public ImmutableDictionary<string, DesiredUser> Accept(IEnumerable<Change> changes, ImmutableDictionary<string, DesiredUser> declared)
    {
        // A step aside is half a change; and who is who must be known before who is in what.
        foreach (var change in changes.Where(change => change.Reason != ActionReason.TemporaryName).OrderBy(change => change.IsMembership))
        {
            Accept(change);
        }

        return declared.SetItems(declared
            .Where(pair => _renamed.ContainsKey(pair.Value.UserName))
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value with { UserName = _renamed[pair.Value.UserName] })));
    }

    /// <summary>The files that are other than before; and what could not be edited in its place.</summary>
    public (ImmutableArray<SourceFile> Files, ImmutableArray<Diagnostic> Problems) Finish()
    {
        var files = ImmutableArray.CreateBuilder<SourceFile>();
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var (path, edits) in _edits)
        {
            foreach (var section in new[] { "users", "groups" })
            {
                if (_removed.TryGetValue(edits, out var removed) && edits.File.Entries(section).Where(removed.Contains).ToArray() is { Length: > 0 } gone)
                {
                    edits.Remove(section, gone);
                }
            }

            if (edits.Apply() is not { } text)
            {
                problems.Add(EditingDiagnostics.NotEditable(edits.Blocked?.At ?? new(path, 1, 1)));
            }
            else if (text != edits.File.Layout.Text)
            {
                files.Add(StateText.ToSource(path, text));
            }
        }

        return ([.. files.OrderBy(file => file.Path, StringComparer.Ordinal)], problems.ToImmutable());
    }

    /// <summary>Takes over one change; of what nothing declares there is nothing to edit.</summary>
    private void Accept(Change change)
    {
        if (change.IsMembership)
        {
            foreach (var person in change.People)
            {
                if (change.Operation == Operation.AddMembers)
                {
                    Leave(change.Address.Name, person.UserName);
                }
                else
                {
                    Join(change.Address.Name, person.UserName);
                }
            }

            return;
        }

        if (change.At is not { } at || !_entries.TryGetValue(at, out var found))
        {
            return;
        }

        var (edits, entry) = found;
        switch (change.Operation)
        {
            case Operation.Create:
                Remove(edits, entry, change.Address.Name);
                break;
            case Operation.Delete:
                edits.Set(entry, "users", "state", null);
                edits.Set(entry, "users", "reason", null);
                if (change.Found is { Active: false })
                {
                    edits.Set(entry, "users", "active", "false");
                }

                break;
            default:
                foreach (var attribute in change.Attributes)
                {
                    // Where names go round, what is before a change may be a name that nobody has yet.
                    Accept(edits, entry, attribute.Name == "userName" && change.Found is { } user ? attribute with { Before = AttributeValue.Of(user.UserName) } : attribute);
                }

                break;
        }
    }

    private void Accept(YamlEdits edits, YamlMapping entry, AttributeChange change)
    {
        if (_dialect.Find(change.Name) is not { } row)
        {
            return;
        }

        var parts = EntryPart.Of(row, change.Name, change.Before).ToList();
        if (row.IsKeyed && row.KeyOf(change.Name) is { } key)
        {
            edits.SetEntry(entry, "users", row.Name, '{', key, parts.Count > 0 ? parts[0].Text : $"{YamlText.Of(key)}: ~");
        }
        else if (row.Type is AttributeType.Names or AttributeType.Ratings)
        {
            var open = row.Type == AttributeType.Names ? '[' : '{';
            foreach (var gone in change.After.Entries.Where(entry => !parts.Exists(part => part.Name == entry.Name)))
            {
                edits.SetEntry(entry, "users", row.Name, open, gone.Name, null);
            }

            foreach (var part in parts.Where(part => !change.After.Entries.Contains(new Entry(part.Name)) || open == '{'))
            {
                edits.SetEntry(entry, "users", row.Name, open, part.Name, part.Text);
            }
        }
        else if (row.Name.StartsWith("name.", StringComparison.Ordinal))
        {
            edits.SetEntry(entry, "users", "name", '{', row.Name[5..], parts.Count > 0 ? parts[0].Text : null);
        }
        else
        {
            edits.Set(entry, "users", row.Name, parts.Count > 0 ? parts[0].Text : row.Clearable && row.Name != "externalId" ? "~" : null);
            if (row.Name == "userName" && parts.Count > 0)
            {
                _renamed[change.After.Text!] = change.Before.Text!;
                Rename(change.After.Text!, change.Before.Text!);
            }
        }
    }

    /// <summary>Whoever names a user by userName goes on naming him.</summary>
    private void Rename(string from, string to)
    {
        foreach (var (edits, entry) in _entries.Values)
        {
            foreach (var row in _dialect.Attributes.Where(row => row.Type == AttributeType.Person && Names(entry[row.Name], from)))
            {
                edits.Set(entry, "users", row.Name, YamlText.Of(to));
            }
        }

        foreach (var (edits, entry) in _groups.Values)
        {
            foreach (var member in YamlPiece.Of(null, entry["members"] ?? entry).Children.Where(member => member.Key is null && Names(member.Name, from)))
            {
                if (member.Value is YamlMapping details)
                {
                    edits.Set(details, "members", "user", YamlText.Of(to));
                    continue;
                }

                edits.SetEntry(entry, "groups", "members", '[', member.Name, null);
                edits.SetEntry(entry, "groups", "members", '[', to, YamlText.Of(to));
            }
        }
    }

    private void Join(string group, string userName)
    {
        if (!_groups.TryGetValue(group, out var found) || !_users.TryGetValue(userName, out var user))
        {
            return;
        }

        if (found.Entry["members"] is YamlSequence { Items.Length: > 0 })
        {
            var name = _renamed.GetValueOrDefault(userName, userName);
            found.Edits.SetEntry(found.Entry, "groups", "members", '[', name, YamlText.Of(name));
        }
        else if (_entries.TryGetValue(user.At, out var entry))
        {
            entry.Edits.SetEntry(entry.Entry, "users", "groups", '[', group, YamlText.Of(group));
        }
    }

    private void Leave(string group, string userName)
    {
        var user = _users.GetValueOrDefault(userName);
        if (_groups.TryGetValue(group, out var found) && found.Entry["members"] is YamlSequence members)
        {
            foreach (var member in YamlPiece.Of(null, members).Children.Where(member => Names(member.Name, userName) || member.Name == user?.ExternalId))
            {
                found.Edits.SetEntry(found.Entry, "groups", "members", '[', member.Name, null);
                found.Edits.SetEntry(found.Entry, "groups", "members", '[', _renamed.GetValueOrDefault(userName, userName), null);
            }
        }

        if (user is not null && _entries.TryGetValue(user.At, out var entry)
            && entry.Entry["groups"] is YamlSequence groups && groups.Items.Any(item => item is YamlScalar name && name.Text == group))
        {
            entry.Edits.SetEntry(entry.Entry, "users", "groups", '[', group, null);
        }
    }

    private void Remove(YamlEdits edits, YamlMapping entry, string userName)
    {
        if (!_removed.TryGetValue(edits, out var removed))
        {
            _removed[edits] = removed = [];
        }

        removed.Add(entry);
        foreach (var group in _groups.Keys)
        {
            Leave(group, userName);
        }
    }

    private static bool Names(YamlNode? node, string userName) => node is YamlScalar scalar && Names(scalar.Text, userName);

    private static bool Names(string name, string userName) => string.Equals(name, userName, StringComparison.OrdinalIgnoreCase);
}
