using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// What the changes of a plan want, for a plan that no state file asks for: everybody and every group is to be as they
/// are, but for what the changes say. Users are wanted by their ids, so that nobody else is ever meant.
/// </summary>
internal sealed class PlannedState
{
    /// <summary>Nothing of this is written anywhere; whoever plans with it takes the places out.</summary>
    private static readonly SourceSpan Nowhere = new("", 1, 1);

    private readonly IReadOnlyCollection<Change> _changes;
    private readonly ActualState _actual;
    private readonly DesiredState _files;
    private readonly ImmutableArray<DesiredUser> _users;
    private readonly Dictionary<string, string> _names;

    private PlannedState(IReadOnlyCollection<Change> changes, ActualState actual, DesiredState files)
    {
        (_changes, _actual, _files) = (changes, actual, files);
        ImmutableArray<DesiredUser> users = [.. Users()];
        _names = users.Where(user => user.Id is not null).ToDictionary(user => user.Id!, user => user.UserName, StringComparer.Ordinal);
        var people = changes.SelectMany(change => change.Attributes).Where(attribute => attribute.Type == AttributeType.Person)
            .Select(attribute => attribute.Name).Distinct(StringComparer.Ordinal).ToArray();
        _users = [.. users.Select(user => people.Aggregate(user, Named))];
    }

    /// <param name="changes">Of users and memberships.</param>
    /// <param name="actual">The organization as it is now.</param>
    /// <param name="files">
    /// What the state files say of groups: <c>minMembers</c>, and which groups count as the population of limits.
    /// </param>
    public static DesiredState Of(IReadOnlyCollection<Change> changes, ActualState actual, DesiredState files)
    {
        var state = new PlannedState(changes, actual, files);
        return new DesiredState(state._users, [.. state.Groups()]);
    }

    /// <summary>A person told by id, by the name that he is to have; a saved plan names people already.</summary>
    private DesiredUser Named(DesiredUser user, string attribute) => user.Attributes.TryGetValue(attribute, out var person)
        ? user with { Attributes = user.Attributes.SetItem(attribute, person with { Value = person.Value.Map(id => _names.GetValueOrDefault(id, id)) }) }
        : user;

    /// <summary>Who is only there has the name of nobody who is wanted, so that a name leads to who is meant.</summary>
    private IEnumerable<DesiredUser> Users()
    {
        // A user who steps aside for a moment is wanted where his last change takes him.
        var changes = _changes.Where(change => change.Address.Kind == ResourceKind.User && change.Reason != ActionReason.TemporaryName).ToArray();
        var changed = changes.Where(change => change.Id is not null).ToLookup(change => change.Id!, StringComparer.Ordinal);
        var created = changes.Where(change => change.Id is null).ToArray();
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        DesiredUser[] wanted =
        [
            .. _actual.Users.Where(user => changed.Contains(user.Id)).Select(user => Wanted(changed[user.Id].First(), user)),
            .. created.Select(change => Wanted(change, null)),
        ];
        foreach (var user in wanted)
        {
            taken.Add(user.UserName);
            yield return user;
        }

        // Who was to be created may be there by now.
        var creations = new Creations(_actual.Users);
        var made = created.Select(creations.Of).OfType<ActualUser>().Select(user => user.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var user in _actual.Users.Where(user => !changed.Contains(user.Id) && !made.Contains(user.Id)))
        {
            yield return Bare(taken.Add(user.UserName) ? user.UserName : user.Id, user.Id);
        }
    }

    private static DesiredUser Wanted(Change change, ActualUser? existing)
    {
        var renamed = change.Of("userName")?.After.Text;
        return Bare(renamed ?? existing?.UserName ?? change.Address.Name, existing?.Id) with
        {
            ExternalId = existing is null ? change.ExternalId : null,
            IsAbsent = change.Operation == Operation.Delete,
            Attributes = AttributeMap.Of(change.Attributes.Select(
                attribute => KeyValuePair.Create(attribute.Name, new DesiredValue(attribute.After, Nowhere)))),
        };
    }

    private static DesiredUser Bare(string userName, string? id) =>
        new(userName, null, AttributeMap.Empty<DesiredValue>(), Nowhere) { Id = id };

    private IEnumerable<DesiredGroup> Groups()
    {
        var memberships = _changes.Where(change => change.IsMembership).GroupBy(change => change.Id ?? change.Address.Name, StringComparer.Ordinal)
            .ToDictionary(changes => changes.Key, changes => changes.ToArray(), StringComparer.Ordinal);
        var groups = _actual.Groups.ToDictionary(group => group.Id, StringComparer.Ordinal);
        var wanted = memberships.Select(pair => Wanted(groups.GetValueOrDefault(pair.Key), pair.Value)).ToArray();
        var names = wanted.Select(group => group.DisplayName).ToHashSet(StringComparer.Ordinal);
        var there = _actual.Groups.ToLookup(group => group.DisplayName, StringComparer.Ordinal);
        return wanted.Concat(_files.Groups
            .Where(group => !names.Contains(group.DisplayName) && there[group.DisplayName].Count() == 1)
            .Select(group => group with { Membership = Membership.Additive, Members = [] }));
    }

    private DesiredGroup Wanted(ActualGroup? existing, Change[] changes)
    {
        var name = existing?.DisplayName ?? changes[0].Address.Name;
        var removed = changes.Where(change => change.Operation == Operation.RemoveMembers)
            .SelectMany(change => change.People).Select(person => person.Id).ToHashSet(StringComparer.Ordinal);
        var kept = existing?.MemberIds.Where(id => _names.ContainsKey(id) && !removed.Contains(id)).Select(id => _names[id]) ?? [];
        var added = changes.Where(change => change.Operation == Operation.AddMembers)
            .SelectMany(change => change.People).Select(person => _names.GetValueOrDefault(person.Id ?? "", person.UserName));
        return new DesiredGroup(
            name,
            removed.Count > 0 ? Membership.Exclusive : Membership.Additive,
            [.. kept.Concat(added).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).Select(member => new DesiredMember(member, Nowhere))],
            _files.Groups.FirstOrDefault(group => group.DisplayName == name)?.MinMembers ?? 0,
            Nowhere)
        {
            // What an undo removes was added by the plan that it reverts.
            IsDeclaredExclusive = true,
        };
    }
}
