using System.Collections.Immutable;
using System.Collections.ObjectModel;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>Compares one declared group's members with the organization's.</summary>
internal sealed class MembershipDiff(PlanOptions options, Matches matches, ActualState actual, Func<string, string> nameOf)
{
    private readonly HashSet<string> _groupIds = actual.Groups.Select(group => group.Id).ToHashSet(StringComparer.Ordinal);
    private readonly HashSet<string> _userIds = actual.Users.Select(user => user.Id).ToHashSet(StringComparer.Ordinal);

    /// <param name="existing">Null when this plan creates the group.</param>
    public IEnumerable<Change> Compare(DesiredGroup desired, ActualGroup? existing)
    {
        var memberIds = existing?.MemberIds ?? [];
        var wanted = desired.Members
            .Where(member => member.Until is not { } until || until >= options.Today)
            .Select(member => new Person(member.UserName, matches.ByUserName.GetValueOrDefault(member.UserName)?.Id) { Origin = member.Origin })
            .ToArray();
        var missing = wanted.Where(person => person.Id is null || !memberIds.Contains(person.Id));
        if (Sorted(missing) is { IsEmpty: false } added)
        {
            yield return Membership(Operation.AddMembers, ActionReason.DeclaredMembers, added) with
            {
                WaitsFor = existing is null ? [desired.Address] : [],
            };
        }

        var kept = wanted.Select(person => person.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var ended = Ended(desired, memberIds, kept);
        var isAdditive = desired.Membership == Core.Model.Membership.Additive;
        // Members that are not users are ignored: a group where a server nests them, or something unknown.
        var extra = memberIds.Where(id => !kept.Contains(id) && _userIds.Contains(id) && (!isAdditive || ended.ContainsKey(id)));
        if (Sorted(extra.Select(id => new Person(nameOf(id), id) { Ended = ended.GetValueOrDefault(id) })) is { IsEmpty: false } removed)
        {
            var reason = removed.All(person => person.Ended is not null) ? ActionReason.Ended : ActionReason.UndeclaredMembers;
            yield return Membership(Operation.RemoveMembers, reason, removed);
        }

        Change Membership(Operation operation, ActionReason reason, ImmutableArray<Person> people) => new()
        {
            Operation = operation,
            Address = desired.Address,
            Reason = reason,
            Id = existing?.Id,
            People = people,
            At = desired.At,
        };
    }

    /// <summary>The members whose own entry has ended, by id. They were declared, so no other client's member is among them.</summary>
    private Dictionary<string, MembershipEnd> Ended(DesiredGroup desired, ReadOnlySet<string> memberIds, HashSet<string> kept)
    {
        var ended = new Dictionary<string, MembershipEnd>(StringComparer.Ordinal);
        foreach (var member in desired.Members)
        {
            if (member.Until is { } until && until < options.Today
                && matches.ByUserName.GetValueOrDefault(member.UserName)?.Id is { } id && memberIds.Contains(id) && !kept.Contains(id))
            {
                ended[id] = new(until, member.Reason);
            }
        }

        return ended;
    }

    /// <summary>The members of an exclusive group that nobody can say anything of.</summary>
    public string[] Unknown(DesiredGroup desired, ActualGroup existing) => desired.Membership == Core.Model.Membership.Additive ? []
        : [.. existing.MemberIds.Where(id => !_userIds.Contains(id) && !_groupIds.Contains(id)).Order(StringComparer.Ordinal)];

    private static ImmutableArray<Person> Sorted(IEnumerable<Person> people) => people.ToImmutableArray().Sort(static (left, right) =>
        string.CompareOrdinal(left.UserName, right.UserName) is not 0 and var order ? order : string.CompareOrdinal(left.Id, right.Id));
}
