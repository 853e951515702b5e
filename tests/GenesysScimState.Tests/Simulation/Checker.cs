using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using GenesysScimState.Tests.Support;

namespace GenesysScimState.Tests.Simulation;

/// <summary>
/// What must hold whatever happens. It looks at every write as it arrives, at what it did to the organization, and at
/// everything the program leaves behind; what is wrong is kept and thrown when the run is over.
/// </summary>
internal sealed partial class Checker(World world, AuditTrail audit)
{
    private readonly HashSet<long> _committed = [];
    private readonly Dictionary<string, int> _created = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal) { Simulator.Secret };
    private AuditEntry? _intent;

    public List<string> Violations { get; } = [];

    /// <summary>Somebody else may delete a user, who is then rightly created a second time.</summary>
    public bool HasStrangers { get; init; }

    public void Secret(string secret) => _secrets.Add(secret);

    /// <summary>Reads what the log says by now; a record of something done must be true.</summary>
    public void ReadLog(Census census)
    {
        foreach (var entry in audit.ReadOn())
        {
            _intent = entry.Event == "intent" ? entry : _intent;
            var isGone = entry.Operation == "delete" && !census.Users.ContainsKey(entry.Id ?? "");
            if (entry is { Event: "outcome", Outcome: "done" } && !_committed.Contains(_intent?.Seq ?? 0) && !isGone)
            {
                Violations.Add($"the log says done, and nothing was: {entry}");
            }
        }
    }

    /// <summary>A write is on its way: its intent must be on the disk.</summary>
    public void Arrives(Arrival arrival)
    {
        var last = audit.Entries.Count > 0 ? audit.Entries[^1] : null;
        if (last is not { Event: "intent" } || !Is(last, arrival))
        {
            Violations.Add($"{arrival.Method} {arrival.Target} without an intent; the log ends with {last}");
        }
    }

    /// <summary>A write has been handled: what it did must be wanted.</summary>
    public void Happened(Arrival arrival, int status, Census before, Census after)
    {
        if (status is < 200 or > 299)
        {
            return;
        }

        _committed.Add(audit.Entries.Count > 0 ? audit.Entries[^1].Seq : 0);
        if (arrival.Method == "POST")
        {
            Created(arrival);
        }

        foreach (var user in before.Users.Values)
        {
            var now = after.Users.GetValueOrDefault(user.Id);
            if (user.UserName == World.ProtectedUser && user.Text != now?.Text)
            {
                Violations.Add("the protected user was touched");
            }

            if ((now is null || (user.IsActive && !now.IsActive)) && !world.MayLeave(user.ExternalId, user.UserName, now is null))
            {
                Violations.Add($"{user.UserName} was {(now is null ? "deleted" : "deactivated")}, and no file wants it");
            }
        }

        foreach (var (id, (name, members)) in before.Groups)
        {
            var gone = members.Except(after.Groups[id].Members, StringComparer.Ordinal)
                .Where(after.Users.ContainsKey).Select(member => before.Users[member]).ToArray();
            Violations.AddRange(gone.Where(user => !world.MayBeRemoved(name, user.ExternalId, user.UserName))
                .Select(user => $"{user.UserName} was taken out of {name}, and no file wants it"));
            if (name == World.ProtectedGroup && after.Groups[id].Members.Except(members, StringComparer.Ordinal).Any())
            {
                Violations.Add("the protected group was touched");
            }
        }
    }

    /// <summary>A run is over, by itself.</summary>
    public void Finished(string[] arguments, CliRun run, string? savedPlan)
    {
        var isKnown = run.Exit is >= 0 and <= 6 or 130;
        if (!isKnown || run.Error.Contains("GSS799", StringComparison.Ordinal))
        {
            Violations.Add($"{string.Join(' ', arguments)}: {run}");
        }

        Leaks("output", run.Out + run.Error);
        Leaks("audit log", Encoding.UTF8.GetString(audit.Bytes()));
        Leaks("saved plan", savedPlan ?? "");
        if (world.IsHashed && Encoding.UTF8.GetString(audit.Bytes()).Contains(World.Canary, StringComparison.OrdinalIgnoreCase))
        {
            Violations.Add("a name is in the hashed audit log");
        }

        var last = audit.Entries.Count > 0 ? audit.Entries[^1].Run : "";
        if (arguments[0] == "apply" && run.Exit is 0 or 6)
        {
            Printed(run.Out, last);
            Limits();
        }

        if (savedPlan is not null && arguments is ["apply", not "--auto-approve", ..])
        {
            Saved(savedPlan, last);
        }
    }

    private void Created(Arrival arrival)
    {
        using var body = JsonDocument.Parse(arrival.Body);
        var userName = body.RootElement.GetProperty("userName").GetString()!;
        _created[userName] = _created.GetValueOrDefault(userName) + 1;
        if (_created[userName] > 1 && !HasStrangers)
        {
            Violations.Add($"{userName} was created twice");
        }
    }

    private bool Is(AuditEntry intent, Arrival arrival) => (arrival.Method, intent.Operation) switch
    {
        ("POST", "create") => CreatedName(arrival) == intent.Address,
        ("DELETE", "delete") or ("PATCH", "update" or "activate" or "deactivate") =>
            arrival.Resource.StartsWith("Users/", StringComparison.Ordinal) && arrival.Id == intent.Id,
        ("PATCH", "add-members" or "remove-members") =>
            arrival.Resource.StartsWith("Groups/", StringComparison.Ordinal) && arrival.Id == intent.Id,
        _ => false,
    };

    private string CreatedName(Arrival arrival)
    {
        using var body = JsonDocument.Parse(arrival.Body);
        return $"user/{world.Logged(body.RootElement.GetProperty("userName").GetString()!)}";
    }

    private void Leaks(string where, string text) => Violations.AddRange(_secrets
        .Where(secret => text.Contains(secret, StringComparison.Ordinal)).Select(secret => $"the {where} holds the secret {secret}"));

    /// <summary>Nothing was meant to be done that the plan, as it was shown, does not hold.</summary>
    private void Printed(string output, string run)
    {
        var shown = PlanLines().Matches(output.Split("\nPlan: ")[0])
            .Select(match => (Logged(match.Groups["address"].Value), match.Groups["verb"].Value)).ToHashSet();
        Violations.AddRange(audit.Entries
            .Where(entry => entry.Run == run && entry.Event == "intent" && !shown.Contains((entry.Address!, entry.Operation!.Split('-')[0])))
            .Select(entry => $"not in the plan that was shown: {entry}"));
    }

    private void Saved(string plan, string run)
    {
        using var document = JsonDocument.Parse(plan);
        var digest = document.RootElement.GetProperty("digest").GetString();
        var reviewed = document.RootElement.GetProperty("resource_changes").EnumerateArray()
            .Select(change => (Logged(change.GetProperty("address").GetString()!), change.GetProperty("operation").GetString())).ToHashSet();
        Violations.AddRange(audit.Entries
            .Where(entry => entry.Run == run && entry.Event == "intent" && entry.Plan == digest && !reviewed.Contains((entry.Address!, entry.Operation)))
            .Select(entry => $"not in the reviewed plan: {entry}"));
    }

    private string Logged(string address) => address.StartsWith("user/", StringComparison.Ordinal) ? $"user/{world.Logged(address[5..])}" : address;

    /// <summary>For each plan, over all runs that carry it out.</summary>
    private void Limits() => Violations.AddRange(audit.Entries
        .Where(entry => entry is { Event: "intent", Operation: "deactivate" })
        .GroupBy(entry => entry.Plan)
        .Where(plan => plan.DistinctBy(entry => entry.Address).Count() > world.DeactivateMax)
        .Select(plan => $"{plan.Count()} were deactivated, {world.DeactivateMax} may be"));

    [GeneratedRegex(@"^  [+~!-] (?<address>(?:user|group)/.+?)  (?<verb>[a-z]+)", RegexOptions.Multiline, 5000)]
    private static partial Regex PlanLines();
}
