using GenesysScimState.Emulator.Schema;

namespace GenesysScimState.Emulator.Storage;

/// <summary>
/// Everything the emulator remembers, and the rules that tie users and groups together: a deleted user leaves his
/// groups, a user's groups are those that name him, and where a user names his groups they follow. Not thread-safe;
/// <see cref="ScimEmulator"/> guards it.
/// </summary>
internal sealed class Organization(bool membersInUser)
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

    /// <summary>What changed since it was last emptied, in order; null where nobody saves it.</summary>
    public List<(Shelf Shelf, Resource Resource)>? Unsaved { get; set; }

    public bool Knows(Names kind, string name) => kind switch
    {
        Names.Manager or Names.Member => Users.Find(name) is { IsDeleted: false },
        Names.Group => Groups.Find(name) is { IsDeleted: false },
        Names.Role or Names.Skill or Names.Language or Names.Division =>
            Named[kind].Contains(name, StringComparer.Ordinal),
        Names.Anything => true,
    };

    public IEnumerable<string> GroupsOf(string userId) => _groupsByUser.GetValueOrDefault(userId) ?? [];

    /// <summary>What every organization of the platform has.</summary>
    public void AddDefaults()
    {
        AddFirst(Named[Names.Role], DefaultRole);
        AddFirst(Named[Names.Division], DefaultDivision);

        static void AddFirst(List<string> names, string name)
        {
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                names.Insert(0, name);
            }
        }
    }

    public void PutUser(Resource user)
    {
        Revision++;
        Unsaved?.Add((Users, user));
        Users.Put(user);
        if (user.IsDeleted || membersInUser)
        {
            Enroll(user);
        }
    }

    public void PutGroup(Resource group)
    {
        Revision++;
        Unsaved?.Add((Groups, group));
        var former = Groups.Put(group)?.Members ?? [];
        var (added, removed) = group switch
        {
            { IsDeleted: true } => ([], former),
            { Change: { } change } => change,
            _ => ((IReadOnlyCollection<string>)group.Members.Except(former), former.Except(group.Members)),
        };
        foreach (var member in removed)
        {
            _groupsByUser.GetValueOrDefault(member)?.Remove(group.Id);
        }

        foreach (var member in added)
        {
            if (!_groupsByUser.TryGetValue(member, out var groups))
            {
                _groupsByUser[member] = groups = new(StringComparer.Ordinal);
            }

            groups.Add(group.Id);
        }
    }

    /// <summary>The users of a group, or the groups of a user that names them.</summary>
    public static IReadOnlyCollection<string> MembersOf(Resource? resource) =>
        resource?.Members ?? [];

    /// <summary>Takes the user out of the groups he does not name, and puts him into those he does.</summary>
    private void Enroll(Resource user)
    {
        var wanted = (user.IsDeleted ? [] : MembersOf(user)).ToHashSet(StringComparer.Ordinal);
        var former = GroupsOf(user.Id).ToList();
        foreach (var group in former.Where(id => !wanted.Contains(id)).Select(id => Groups.Find(id)!))
        {
            PutGroup(Without(group, user));
        }

        foreach (var group in wanted.Except(former, StringComparer.Ordinal).Select(id => Groups.Find(id)!))
        {
            PutGroup(With(group, user));
        }
    }

    private static Resource With(Resource group, Resource user) => group.NextWithMembers([user.Id], [], user.LastModified);

    private static Resource Without(Resource group, Resource user) =>
        group.NextWithMembers([], [user.Id], user.LastModified);
}
