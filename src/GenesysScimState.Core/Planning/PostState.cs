using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// What the organization will be like after a plan that its author may not have meant: nothing here is refused, all of it
/// is said. Only what this plan brings about is mentioned, not what was so before.
/// </summary>
public static class PostState
{
    /// <summary>The role a user gets who has no other (Genesys Cloud help, SCIM field mappings).</summary>
    private const string DefaultRole = "employee";

    public static ImmutableArray<Diagnostic> Check(Plan plan, DesiredState desired, ActualState actual, Dialect dialect)
    {
        var active = ActiveAfter(plan, actual);
        return
        [
            .. EmptyGroups(plan, desired, actual),
            .. DefaultRoleOnly(plan, dialect),
            .. InactiveManagers(plan, actual, dialect, active),
            .. InactiveMembers(plan, active),
            .. ManagerCircles(plan, actual, dialect),
        ];
    }

    /// <summary>Without a recorded run nobody can say what this plan takes away for the first time.</summary>
    public static IEnumerable<Diagnostic> NoRecord(Plan plan, RecordedRun? last) =>
        last is null && plan.Changes.Any(change => change.Operation == Operation.RemoveMembers || change.Reason == ActionReason.Unlisted)
            ? [PlanDiagnostics.NoRecordedRun()]
            : [];

    /// <summary>By the organization's id, or by userName for those who are still to be created.</summary>
    internal static Dictionary<string, bool> ActiveAfter(Plan plan, ActualState actual)
    {
        var active = actual.Users.ToDictionary(user => user.Id, user => user.Active, StringComparer.Ordinal);
        foreach (var change in plan.Changes.Where(change => change.Address.Kind == ResourceKind.User))
        {
            active[change.Id ?? change.Address.Name] = change.Operation switch
            {
                Operation.Create => change.Of("active")?.After != AttributeValue.False,
                Operation.Activate => true,
                Operation.Deactivate or Operation.Delete => false,
                Operation.Update or Operation.AddMembers or Operation.RemoveMembers or Operation.CreateGroup => active[change.Id!],
            };
        }

        return active;
    }

    private static IEnumerable<Diagnostic> EmptyGroups(Plan plan, DesiredState desired, ActualState actual)
    {
        var places = desired.Groups.ToDictionary(group => group.Address, group => group.At);
        var sizes = actual.Groups.ToLookup(group => group.DisplayName, group => group.MemberIds.Count, StringComparer.Ordinal);
        return plan.Changes
            .Where(change => change.Operation == Operation.RemoveMembers
                && sizes[change.Address.Name].Sum() == change.People.Length
                && !plan.Changes.Any(other => other.Operation == Operation.AddMembers && other.Address == change.Address))
            .Select(change => PlanDiagnostics.GroupLeftEmpty(change.Address, places.GetValueOrDefault(change.Address)));
    }

    private static IEnumerable<Diagnostic> DefaultRoleOnly(Plan plan, Dialect dialect)
    {
        if (dialect.Find("roles")?.Names is null)
        {
            // Elsewhere roles are texts that mean nothing to the server, or there are none.
            return [];
        }

        var users = plan.Changes
            .Where(change => change.Operation is Operation.Create or Operation.Update or Operation.Activate)
            .Where(change => change.Of("roles") is { } roles
                ? roles.After.Entries is [{ Name: DefaultRole }] && change.Operation != Operation.Create
                : change.Operation == Operation.Create)
            .Select(change => change.Address).ToImmutableArray();
        return users.IsEmpty ? [] : [PlanDiagnostics.DefaultRoleOnly(users, DefaultRole)];
    }

