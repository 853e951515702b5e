using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Config;

/// <summary>
/// Attributes that name another user, such as the manager: each must lead to a declared user who stays, and following
/// them must come to an end.
/// </summary>
internal sealed class PersonBinder(DeclaredUsers users, bool isComplete, ImmutableArray<Diagnostic>.Builder findings)
{
    /// <summary>For each attribute: from a user to whom it names.</summary>
    private readonly SortedDictionary<string, Dictionary<UserDraft, UserDraft>> _links = new(StringComparer.Ordinal);

    public void Bind()
    {
        foreach (var user in users.All)
        {
            foreach (var (attribute, person) in user.People)
            {
                Bind(user, attribute, person);
            }
        }

        foreach (var (attribute, links) in _links)
        {
            ReportCycles(attribute, links);
        }
    }

    private void Bind(UserDraft user, string attribute, WrittenName person)
    {
        if (users.Find(person.Text) is not { } named)
        {
            // It may be declared in a file that could not be read, which is reported already.
            if (isComplete)
            {
                findings.Add(StateDiagnostics.UnknownPerson(attribute, person.Text, users.Closest(person.Text), person.At));
            }
        }
        else if (named.IsAbsent)
        {
            findings.Add(StateDiagnostics.AbsentPerson(attribute, person.Text, named.At, person.At));
        }
        else
        {
            user.Name(attribute, named);
            if (!_links.TryGetValue(attribute, out var links))
            {
                _links[attribute] = links = [];
            }

            links[user] = named;
        }
    }

    /// <summary>
    /// Each user has one link at most, so a walk that meets itself has found a circle; every user is walked once.
    /// </summary>
    private void ReportCycles(string attribute, Dictionary<UserDraft, UserDraft> links)
    {
        var walks = new Dictionary<UserDraft, int>();
        for (var walk = 0; walk < users.All.Count; walk++)
        {
            var user = users.All[walk];
            while (user is not null && walks.TryAdd(user, walk))
            {
                user = links.GetValueOrDefault(user);
            }

            if (user is not null && walks[user] == walk)
            {
                ReportCycle(attribute, Circle(user, links));
            }
        }
    }

    private void ReportCycle(string attribute, List<UserDraft> circle)
    {
        var first = circle.MinBy(user => user.At)!;
        var start = circle.IndexOf(first);
        string[] chain = [.. circle.Skip(start).Concat(circle.Take(start)).Append(first).Select(user => user.UserName)];
        findings.Add(StateDiagnostics.Cycle(attribute, chain, first.Attributes[attribute].At));
    }

    private static List<UserDraft> Circle(UserDraft user, Dictionary<UserDraft, UserDraft> links)
    {
        List<UserDraft> circle = [user];
        for (var next = links[user]; next != user; next = links[next])
        {
            circle.Add(next);
        }

        return circle;
    }
}
