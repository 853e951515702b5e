using System.Collections.Immutable;
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

        if (desired.Membership == Core.Model.Membership.Additive)
        {
            yield break;
        }

        var kept = wanted.Select(person => person.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        // Who is no user is no business of the files: a group where a server nests them, or something unknown.
        var extra = memberIds.Where(id => !kept.Contains(id) && _userIds.Contains(id));
        if (Sorted(extra.Select(id => new Person(nameOf(id), id))) is { IsEmpty: false } removed)
        {
            yield return Membership(Operation.RemoveMembers, ActionReason.UndeclaredMembers, removed);
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

    /// <summary>The members of an exclusive group that nobody can say anything of.</summary>
    public string[] Unknown(DesiredGroup desired, ActualGroup existing) => desired.Membership == Core.Model.Membership.Additive ? []
        : [.. existing.MemberIds.Where(id => !_userIds.Contains(id) && !_groupIds.Contains(id)).Order(StringComparer.Ordinal)];

    private static ImmutableArray<Person> Sorted(IEnumerable<Person> people) => people.ToImmutableArray().Sort(static (left, right) =>
        string.CompareOrdinal(left.UserName, right.UserName) is not 0 and var order ? order : string.CompareOrdinal(left.Id, right.Id));
}
