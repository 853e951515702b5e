using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>A guard's no to a plan.</summary>
/// <param name="Guard">The setting that says no, as a path in the configuration: <c>limits.deactivate</c>.</param>
/// <param name="Problem">What is refused, the value, the threshold, and how to allow it.</param>
/// <param name="Offenders">The resources concerned, in plan order.</param>
public sealed record Refusal(string Guard, Diagnostic Problem, ImmutableArray<Address> Offenders);

/// <summary>
/// Judges a whole plan before its first write. Every guard speaks, so that all that is wrong is known at once; the plan
/// itself is shown as it is.
/// </summary>
public static class Guards
{
    /// <param name="plan">What is judged.</param>
    /// <param name="desired">What it was made from.</param>
    /// <param name="actual">As above.</param>
    /// <param name="policy">What the configuration allows.</param>
    /// <param name="last">The last recorded run; null when none is recorded.</param>
    public static ImmutableArray<Refusal> Check(Plan plan, DesiredState desired, ActualState actual, Policy policy, RecordedRun? last) =>
    [
        .. ProtectedPrincipals(plan, actual, policy),
        .. EmptyDesiredState(plan, desired),
        .. NoRoleLeft(plan),
        .. MinMembers(plan, desired, actual),
        .. FirstAuthority(plan, desired, last),
        .. WidenedUnlisted(plan, policy, last),
        .. IdentityGuards.Check(plan, desired, actual),
        .. LimitsOf(plan, desired, actual, policy.Limits),
    ];

    private static IEnumerable<Refusal> ProtectedPrincipals(Plan plan, ActualState actual, Policy policy)
    {
        var names = policy.ProtectedUsers.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var ids = actual.Users
            .Where(user => names.Contains(user.UserName) || (user.ExternalId is { } id && policy.ProtectedUsers.Contains(id, StringComparer.Ordinal)))
            .Select(user => user.Id).ToHashSet(StringComparer.Ordinal);
        var users = plan.Changes
            .Where(change => change.Address.Kind == ResourceKind.User && (names.Contains(change.Address.Name) || (change.Id is { } id && ids.Contains(id))));
        var members = plan.Changes
            .Where(change => change.Operation == Operation.RemoveMembers && change.People.Any(person => person.Id is { } id && ids.Contains(id)));
        var groups = plan.Changes
            .Where(change => change.Address.Kind == ResourceKind.Group && policy.ProtectedGroups.Contains(change.Address.Name, StringComparer.Ordinal));

        return One("protected.users", users, GuardDiagnostics.ProtectedUsers)
            .Concat(One("protected.users", members, GuardDiagnostics.ProtectedMembers))
            .Concat(One("protected.groups", groups, GuardDiagnostics.ProtectedGroups));
    }

    /// <summary>Files that declare nobody are a mistake far more often than a wish.</summary>
    private static IEnumerable<Refusal> EmptyDesiredState(Plan plan, DesiredState desired) =>
        desired.Users.All(user => user.IsAbsent)
            ? One("state", plan.Changes.Where(change => TakesAway(change) && change.Reason != ActionReason.DeclaredAbsent), GuardDiagnostics.EmptyDesiredState)
            : [];

    private static bool TakesAway(Change change) =>
        change.Operation is Operation.Deactivate or Operation.Delete or Operation.RemoveMembers;

    private static IEnumerable<Refusal> NoRoleLeft(Plan plan) => One(
        "roles",
        plan.Changes.Where(change => change.Operation != Operation.Create
            && change.Of("roles")?.After.IsEmpty == true),
        GuardDiagnostics.NoRoleLeft);

    /// <summary>
    /// Active members count: a group of users who cannot log in has none. A plan that leaves the members and their accounts as
    /// they are is not refused.
    /// </summary>
    private static IEnumerable<Refusal> MinMembers(Plan plan, DesiredState desired, ActualState actual)
    {
        if (desired.Groups.All(group => group.MinMembers == 0))
        {
            yield break;
        }

        var before = actual.Groups.ToLookup(group => group.DisplayName, StringComparer.Ordinal);
        var wasActive = actual.Users.Where(user => user.Active).Select(user => user.Id).ToHashSet(StringComparer.Ordinal);
        var isActive = PostState.ActiveAfter(plan, actual);
        foreach (var group in desired.Groups.Where(group => group.MinMembers > 0))
        {
            var members = before[group.DisplayName].SelectMany(existing => existing.MemberIds).ToHashSet(StringComparer.Ordinal);
            var activeBefore = members.Count(wasActive.Contains);
            var changes = plan.Changes.Where(change => change.Address == group.Address && change.IsMembership).ToArray();
            foreach (var change in changes)
            {
                var people = change.People.Select(person => person.Id ?? person.UserName);
                if (change.Operation == Operation.AddMembers)
                {
                    members.UnionWith(people);
                }
                else
                {
                    members.ExceptWith(people);
                }
            }

            var after = members.Count(member => isActive.GetValueOrDefault(member));
            if (after < group.MinMembers && (changes.Length > 0 || after < activeBefore))
            {
                yield return new Refusal("minMembers", GuardDiagnostics.MinMembers(group, after), [group.Address]);
            }
        }
    }

