using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Tests.Support;

namespace GenesysScimState.Tests.Simulation;

/// <summary>
/// What must hold whatever happens. It looks at every write as it arrives, at what it did to the organization, and at
/// everything the program leaves behind on one machine; what is wrong is kept and thrown when the run is over.
/// </summary>
internal sealed class Checker(Session session, AuditTrail audit)
{
    /// <summary>By the number of its intent and by what was written to, how often a write changed something.</summary>
    private readonly Dictionary<(long Seq, string Resource), int> _effects = [];
    private readonly HashSet<long> _committed = [];
    private readonly World _world = session.World;
    private AuditEntry? _intent;

    /// <summary>Reads what the log says by now; a record of something done must be true.</summary>
    public void ReadLog(Census census)
    {
        foreach (var entry in audit.ReadOn())
        {
            _intent = entry.Event == "intent" ? entry : _intent;
            // Others may have done it first, which counts as done.
            if (entry is { Event: "outcome", Outcome: "done" } && !_committed.Contains(_intent?.Seq ?? 0) && !IsSo(entry, census) && !session.HasOthers)
            {
                session.Violations.Add($"the log says done, and nothing was: {entry}");
            }
        }
    }

    /// <summary>A write is on its way: its intent must be on the disk, and the plan must have shown it, values included.</summary>
    public void Arrives(Arrival arrival, IReadOnlyList<ShownPlan> plans)
    {
        var last = audit.Entries.Count > 0 ? audit.Entries[^1] : null;
        if (last is not { Event: "intent" } || !Is(last, arrival))
        {
            session.Violations.Add($"{arrival.Method} {arrival.Target} without an intent; the log ends with {last}");
            return;
        }

        var there = session.Census.Users.GetValueOrDefault(arrival.Id)?.Values;
        var isGone = there is null && arrival.Resource.StartsWith("Users/", StringComparison.Ordinal);
        // What a whole user brings that is new is seen when it is there: he may be sent as he was, and be refused for his version.
        // Who has been deleted for good takes nothing.
        var body = arrival.Body.Length > 0 && arrival.Method != "PUT" && !isGone ? JsonNode.Parse(arrival.Body) : null;
        _ = _world.Dialect.IsWhole && body is JsonObject whole && whole.Remove("members");
        string[] sent = [.. Census.ValuesOf(body).Distinct(StringComparer.Ordinal).Where(value => there?.Contains(value) != true)];
        AreShown(sent, last, plans);
    }

    /// <summary>A write has been handled: what it did must be wanted, once, and shown before.</summary>
    public void Happened(Arrival arrival, Census before, Census after, IReadOnlyList<ShownPlan> plans)
    {
        var intent = audit.Entries.Count > 0 ? audit.Entries[^1] : null;
        _committed.Add(intent?.Seq ?? 0);
        var isChange = before.Text != after.Text;
        var effect = (intent?.Seq ?? 0, arrival.Resource);
        _effects[effect] = _effects.GetValueOrDefault(effect) + (isChange ? 1 : 0);
        if (_effects[effect] > 1 && !session.HasOthers)
        {
            session.Violations.Add($"done twice: {intent}");
        }

        if (arrival is { Method: "POST", Resource: "Users" })
        {
            Created(arrival);
        }

        if (_world.Dialect.IsWhole && intent is not null)
        {
            WholeUsersAreShown(arrival, before, after, intent, plans);
        }

        // Who is there although he was to be created is changed to what is declared, where the dialect says so; no plan can show what he was.
        // Without versions what others have written to the same attribute since the plan is overwritten.
        var isUnseen = !_world.Dialect.HasVersions && session.HasOthers;
        foreach (var plan in plans.Select(plan => isUnseen || intent is null or { Operation: "create" } ? null : TextOf(plan, intent)).OfType<string>())
        {
            session.Violations.AddRange(Lost(arrival, before, after).Where(value => !Says(plan, value))
                .Select(value => $"{value} was taken away, and the plan does not show it: {intent}\n{plan}"));
        }

        UsersAreAsWanted(before, after);
        GroupsAreAsWanted(before, after);
    }

    /// <summary>A run is over, by itself.</summary>
    public void Finished(string[] arguments, CliRun run, string? savedPlan)
    {
        var isKnown = run.Exit is >= 0 and <= 6 or 130;
        if (!isKnown || run.Error.Contains("GSS799", StringComparison.Ordinal))
        {
            session.Violations.Add($"{string.Join(' ', arguments)}: {run}");
        }

        var log = audit.Text;
        Leaks("output", run.Out + run.Error);
        Leaks("audit log", log);
        Leaks("saved plan", savedPlan ?? "");
        if (_world.IsHashed && log.Contains(World.Canary, StringComparison.OrdinalIgnoreCase))
        {
            session.Violations.Add("a name is in the hashed audit log");
        }

        Limits();
    }

