using System.Collections.Immutable;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// A reviewed plan beside what would be planned now. Each reviewed change is still to do (the organization is as it was),
/// done already (nothing is left of it), or neither; whatever is planned now and was not reviewed is neither as well.
/// </summary>
/// <param name="Unreviewed">Changes of now that the reviewed plan does not hold, or holds otherwise.</param>
/// <param name="Done">Reviewed changes of which nothing is left to do.</param>
public sealed record PlanComparison(ImmutableArray<Change> Unreviewed, ImmutableArray<Change> Done)
{
    public static PlanComparison Of(Plan reviewed, Plan now)
    {
        var known = reviewed.Changes.ToLookup(Key);
        var left = now.Changes.ToLookup(Key);
        return new PlanComparison(
            [.. now.Changes.Where(change => !known[Key(change)].Any(before => Covers(before, change)))],
            [.. reviewed.Changes.Where(change => !left.Contains(Key(change)))]);
    }

    /// <summary>
    /// Reviewed memberships that are not planned any more and not made either: they have ended since. Nobody reviewed
    /// that they are left out.
    /// </summary>
    public static IEnumerable<Change> Ended(Plan reviewed, Plan now, ActualState actual)
    {
        var planned = now.Changes.ToLookup(Key);
        var members = actual.Groups.ToLookup(group => group.Id, group => group.MemberIds, StringComparer.Ordinal);
        var named = actual.Groups.ToLookup(group => group.DisplayName, group => group.Id, StringComparer.Ordinal);
        var ids = actual.Users.ToLookup(user => user.UserName, user => user.Id, StringComparer.OrdinalIgnoreCase);
        foreach (var change in reviewed.Changes.Where(change => change.IsMembership))
        {
            var isMeant = change.Operation == Operation.AddMembers;
            var left = planned[Key(change)].SelectMany(other => other.People).Select(person => person.UserName).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var ended = change.People.Where(person => !left.Contains(person.UserName)
                && members[change.Id ?? named[change.Address.Name].FirstOrDefault() ?? ""].Any(list => list.Contains(person.Id ?? ids[person.UserName].FirstOrDefault() ?? "")) != isMeant);
            if (ended.ToImmutableArray() is { IsEmpty: false } people)
            {
                yield return change with { People = people };
            }
        }
    }

    /// <summary>
    /// The ids of each user and group that a plan names. A declared name can have two: one user is deleted and another one
    /// gets the userName.
    /// </summary>
    public static ILookup<Address, string> IdsOf(Plan plan) => plan.Changes.SelectMany(Named).ToLookup(named => named.Subject, named => named.Id);

    /// <summary>The users and groups of a change whose id is another one than in the reviewed plan.</summary>
    /// <param name="reviewed">See <see cref="IdsOf"/>.</param>
    public static IEnumerable<(Address Subject, string Reviewed, string Now)> OtherRecords(ILookup<Address, string> reviewed, Change now) =>
        from named in Named(now)
        let ids = reviewed[named.Subject]
        where ids.Any() && !ids.Contains(named.Id, StringComparer.Ordinal)
        select (named.Subject, ids.First(), named.Id);

    private static IEnumerable<(Address Subject, string Id)> Named(Change change) =>
        change.People.Select(person => (Subject: Address.User(person.UserName), person.Id))
            .Prepend((Subject: change.Address, change.Id))
            .Where(named => named.Id is not null)
            .Select(named => (named.Subject, named.Id!));

    private static (Address, Operation) Key(Change change) => (change.Address, change.Operation);

    /// <summary>The same change, or of a membership a part of it: some of the people may have come or gone meanwhile.</summary>
    private static bool Covers(Change reviewed, Change now) =>
        // The members of a group that was reviewed as new: it may be there by now.
        (reviewed.Id == now.Id || (reviewed.Id is null && reviewed.Operation == Operation.AddMembers))
        && CoversPeople(reviewed.People, now.People)
        && (now.IsMembership || SameAttributes(reviewed.Attributes, now.Attributes));

    /// <summary>Who was reviewed without an id was to be created, and may have one by now.</summary>
    private static bool CoversPeople(ImmutableArray<Person> reviewed, ImmutableArray<Person> now)
    {
        var known = reviewed.Select(person => (person.UserName, person.Id)).ToHashSet();
        return now.All(person => known.Contains((person.UserName, person.Id)) || known.Contains((person.UserName, null)));
    }

    private static bool SameAttributes(AttributeChanges reviewed, AttributeChanges now) =>
        reviewed.Count == now.Count
        && reviewed.Zip(now).All(pair =>
            pair.First.Name == pair.Second.Name
            && pair.First.Before.Equals(pair.Second.Before)
            && pair.First.After.Equals(pair.Second.After));
}
