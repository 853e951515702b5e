using System.Collections.Immutable;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Editing;

/// <summary>What is written of users and groups that no file declares yet, and into which files.</summary>
/// <param name="declared">Who is declared already, by the organization's id.</param>
internal sealed class NewEntries(
    Dialect dialect,
    StateOrder order,
    ImmutableArray<string> ignored,
    ActualState actual,
    ImmutableDictionary<string, DesiredUser> declared)
{
    private readonly StateEntry _entry = new(dialect, order, EmbeddedFiles.StateSchema(dialect));
    private readonly SortedDictionary<string, (List<string> Users, List<string> Groups)> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = declared.Where(pair => !pair.Value.IsAbsent).ToDictionary(pair => pair.Key, pair => pair.Value.UserName, StringComparer.Ordinal);
    private readonly Dictionary<string, string> _managers = new(StringComparer.Ordinal);
    private readonly ILookup<string, ActualUser> _byExternalId = actual.Users.Where(user => user.ExternalId is not null).ToLookup(user => user.ExternalId!, StringComparer.Ordinal);

    /// <summary>By path, the entries of its sections, indented from 0.</summary>
    public IEnumerable<(string Path, List<string> Users, List<string> Groups)> Files => _files.Select(file => (file.Key, file.Value.Users, file.Value.Groups));

    public int Users { get; private set; }

    public int Groups { get; private set; }

    /// <summary>How many values, users and groups were left out because no state file can say them.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Declares users and what they are in.</summary>
    /// <param name="users">Those to be declared.</param>
    /// <param name="fileOf">Where each goes.</param>
    /// <param name="groups">The groups that are declared, or will be.</param>
    public void AddUsers(IEnumerable<ActualUser> users, Func<ActualUser, string> fileOf, IEnumerable<ActualGroup> groups)
    {
        var memberships = groups.SelectMany(group => group.MemberIds.Select(id => (id, group.DisplayName))).ToLookup(pair => pair.id, pair => pair.DisplayName, StringComparer.Ordinal);
        var accepted = users.OrderBy(user => user.UserName, Comparer<string>.Create(StateOrder.ByName)).ThenBy(user => user.ExternalId is null).ThenBy(user => user.Id, StringComparer.Ordinal).ToList();
        var twice = new List<ActualUser>();
        var taken = _names.Values.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var user in accepted)
        {
            if (taken.Add(user.UserName))
            {
                _names[user.Id] = user.UserName;
            }
            else
            {
                twice.Add(user);
            }
        }

        foreach (var user in accepted)
        {
            var (list, comments) = (Section(fileOf(user)).Users, new List<string>());
            if (twice.Contains(user))
            {
                list.Add(Comments([$"user {Shown(user.UserName)} ({Shown(user.Id)}) is left out: another user has the same userName"]));
                LeftOut++;
                continue;
            }

            var text = _entry.Write(PartsOf(user, memberships[user.Id], comments), (part, finding) => comments.Add(Reason(part, finding)));
            LeftOut += comments.Count;
            Users += text is null ? 0 : 1;
            list.Add(Comments(comments) + (text ?? Comments([$"user {Shown(user.UserName)} ({Shown(user.Id)}) is therefore not declared"])));
        }
    }

    /// <summary>Declares users by name alone, who are referred to and not otherwise asked for.</summary>
    public void AddNames(IEnumerable<ActualUser> users, string path)
    {
        foreach (var user in users.Where(user => _names.TryAdd(user.Id, user.UserName)))
        {
            Section(path).Users.Add($"- userName: {YamlText.Of(user.UserName)}");
            Users++;
        }
    }

    /// <summary>The groups that can be declared; the others become comments.</summary>
    public IReadOnlyList<ActualGroup> AddGroups(IEnumerable<ActualGroup> groups, string path)
    {
        var added = new List<ActualGroup>();
        var users = actual.Users.Select(user => user.Id).ToHashSet(StringComparer.Ordinal);
        var names = actual.Groups.ToLookup(group => group.DisplayName, StringComparer.OrdinalIgnoreCase);
        foreach (var group in groups.OrderBy(group => group.DisplayName, Comparer<string>.Create(StateOrder.ByName)).ThenBy(group => group.Id, StringComparer.Ordinal))
        {
            var others = group.MemberIds.Count(id => !users.Contains(id));
            var note = others > 0 ? Comments([$"{others} of its {group.MemberIds.Count} members are no users of the organization, and cannot be declared"]) : "";
            if (group.DisplayName.Length == 0 || names[group.DisplayName].Skip(1).Any())
            {
                Section(path).Groups.Add(Comments([$"group {Shown(group.DisplayName)} ({Shown(group.Id)}) is left out: {(group.DisplayName.Length == 0 ? "it has no name" : "another group has the same name")}"]));
                LeftOut++;
                continue;
            }

            LeftOut += others > 0 ? 1 : 0;
            // Users who are declared already are named here; new ones name the group.
            var members = group.MemberIds.Where(id => declared.TryGetValue(id, out var user) && !user.IsAbsent).Select(id => declared[id].UserName).Order(Comparer<string>.Create(StateOrder.ByName)).ToArray();
            var list = string.Concat(members.Select(member => $"\n    - {YamlText.Of(member)}"));
            Section(path).Groups.Add($"{note}- displayName: {YamlText.Of(group.DisplayName)}{(list.Length > 0 ? "\n  members:" : "")}{list}");
            Groups++;
            added.Add(group);
        }

        return added;
    }

    private IEnumerable<EntryPart> PartsOf(ActualUser user, IEnumerable<string> groups, List<string> comments)
    {
        foreach (var (name, value) in user.Attributes)
        {
            if (dialect.Find(name) is not { } row || row.Mutability == Mutability.ReadOnly || IsIgnored(row, name)
                || (row.Name == "active" && user.Active)
                || (row.KeyOf(name) is { } key && row.ReservedKeyPrefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))))
            {
                continue;
            }

            if (row.Name == "externalId" && value.Text is { } externalId && _byExternalId[externalId].Skip(1).Any())
            {
                comments.Add($"externalId {Shown(externalId)} is left out: another user has the same");
                continue;
            }

            if (row.Type == AttributeType.Person && value.Text is { } id && Manager(user.Id, id) is { } problem)
            {
                comments.Add($"{row.Name} {Shown(_names.GetValueOrDefault(id, id))} is left out: {problem}");
                continue;
            }

            if (row.IsExceededBy(value))
            {
                comments.Add($"{name} {string.Join(", ", value.Entries.Select(entry => Shown(entry.Name)))} is left out: the organization holds {value.Entries.Length} values, a state file declares one");
                continue;
            }

            // Where case does not matter it still is part of how a name is written.
            var written = row.Type == AttributeType.Person ? value.Map(manager => _names[manager])
                : row.Type == AttributeType.Email || !row.CaseExact ? value
                : Canonical.Of(row, value);
            foreach (var part in EntryPart.Of(row, name, written))
            {
                yield return part;
            }
        }

        foreach (var group in groups)
        {
            yield return new EntryPart("groups", '[', group, YamlText.Of(group));
        }
    }

    /// <summary>Why a user cannot be declared as somebody's manager; null when he can.</summary>
    private string? Manager(string id, string manager)
    {
        if (!_names.ContainsKey(manager))
        {
            return "no state file declares that user";
        }

        for (var above = manager; above is not null; above = _managers.GetValueOrDefault(above))
        {
            if (above == id)
            {
                return "they are each other's manager";
            }
        }

        _managers[id] = manager;
        return null;
    }

    private bool IsIgnored(AttributeRow row, string name) =>
        ignored.Contains(name, StringComparer.Ordinal) || ignored.Contains(row.Name, StringComparer.Ordinal);

    private (List<string> Users, List<string> Groups) Section(string path)
    {
        if (!_files.TryGetValue(path, out var file))
        {
            _files[path] = file = ([], []);
        }

        return file;
    }

    private static string Reason(EntryPart part, Diagnostic finding) =>
        $"{part.Key}{(part.Open == EntryPart.Value ? "" : $" {Shown(part.Name)}")} is left out: {finding.Message}";

    private static string Shown(string text) => $"\"{Untrusted.Show(text)}\"";

    private static string Comments(List<string> comments) => string.Concat(comments.Select(comment => $"# {comment}\n"));
}