    private void AreShown(string[] sent, AuditEntry intent, IReadOnlyList<ShownPlan> plans)
    {
        foreach (var text in plans.Select(plan => TextOf(plan, intent)))
        {
            session.Violations.AddRange(text is null
                ? [$"not in the plan that was shown: {intent}"]
                : sent.Where(value => !Says(text, value)).Select(value => $"{value} is sent and not in the plan that was shown: {intent}\n{text}"));
        }

        session.Violations.AddRange(sent
            .Where(value => !Says(intent.Line, value) && !FormsOf(value).Any(form => intent.Line.Contains(_world.Logged(form), StringComparison.Ordinal)))
            .Select(value => $"{value} is sent and not in its intent: {intent}"));
    }

    private void WholeUsersAreShown(Arrival arrival, Census before, Census after, AuditEntry intent, IReadOnlyList<ShownPlan> plans)
    {
        foreach (var user in after.Users.Values.Where(user => arrival.Method == "POST" ? !before.Users.ContainsKey(user.Id) : user.Id == arrival.Id))
        {
            var known = before.Users.GetValueOrDefault(user.Id)?.Values ?? user.Values;
            AreShown([.. user.Values.Except(known, StringComparer.Ordinal)], intent, plans);
            MembershipsAreShown(user.Id, before, after, intent, plans);
        }
    }

    /// <summary>The groups that a whole user joins or leaves: each plan shows it at the group, and the intent names the group.</summary>
    private void MembershipsAreShown(string user, Census before, Census after, AuditEntry intent, IReadOnlyList<ShownPlan> plans)
    {
        foreach (var (id, (name, members)) in after.Groups)
        {
            var isIn = members.Contains(user, StringComparer.Ordinal);
            if (isIn == before.Groups[id].Members.Contains(user, StringComparer.Ordinal))
            {
                continue;
            }

            session.Violations.AddRange(plans.Select(plan => plan.Find($"group/{name}", isIn ? "add" : "remove"))
                .Where(text => text is null || !Says(text, user))
                .Select(text => $"{user} {(isIn ? "joined" : "left")} {name}, and the plan does not show it: {intent}\n{text}"));
            if (!intent.Line.Contains(name, StringComparison.Ordinal))
            {
                session.Violations.Add($"{user} {(isIn ? "joined" : "left")} {name}, and the intent does not say so: {intent}");
            }
        }
    }

    private void UsersAreAsWanted(Census before, Census after)
    {
        foreach (var user in before.Users.Values.Where(user => after.Users.GetValueOrDefault(user.Id) != user))
        {
            var now = after.Users.GetValueOrDefault(user.Id);
            if (user.UserName == World.ProtectedUser && user.Text != now?.Text)
            {
                session.Violations.Add("the protected user was touched");
            }

            if ((now is null || (user.IsActive && !now.IsActive)) && !_world.MayLeave(user.ExternalId, user.UserName, now is null))
            {
                session.Violations.Add($"{user.UserName} was {(now is null ? "deleted" : "deactivated")}, and no file wants it");
            }
        }
    }

    private void GroupsAreAsWanted(Census before, Census after)
    {
        foreach (var (id, (name, members)) in before.Groups)
        {
            var gone = members.Except(after.Groups[id].Members, StringComparer.Ordinal)
                .Where(after.Users.ContainsKey).Select(member => before.Users[member]).ToArray();
            session.Violations.AddRange(gone.Where(user => !_world.MayBeRemoved(name, user.ExternalId, user.UserName))
                .Select(user => $"{user.UserName} was taken out of {name}, and no file wants it"));
            if (name == World.ProtectedGroup && after.Groups[id].Members.Except(members, StringComparer.Ordinal).Any())
            {
                session.Violations.Add("the protected group was touched");
            }
        }
    }

    private void Created(Arrival arrival)
    {
        using var body = JsonDocument.Parse(arrival.Body);
        var userName = body.RootElement.GetProperty("userName").GetString()!;
        session.Created[userName] = session.Created.GetValueOrDefault(userName) + 1;
        if (session.Created[userName] > 1 && !session.Weather.HasStrangers)
        {
            session.Violations.Add($"{userName} was created twice");
        }
    }

    /// <summary>Values of a user that are no longer there, and members of a group; of a deletion nothing, it says all.</summary>
    private static IEnumerable<string> Lost(Arrival arrival, Census before, Census after)
    {
        if (before.Users.TryGetValue(arrival.Id, out var user) && after.Users.TryGetValue(arrival.Id, out var now))
        {
            return user.Values.Except(now.Values, StringComparer.Ordinal).Where(value => !int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _));
        }

