using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// The opposite of each change of a plan, as far as it has one: each attribute from <c>After</c> back to <c>Before</c>.
/// Whether the change was made at all does not matter here: the planner finds nothing to do where it was not.
/// </summary>
/// <remarks>
/// <code>
/// change                        its opposite
/// ----------------------------  ----------------------------------------------------------------
/// update, activate, deactivate  update: each attribute as it was; nothing where nothing was
/// create                        update: inactive; the record stays
/// delete                        create, with what was read of the user, and back into the groups
/// add or remove members         remove or add them
/// create group                  none
/// step aside (userNames)        none: the last change of the same user goes back to the first name
/// </code>
/// A plan names managers by the userNames after it, and the opposite of a plan that renames people has other names, which
/// nobody knows before it is clear who can be renamed back. So managers are told by id here; who is to be created again has
/// none, and is told by name.
/// </remarks>
internal sealed class Inversion
{
    private readonly Plan _plan;
    private readonly Dialect _dialect;
    private readonly ImmutableArray<Change> _earlier;
    private readonly ActualState _before;
    private readonly Dictionary<string, ActualUser> _beforeById;
    private readonly Dictionary<string, ActualUser> _afterById;
    private readonly Creations _created;
    private readonly Dictionary<string, ActualGroup> _afterGroups;
    private readonly ILookup<string, ActualGroup> _afterGroupsByName;

    /// <summary>Each user's first name, by id, of those whom the plan renames.</summary>
    private readonly Dictionary<string, string> _firstNames = new(StringComparer.Ordinal);

    /// <summary>The changes to users by the names that the plan has for them.</summary>
    private readonly ILookup<string, Change> _changesByName;

    private readonly List<Address> _staying = [];
    private readonly List<Diagnostic> _findings = [];

    private Inversion(Plan plan, ActualState before, ActualState after, Dialect dialect, ImmutableArray<Change> earlier)
    {
        (_plan, _before, _dialect, _earlier) = (plan, before, dialect, earlier);
        _beforeById = before.Users.ToDictionary(user => user.Id, StringComparer.Ordinal);
        _afterById = after.Users.ToDictionary(user => user.Id, StringComparer.Ordinal);
        _created = new(after.Users);
        _afterGroups = after.Groups.ToDictionary(group => group.Id, StringComparer.Ordinal);
        _afterGroupsByName = after.Groups.ToLookup(group => group.DisplayName, StringComparer.Ordinal);
        _changesByName = plan.Changes.Where(change => change.Address.Kind == ResourceKind.User && change.Reason != ActionReason.TemporaryName)
            .ToLookup(change => change.Address.Name, StringComparer.OrdinalIgnoreCase);
        // A user who steps aside comes first in the plan, so his first name is the one that he has there.
        foreach (var (change, name) in plan.Changes.SelectMany(change => change.Attributes.Where(attribute => attribute.Name == "userName" && !attribute.Before.IsEmpty).Select(name => (change, name))))
        {
            _firstNames.TryAdd(change.Id!, name.Before.Text!);
        }
    }

    /// <param name="plan">What was reviewed, or planned.</param>
    /// <param name="before">The organization when it was, at the latest before the first write of this run.</param>
    /// <param name="after">The organization now.</param>
    /// <param name="dialect">Says what can be emptied.</param>
    /// <param name="earlier">What the undo plan of an earlier run of the same plan would do: that run saw who is deleted by now.</param>
    public static (ImmutableArray<Change> Changes, ImmutableArray<Diagnostic> Findings) Of(
        Plan plan, ActualState before, ActualState after, Dialect dialect, ImmutableArray<Change> earlier)
    {
        var inversion = new Inversion(plan, before, after, dialect, earlier);
        ImmutableArray<Change> changes = [.. plan.Changes.SelectMany(inversion.Opposite)];
        if (inversion._staying.Count > 0)
        {
            inversion._findings.Add(ApplyDiagnostics.CreatedStay([.. inversion._staying.Order()]));
        }

        return (changes, [.. inversion._findings]);
    }