    private static IEnumerable<Diagnostic> InactiveManagers(Plan plan, ActualState actual, Dialect dialect, Dictionary<string, bool> active)
    {
        var leaving = plan.Changes
            .Where(change => change.Operation is Operation.Deactivate or Operation.Delete)
            .ToDictionary(change => change.Id!, StringComparer.Ordinal);
        if (leaving.Count == 0)
        {
            return [];
        }

        var changed = plan.Changes.Where(change => change.Id is not null && !change.IsMembership).ToLookup(change => change.Id!, StringComparer.Ordinal);
        var rows = dialect.Attributes.Where(row => row.Type == AttributeType.Person).Select(row => row.Name).ToArray();
        var kept =
            from user in actual.Users
            where active[user.Id]
            from row in rows
            where !changed[user.Id].Any(change => change.Of(row) is not null)
            let manager = user[row].Text
            where manager is not null && leaving.ContainsKey(manager)
            select (manager, user.UserName);
        var given =
            from change in plan.Changes
            where change.Address.Kind == ResourceKind.User && active[change.Id ?? change.Address.Name]
            from person in change.People
            where person.Id is not null && leaving.ContainsKey(person.Id)
            select (manager: person.Id!, UserName: change.Address.Name);
        var reports = kept.Concat(given);
        return reports
            .GroupBy(report => report.manager, report => report.UserName, StringComparer.Ordinal)
            .OrderBy(group => leaving[group.Key].Address)
            .Select(group => PlanDiagnostics.ManagerLeaves(leaving[group.Key], [.. group.Order(StringComparer.Ordinal).Select(Address.User)]));
    }

    /// <summary>
    /// Users who become each other's managers, through users that no file declares or through values of the organization. One
    /// that the files alone make is found when they are read; one that the organization has already is not this plan's.
    /// </summary>
    private static IEnumerable<Diagnostic> ManagerCircles(Plan plan, ActualState actual, Dialect dialect)
    {
        foreach (var row in dialect.Attributes.Where(row => row.Type == AttributeType.Person))
        {
            var given = plan.Changes.Where(change => change.Address.Kind == ResourceKind.User && change.Of(row.Name) is { After.IsEmpty: false }).ToArray();
            if (given.Length == 0)
            {
                continue;
            }

            var links = LinksAfter(plan, actual, row.Name);
            var names = actual.Users.ToDictionary(user => user.Id, user => user.UserName, StringComparer.Ordinal);
            foreach (var change in plan.Changes.Where(change => change.Address.Kind == ResourceKind.User && change.Id is not null))
            {
                names[change.Id!] = change.Address.Name;
            }

            var reported = new HashSet<string>(StringComparer.Ordinal);
            foreach (var change in given)
            {
                var circle = CircleFrom(change.Id ?? change.Address.Name, links);
                if (circle.Count > 0 && !circle.Any(reported.Contains))
                {
                    reported.UnionWith(circle);
                    var at = change.Of(row.Name)?.At ?? change.At;
                    yield return PlanDiagnostics.ManagerCircle(change.Address, row.Name, [.. circle.Select(user => names.GetValueOrDefault(user, user))], at);
                }
            }
        }
    }

    /// <summary>Each user's manager after the plan; users by id, or by userName who are still to be created.</summary>
    private static Dictionary<string, string> LinksAfter(Plan plan, ActualState actual, string attribute)
    {
        var links = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var user in actual.Users)
        {
            if (user[attribute].Text is { } manager)
            {
                links[user.Id] = manager;
            }
        }

        foreach (var change in plan.Changes.Where(change => change.Address.Kind == ResourceKind.User))
        {
            var user = change.Id ?? change.Address.Name;
            var after = change.Of(attribute)?.After;
            if (change.Operation == Operation.Delete || after is { IsEmpty: true })
            {
                links.Remove(user);
            }
            else if (after?.Text is { } manager)
            {
                var ids = change.People.Where(person => person.UserName.Equals(manager, StringComparison.OrdinalIgnoreCase)).Select(person => person.Id);
                links[user] = ids.FirstOrDefault() ?? manager;
            }
        }

        return links;
    }

    /// <summary>The users of the circle that a user is in, that user first; empty when there is none.</summary>
    private static List<string> CircleFrom(string user, Dictionary<string, string> links)
    {
        var walk = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var next = user; seen.Add(next); next = links[next])
        {
            walk.Add(next);
            if (!links.ContainsKey(next))
            {
                return [];
            }
        }

        return links[walk[^1]] == user ? walk : [];
    }

    private static IEnumerable<Diagnostic> InactiveMembers(Plan plan, Dictionary<string, bool> active) =>
        from change in plan.Changes
        where change.Operation == Operation.AddMembers
        let inactive = change.People.Where(person => !active.GetValueOrDefault(person.Id ?? person.UserName, true)).ToArray()
        where inactive.Length > 0
        select PlanDiagnostics.InactiveMembers(change, [.. inactive.Select(person => Address.User(person.UserName))]);
}
