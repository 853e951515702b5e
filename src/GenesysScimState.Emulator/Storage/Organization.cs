using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Schema;

namespace GenesysScimState.Emulator.Storage;

/// <summary>
/// Everything the emulator remembers, and the two rules that tie users and groups together: a deleted user leaves his
/// groups, and a user's groups are those that name him. Not thread-safe; <see cref="ScimEmulator"/> guards it.
/// </summary>
internal sealed class Organization
{
    public const string DefaultRole = "employee";
    public const string DefaultDivision = "Home";

    private readonly Dictionary<string, SortedSet<string>> _groupsByUser = new(StringComparer.Ordinal);

    public Shelf Users { get; } = new("userName");

    public Shelf Groups { get; } = new("displayName");

    public SortedDictionary<Names, List<string>> Named { get; } = new()
    {
        [Names.Role] = [],
        [Names.Skill] = [],
        [Names.Language] = [],
        [Names.Division] = [],
    };

    /// <summary>Grows with every change.</summary>
    public long Revision { get; private set; }

    public bool Knows(Names kind, string name) => kind is Names.Manager or Names.Member
        ? Users.Find(name) is { IsDeleted: false }
        : Named[kind].Contains(name, StringComparer.Ordinal);

    public IEnumerable<string> GroupsOf(string userId) => _groupsByUser.GetValueOrDefault(userId) ?? [];

    public void PutUser(Resource user)
    {
        Revision++;
        Users.Put(user);
        if (!user.IsDeleted)
        {
            return;
        }

        foreach (var group in GroupsOf(user.Id).Select(id => Groups.Find(id)!).ToList())
        {
            PutGroup(Without(group, user));
        }
    }

    public void PutGroup(Resource group)
    {
        Revision++;
        foreach (var member in MembersOf(Groups.Put(group)))
        {
            _groupsByUser[member].Remove(group.Id);
        }

        foreach (var member in MembersOf(group))
        {
            if (!_groupsByUser.TryGetValue(member, out var groups))
            {
                _groupsByUser[member] = groups = new(StringComparer.Ordinal);
            }

            groups.Add(group.Id);
        }
    }

    public static IEnumerable<string> MembersOf(Resource? group) =>
        group?.Attributes["members"] is JsonArray members ? members.Select(member => (string)member!["value"]!) : [];

    private static Resource Without(Resource group, Resource user)
    {
        var attributes = group.Attributes.DeepClone().AsObject();
        var members = attributes["members"]!.AsArray();
        members.RemoveAll(member => string.Equals((string?)member!["value"], user.Id, StringComparison.Ordinal));
        if (members.Count == 0)
        {
            attributes.Remove("members");
        }

        return group.Next(attributes, user.LastModified);
    }
}