    private IEnumerable<Change> Opposite(Change change) => change switch
    {
        { Reason: ActionReason.TemporaryName } => [],
        { Operation: Operation.Create } => _created.Of(change) is { } made ? Inactive(made) : [],
        { Operation: Operation.Delete } => Again(change),
        { Operation: Operation.AddMembers } => Members(change, Operation.RemoveMembers),
        { Operation: Operation.RemoveMembers } => Members(change, Operation.AddMembers),
        { Operation: Operation.CreateGroup } => GroupStays(change),
        _ => AsItWas(change),
    };

    private const string Several = "several values were there, and a plan sets one";

    private IEnumerable<Change> Inactive(ActualUser user)
    {
        _staying.Add(Address.User(user.UserName));
        yield return new Change
        {
            Operation = Operation.Update,
            Address = Address.User(user.UserName),
            Reason = ActionReason.Undo,
            Id = user.Id,
            Attributes = [new AttributeChange("active", AttributeType.Boolean, AttributeValue.True, AttributeValue.False)],
        };
    }

    private IEnumerable<Change> AsItWas(Change change)
    {
        if (!_afterById.TryGetValue(change.Id!, out var user))
        {
            return Impossible<Change>(change.Address, null, "the user is not in the organization any more");
        }

        var address = Address.User(NameOf(user));
        return
        [
            change with
            {
                Operation = Operation.Update,
                Address = address,
                Reason = ActionReason.Undo,
                People = [],
                Attributes = [.. change.Attributes.SelectMany(attribute => Back(address, attribute, user))],
            },
        ];
    }

    private IEnumerable<AttributeChange> Back(Address address, AttributeChange attribute, ActualUser user)
    {
        var row = _dialect.Find(attribute.Name);
        var (was, meant) = attribute.Name == "userName"
            ? (AttributeValue.Of(_firstNames[user.Id]), user.UserName == attribute.Before.Text ? attribute.Before : attribute.After)
            : (attribute.Before, attribute.After);
        if (row?.Type == AttributeType.Person)
        {
            // Nobody reports to who is not created yet, and nobody is made to report to who is deleted.
            (var before, was) = Known(was, Operation.Create);
            (_, meant) = Known(meant, Operation.Delete);
            if (!before)
            {
                return Impossible<AttributeChange>(address, attribute.Name, "two users of the plan have the userName that stands there");
            }
        }

        if (row?.IsExceededBy(was) == true)
        {
            return Impossible<AttributeChange>(address, attribute.Name, Several);
        }

        return was.IsEmpty && row is { Clearable: false } && !user[attribute.Name].IsEmpty
            ? Impossible<AttributeChange>(address, attribute.Name, "nothing was there, and it cannot be emptied")
            : [attribute with { Type = row?.Type ?? attribute.Type, Before = meant, After = was, At = null, Places = [], Origin = null }];
    }

    /// <summary>A person by id instead of by the name that the plan has for him; false when the name may be that of two.</summary>
    private (bool IsClear, AttributeValue Value) Known(AttributeValue person, Operation other)
    {
        if (person.Text is not { } name)
        {
            return (true, person);
        }

        var users = _changesByName[name].Where(change => change.Operation != other)
            .Select(change => change.Id is { } id ? Told(id) : _created.Of(change)?.Id ?? name).Distinct(StringComparer.Ordinal).ToArray();
        return (users.Length < 2, AttributeValue.Of(users.FirstOrDefault() ?? _created.Named(name)?.Id ?? name));
    }