        return before.Groups.TryGetValue(arrival.Id, out var group) && after.Groups.TryGetValue(arrival.Id, out var left)
            ? group.Members.Except(left.Members, StringComparer.Ordinal) : [];
    }

    /// <summary>A person is shown by a name, whichever he had when the plan was made.</summary>
    private IEnumerable<string> FormsOf(string value) => session.Names.TryGetValue(value, out var names) ? names.Append(value) : [value];

    private bool Says(string text, string value) => FormsOf(value).Any(form => ShownPlan.Says(text, form));

    private string? TextOf(ShownPlan plan, AuditEntry intent)
    {
        var address = intent.Address!;
        if (_world.IsHashed && address.StartsWith("user/", StringComparison.Ordinal))
        {
            address = plan.Addresses.FirstOrDefault(shown => Logged(shown) == address) ?? address;
        }

        return plan.Find(address, intent.Operation!.Split('-')[0]);
    }

    private bool Is(AuditEntry intent, Arrival arrival) => (arrival.Method, intent.Operation) switch
    {
        ("POST", "create") => arrival.Resource == "Users" && $"user/{_world.Logged(NameIn(arrival, "userName"))}" == intent.Address,
        ("POST", "create-group") => arrival.Resource == "Groups" && $"group/{NameIn(arrival, "displayName")}" == intent.Address,
        ("PUT", "create") => $"user/{_world.Logged(NameIn(arrival, "userName"))}" == intent.Address,
        ("PUT", "add-members" or "remove-members") =>
            arrival.Resource.StartsWith("Users/", StringComparison.Ordinal) && FormsOf(arrival.Id).Any(form => intent.People.Contains(_world.Logged(form))),
        ("DELETE", "delete") or ("PATCH" or "PUT", "update" or "activate" or "deactivate") =>
            arrival.Resource.StartsWith("Users/", StringComparison.Ordinal) && arrival.Id == intent.Id,
        ("PATCH", "add-members" or "remove-members") =>
            arrival.Resource.StartsWith("Groups/", StringComparison.Ordinal) && arrival.Id == intent.Id,
        _ => false,
    };

    private static string NameIn(Arrival arrival, string attribute)
    {
        using var body = JsonDocument.Parse(arrival.Body);
        return body.RootElement.GetProperty(attribute).GetString()!;
    }

    /// <summary>
    /// Whether the organization is as an outcome says, though this intent has written nothing: who is gone is deleted, a
    /// membership came with the user himself, and a whole user was found to be as meant when he was read.
    /// </summary>
    private bool IsSo(AuditEntry outcome, Census census) => outcome.Operation switch
    {
        "delete" => !census.Users.ContainsKey(outcome.Id ?? ""),
        "add-members" or "remove-members" => census.Groups.TryGetValue(outcome.Id ?? "", out var group) && _intent is { } intent
            && intent.People.All(person => Bearers(person, census) is var bearers && (outcome.Operation == "add-members"
                ? bearers.Any(group.Members.Contains) : bearers.Length == 0 || !bearers.All(group.Members.Contains))),
        "update" or "activate" or "deactivate" => _world.Dialect.IsWhole && _intent is { } intent
            && census.Users.TryGetValue(outcome.Id ?? "", out var user)
            && intent.After.All(text => user.Values.Any(value => _world.Logged(value) == text)),
        _ => false,
    };

    /// <summary>Who has or had a name: userNames are handed on, and then one of several is meant.</summary>
    private string[] Bearers(string name, Census census) =>
        [.. census.Users.Keys.Where(id => FormsOf(id).Any(form => _world.Logged(form) == name))];

    private void Leaks(string where, string text) => session.Violations.AddRange(session.Secrets
        .Where(secret => text.Contains(secret, StringComparison.Ordinal)).Select(secret => $"the {where} holds the secret {secret}"));

    private string Logged(string address) => address.StartsWith("user/", StringComparison.Ordinal) ? $"user/{_world.Logged(address[5..])}" : address;

    /// <summary>Over all runs that go on from one another; where others or lies change the plan meanwhile, for each plan.</summary>
    private void Limits()
    {
        var continued = audit.Entries.Where(entry => entry is { Event: "run-started", Continues: not null })
            .GroupBy(entry => entry.Run).ToDictionary(group => group.Key, group => group.First().Continues!, StringComparer.Ordinal);
        string Root(string run) => continued.TryGetValue(run, out var before) ? Root(before) : run;
        var isOnePlan = !session.HasOthers && !session.Weather.Lies;
        foreach (var together in audit.Entries.Where(entry => entry.Event == "intent").GroupBy(entry => isOnePlan ? Root(entry.Run) : entry.Plan))
        {
            foreach (var (name, limit) in _world.Limits)
            {
                var count = together.Where(entry => Counts(entry, name)).SelectMany(Subjects).Distinct(StringComparer.Ordinal).Count();
                var most = session.Sabotage.Limit == name ? 0 : limit;
                if (count > most)
                {
                    session.Violations.Add($"{count} times {name}, and {most} may be");
                }
            }
        }
    }

    private static bool Counts(AuditEntry entry, string limit) => limit switch
    {
        "removeMembers" => entry.Operation == "remove-members",
        "roles" => entry.Operation != "create" && entry.Paths.Contains("roles"),
        _ => entry.Operation == limit,
    };

    private static IEnumerable<string> Subjects(AuditEntry entry) =>
        entry.Operation == "remove-members" ? entry.People.Select(person => $"{entry.Address} {person}") : [entry.Id ?? entry.Address!];
}
