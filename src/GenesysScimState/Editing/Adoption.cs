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

    private readonly List<(YamlEdits Edits, YamlMapping Attributes)> _shared = [];
    private readonly LeftAlone _left;

    /// <summary>From the name in the files to the one the organization has.</summary>
    private readonly Dictionary<string, string> _renamed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Leaves as it is what the last argument names: the <see cref="Obstacle.Part"/> of what was found not to be editable.</summary>
    public Adoption(IEnumerable<SourceFile> sources, DesiredState desired, Dialect dialect, StateOrder order, params IEnumerable<SourceSpan> left)
    {
        (_dialect, _left) = (dialect, new(dialect, left));
        _users = desired.Users.Where(user => !user.IsAbsent).ToDictionary(user => user.UserName, StringComparer.OrdinalIgnoreCase);
        foreach (var file in sources.Select(StateText.Of).OfType<StateText>())
        {
            var edits = _edits[file.Path] = new YamlEdits(file, order);
            _left.Find(file);
            _shared.AddRange(file.Shared.Where(shared => !_left.Holds(shared)).Select(shared => (edits, shared)));
            foreach (var user in file.Entries("users").Where(user => !_left.Holds(user)))
            {
                _entries.TryAdd(StateText.PlaceOf(user), (edits, user));
            }

            foreach (var group in file.Entries("groups").Where(group => !_left.Holds(group)))
            {
                _groups.TryAdd(((YamlScalar)group["displayName"]!).Text, (edits, group));
            }
        }
    }

    /// <inheritdoc cref="LeftAlone.FileFor"/>
    public string FileFor(string path) => _left.FileFor(path);

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
        // A step aside is half a change; and who is who must be known before who is in what, or whose manager.
        var whole = changes.Where(change => change.Reason != ActionReason.TemporaryName).ToArray();
        foreach (var change in whole)
        {
            Rename(change);
        }

        foreach (var change in whole)
        {
            Accept(change);
        }

        return declared.SetItems(declared
            .Where(pair => _renamed.ContainsKey(pair.Value.UserName))
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value with { UserName = _renamed[pair.Value.UserName] })));
    }

    /// <summary>The files that are other than before; and what could not be edited in its place, one place a user or group.</summary>
    public (ImmutableArray<SourceFile> Files, ImmutableArray<Obstacle> Obstacles) Finish()
    {
        var files = ImmutableArray.CreateBuilder<SourceFile>();
        var obstacles = ImmutableArray.CreateBuilder<Obstacle>();
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
                var blocked = edits.Blocked.Select(place => Obstacle.Of(edits.File, place.Owner, place.At)).DistinctBy(obstacle => obstacle.Part);
                obstacles.AddRange(blocked.DefaultIfEmpty(Obstacle.OfFile(path)));
            }
            else if (text != edits.File.Layout.Text)
            {
                files.Add(StateText.ToSource(path, text));
            }
        }

        return ([.. files.OrderBy(file => file.Path, StringComparer.Ordinal)], obstacles.ToImmutable());
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
                foreach (var attribute in change.Attributes.Where(attribute => attribute.Name != "userName"))
                {
                    Accept(edits, entry, attribute.Type == AttributeType.Person ? attribute with { Before = attribute.Before.Map(Now) } : attribute);
                }

                break;
        }
    }

    private void Accept(YamlEdits edits, YamlMapping entry, AttributeChange change)
    {
        // Several values where a state file declares one stay a difference, which is reported.
        if (_dialect.Find(change.Name) is not { } row || row.IsExceededBy(change.Before))
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
        }
    }

    /// <summary>Where names go round, what is before a change may be a name that nobody has yet; so it is asked who was found.</summary>
    private void Rename(Change change)
    {
        if (change is { Found: { } user, At: { } at } && change.Of("userName")?.After.Text is { } from && _entries.TryGetValue(at, out var found))
        {
            found.Edits.Block(found.Entry, found.Entry["userName"]!, when: _left.Needs(from, user.UserName));
            found.Edits.Set(found.Entry, "users", "userName", YamlText.Of(user.UserName));
            _renamed[from] = user.UserName;
            Rename(from, user.UserName);
        }
    }

    /// <summary>The name that somebody who is declared goes by afterwards.</summary>
    private string Now(string userName) => _renamed.GetValueOrDefault(userName, userName);

    /// <summary>Whoever names a user by userName goes on naming him.</summary>
    private void Rename(string from, string to)
    {
        foreach (var (edits, entry) in _entries.Values.Concat(_shared))
        {
            foreach (var row in _dialect.Attributes.Where(row => row.Type == AttributeType.Person && StateText.Says(entry[row.Name], from)))
            {
                edits.Set(entry, "users", row.Name, YamlText.Of(to));
            }
        }

        foreach (var (edits, entry) in _groups.Values)
        {
            foreach (var member in StateText.Members(entry).Where(member => StateText.IsSame(member.Name, from)))
            {
                if (member.Value is YamlMapping details && edits.File.Layout.IsBlock(entry["members"]!))
                {
                    edits.Set(details, "members", "user", YamlText.Of(to));
                }
                else
                {
                    edits.SetEntry(entry, "groups", "members", '[', member.Name, edits.File.Renamed(member, to));
                }
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
            // By the old name, as all that stands there: the new one may be somebody else's old one.
            found.Edits.SetEntry(found.Entry, "groups", "members", '[', userName, YamlText.Of(Now(userName)));
        }
        else if (_entries.TryGetValue(user.At, out var entry))
        {
            entry.Edits.SetEntry(entry.Entry, "users", "groups", '[', group, YamlText.Of(group));
        }
    }

    private void Leave(string group, string userName)
    {
        var user = _users.GetValueOrDefault(userName);
        if (_groups.TryGetValue(group, out var found))
        {
            foreach (var member in StateText.Members(found.Entry).Where(member => StateText.IsSame(member.Name, userName) || member.Name == user?.ExternalId))
            {
                found.Edits.SetEntry(found.Entry, "groups", "members", '[', member.Name, null);
                if (member.Value is YamlMapping details)
                {
                    found.Edits.Forget(details);
                }
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
}