    /// <summary>A deleted user as he was, and back into his groups.</summary>
    private IEnumerable<Change> Again(Change deleted)
    {
        if (_afterById.ContainsKey(deleted.Id!))
        {
            return [];
        }

        if (_beforeById.TryGetValue(deleted.Id!, out var user))
        {
            var person = new Person(user.UserName, null);
            return _before.Groups.Where(group => group.MemberIds.Contains(user.Id) && _afterGroups.ContainsKey(group.Id))
                .Select(group => Membership(Operation.AddMembers, _afterGroups[group.Id], [person]))
                .Prepend(Creation(user));
        }

        var known = _earlier.FirstOrDefault(change => change.Operation == Operation.Create && (deleted.ExternalId is { } externalId
            ? change.ExternalId == externalId
            : string.Equals(change.Address.Name, deleted.Address.Name, StringComparison.OrdinalIgnoreCase)));
        return known is null
            ? Impossible<Change>(deleted.Address, null, "an earlier run deleted the user, and this one never saw what he had; that run's undo plan or the audit log may tell")
            : [known, .. _earlier.Where(change => change.Operation == Operation.AddMembers)
                .Select(change => change with { People = [.. change.People.Where(person => person.Id is null && person.UserName == known.Address.Name)] })
                .Where(change => !change.People.IsEmpty)];
    }

    private Change Creation(ActualUser user) => new()
    {
        Operation = Operation.Create,
        Address = Address.User(user.UserName),
        Reason = ActionReason.Undo,
        ExternalId = user.ExternalId,
        Attributes =
        [
            .. from held in user.Attributes
               let row = _dialect.Find(held.Key)
               where row is not null && row.Mutability != Mutability.ReadOnly && !held.Value.IsEmpty
               where !row.IsExceededBy(held.Value) || Impossible<bool>(Address.User(user.UserName), held.Key, Several).Any()
               let value = row.Type == AttributeType.Person ? held.Value.Map(Told) : held.Value
               select new AttributeChange(held.Key, row.Type, AttributeValue.Empty, value),
        ],
    };

    private IEnumerable<Change> Members(Change change, Operation opposite)
    {
        var group = change.Id is { } id ? _afterGroups.GetValueOrDefault(id) : _afterGroupsByName[change.Address.Name].FirstOrDefault();
        if (group is null)
        {
            // Without an id it was to be created, and was not.
            return change.Id is null ? [] : Impossible<Change>(change.Address, null, "the group is not in the organization any more");
        }

        return [Membership(opposite, group, [.. change.People.SelectMany(person => Member(group, person, opposite))])];
    }

    private IEnumerable<Person> Member(ActualGroup group, Person person, Operation opposite)
    {
        var user = person.Id is { } id ? _afterById.GetValueOrDefault(id) : _created.Named(person.UserName);
        return user is not null ? [new Person(NameOf(user), user.Id)]
            : opposite == Operation.RemoveMembers ? []
            : _plan.Changes.Any(change => change.Operation == Operation.Delete && change.Id == person.Id)
                ? [new Person(_beforeById.GetValueOrDefault(person.Id!)?.UserName ?? person.UserName, null)]
            : Impossible<Person>(group.Address, person.UserName, "the user is not in the organization any more");
    }

    private IEnumerable<Change> GroupStays(Change change) => !_afterGroupsByName[change.Address.Name].Any() ? []
        : Impossible<Change>(change.Address, null, "scimstate deletes no groups, it only takes out the members it added; delete the group by hand if nobody needs it");

    private static Change Membership(Operation operation, ActualGroup group, ImmutableArray<Person> people) => new()
    {
        Operation = operation,
        Address = group.Address,
        Reason = ActionReason.Undo,
        Id = group.Id,
        People = people,
    };

    private IEnumerable<T> Impossible<T>(Address address, string? part, string why)
    {
        _findings.Add(ApplyDiagnostics.NotUndone(address, part, why));
        return [];
    }

    private string NameOf(ActualUser user) => _firstNames.GetValueOrDefault(user.Id, user.UserName);

    /// <summary>The id of who is there; the name of who is not, and may be created again.</summary>
    private string Told(string id) => !_afterById.ContainsKey(id) && _beforeById.TryGetValue(id, out var deleted) ? deleted.UserName : id;
}