    /// <summary>
    /// A group that no recorded run has managed may hold members that the files do not know yet, so the first plan over it
    /// removes none of them without an approval, unless the group itself is declared exclusive. A
    /// membership whose own last day has passed was declared, and is not among them.
    /// </summary>
    private static IEnumerable<Refusal> FirstAuthority(Plan plan, DesiredState desired, RecordedRun? last)
    {
        if (last is null)
        {
            return [];
        }

        var known = last.ExclusiveGroups.ToHashSet(StringComparer.Ordinal);
        var declared = desired.Groups.Where(group => group.IsDeclaredExclusive).Select(group => group.DisplayName)
            .ToHashSet(StringComparer.Ordinal);
        var groups = plan.Changes.Where(change => change.Operation == Operation.RemoveMembers
            && change.People.Any(person => person.Ended is null)
            && !known.Contains(change.Address.Name) && !declared.Contains(change.Address.Name));
        return One("authority.groups", groups, GuardDiagnostics.NewlyManagedGroups);
    }

    /// <summary>A stricter or wider <c>unlisted</c> than in the last run takes no access without an approval.</summary>
    private static IEnumerable<Refusal> WidenedUnlisted(Plan plan, Policy policy, RecordedRun? last) => last is null ? [] : One(
        "authority.unlisted",
        plan.Changes.Where(change => change.Reason == ActionReason.Unlisted
            && (policy.Unlisted > last.Unlisted || policy.Scope != last.Scope)),
        GuardDiagnostics.NewlyManagedUsers);

    private static IEnumerable<Refusal> LimitsOf(Plan plan, DesiredState desired, ActualState actual, Limits limits)
    {
        var active = actual.Users.Count(user => user.Active);
        var declared = desired.Groups.Select(group => group.DisplayName).ToHashSet(StringComparer.Ordinal);
        var members = actual.Groups.Where(group => declared.Contains(group.DisplayName)).Sum(group => group.MemberIds.Count);

        return
        [
            .. Users("create", limits.Create, Operation.Create, actual.Users.Length),
            .. Users("update", limits.Update, Operation.Update, actual.Users.Length),
            .. Users("activate", limits.Activate, Operation.Activate, actual.Users.Length),
            .. Users("deactivate", limits.Deactivate, Operation.Deactivate, active),
            .. Users("delete", limits.Delete, Operation.Delete, actual.Users.Length),
            .. Over("roles", limits.Roles, plan.Changes.Where(ChangesRoles), change => 1, actual.Users.Length),
            .. Over("removeMembers", limits.RemoveMembers, plan.Changes.Where(change => change.Operation == Operation.RemoveMembers), change => change.People.Length, members),
            .. PerGroup(plan, actual, limits),
        ];

        IEnumerable<Refusal> Users(string name, Limit limit, Operation operation, int population) =>
            Over(name, limit, plan.Changes.Where(change => change.Operation == operation), _ => 1, population);
    }

    private static bool ChangesRoles(Change change) =>
        change.Operation != Operation.Create && change.Of("roles") is not null;

    private static IEnumerable<Refusal> Over(string name, Limit limit, IEnumerable<Change> changes, Func<Change, int> size, int population)
    {
        var concerned = changes.ToArray();
        var value = concerned.Sum(size);
        var offenders = concerned.Select(change => change.Address).ToImmutableArray();
        if (limit.Count is { } count && value > count)
        {
            yield return new Refusal($"limits.{name}.count", GuardDiagnostics.OverCount(name, value, count, offenders), offenders);
        }

        if (limit.Percent is { } percent && Exceeds(value, population, percent))
        {
            yield return new Refusal($"limits.{name}.percent", GuardDiagnostics.OverPercent(name, value, population, percent, offenders), offenders);
        }
    }

    private static IEnumerable<Refusal> PerGroup(Plan plan, ActualState actual, Limits limits)
    {
        if (limits.RemoveMembersPerGroupPercent is not { } percent)
        {
            yield break;
        }

        var sizes = actual.Groups.ToLookup(group => group.DisplayName, group => group.MemberIds.Count, StringComparer.Ordinal);
        foreach (var change in plan.Changes.Where(change => change.Operation == Operation.RemoveMembers))
        {
            var size = sizes[change.Address.Name].Sum();
            if (Exceeds(change.People.Length, size, percent))
            {
                yield return new Refusal(
                    "limits.removeMembers.perGroupPercent",
                    GuardDiagnostics.OverGroupPercent(change, size, percent),
                    [change.Address]);
            }
        }
    }

    private static bool Exceeds(int value, int population, int percent) =>
        population >= Limit.SmallestPopulation && (long)value * 100 > (long)percent * population;

    private static IEnumerable<Refusal> One(string guard, IEnumerable<Change> changes, Func<ImmutableArray<Address>, Diagnostic> problem)
    {
        var offenders = changes.Select(change => change.Address).Distinct().ToImmutableArray();
        return offenders.IsEmpty ? [] : [new Refusal(guard, problem(offenders), offenders)];
    }
}
