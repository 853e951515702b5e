using System.Collections.Immutable;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>Compares one declared group's members with the organization's.</summary>
internal sealed class MembershipDiff(PlanOptions options, Matches matches, ActualState actual, Func<string, string> nameOf)
{
    private readonly ImmutableHashSet<string> _groupIds = [.. actual.Groups.Select(group => group.Id)];

    public IEnumerable<Change> Compare(DesiredGroup desired, ActualGroup existing)
    {
        var wanted = desired.Members
            .Where(member => member.Until is not { } until || until >= options.Today)
            .Select(member => new Person(member.UserName, matches.ByUserName.GetValueOrDefault(member.UserName)?.Id))
            .ToArray();
        var missing = wanted.Where(person => person.Id is null || !existing.MemberIds.Contains(person.Id));
        if (Sorted(missing) is { IsEmpty: false } added)
        {
            yield return Membership(Operation.AddMembers, ActionReason.DeclaredMembers, added) with
            {
                DependsOn = [.. added.Where(person => person.Id is null).Select(person => Address.User(person.UserName))],
            };
        }

        if (desired.Membership == Core.Model.Membership.Additive)
        {
            yield break;
        }

        var kept = wanted.Select(person => person.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        // A member may be a group where a server nests them; nothing here declares those, so they stay.
        var extra = existing.MemberIds.Where(id => !kept.Contains(id) && !_groupIds.Contains(id));
        if (Sorted(extra.Select(id => new Person(nameOf(id), id))) is { IsEmpty: false } removed)
        {
            yield return Membership(Operation.RemoveMembers, ActionReason.UndeclaredMembers, removed);
        }

        Change Membership(Operation operation, ActionReason reason, ImmutableArray<Person> people) => new()
        {
            Operation = operation,
            Address = desired.Address,
            Reason = reason,
            Id = existing.Id,
            People = people,
            At = desired.At,
        };
    }

    private static ImmutableArray<Person> Sorted(IEnumerable<Person> people) =>
        [.. people.OrderBy(person => person.UserName, StringComparer.Ordinal).ThenBy(person => person.Id, StringComparer.Ordinal)];
}
