using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// userNames that change hands. A change that sets a userName which somebody else still holds has to wait until this
/// plan's own change frees it; when no change does, two people want one name and that is an error.
/// </summary>
/// <remarks>
/// Names can go round: Ana takes Bob's name and Bob takes Ana's. Then nobody can go first, so one of them steps aside: an
/// extra change gives that user a temporary name, and the last change of the round leads from there to the declared one.
/// <code>
/// ana -> bob, bob -> ana      becomes      ana -> ana.1, bob -> ana, ana.1 -> bob
/// </code>
/// </remarks>
internal sealed class UserNames
{
    private readonly ILookup<string, ActualUser> _holders;
    private readonly Lazy<HashSet<string>> _taken;
    private readonly ImmutableArray<Change>.Builder _changes;
    private readonly Dialect _dialect;

    private UserNames(ImmutableArray<Change>.Builder changes, ActualState actual, Dialect dialect)
    {
        (_changes, _dialect) = (changes, dialect);
        _holders = actual.Users.ToLookup(user => user.UserName, StringComparer.OrdinalIgnoreCase);
        _taken = new(() => actual.Users.Select(user => user.UserName)
            .Concat(changes.Select(change => change.Address.Name))
            .ToHashSet(StringComparer.OrdinalIgnoreCase));
    }

    public static IEnumerable<Diagnostic> Settle(ImmutableArray<Change>.Builder changes, ActualState actual, Dialect dialect)
    {
        if (changes.Count == 0)
        {
            return [];
        }

        var names = new UserNames(changes, actual, dialect);
        var (waitsFor, findings) = names.Wait();
        foreach (var round in Rounds(waitsFor))
        {
            names.StepAside(round, waitsFor);
        }

        return findings;
    }

    /// <summary>Makes each change depend on the one that frees its name; gives the same as indexes.</summary>
    private (Dictionary<int, int> WaitsFor, List<Diagnostic> Findings) Wait()
    {
        var waitsFor = new Dictionary<int, int>();
        var findings = new List<Diagnostic>();
        var byId = _changes.Select((change, index) => (change.Id, index)).Where(pair => pair.Id is not null)
            .ToDictionary(pair => pair.Id!, pair => pair.index, StringComparer.Ordinal);
        for (var index = 0; index < _changes.Count; index++)
        {
            var change = _changes[index];
            if (change.Operation == Operation.Delete || NewName(change) is not { } name)
            {
                continue;
            }

            foreach (var holder in _holders[name].Where(holder => holder.Id != change.Id))
            {
                if (byId.TryGetValue(holder.Id, out var other) && Frees(_changes[other], holder))
                {
                    // Who takes over the address of a deleted user has the same address; deletions come first anyway.
                    if (_changes[other].Address != change.Address)
                    {
                        waitsFor[index] = other;
                        _changes[index] = change = change with { WaitsFor = change.WaitsFor.Add(_changes[other].Address) };
                    }
                }
                else
                {
                    findings.Add(PlanDiagnostics.UserNameTaken(change, holder));
                }
            }
        }

        return (waitsFor, findings);
    }

    /// <summary>The circles, each beginning with the change whose address comes first.</summary>
    private static IEnumerable<ImmutableArray<int>> Rounds(Dictionary<int, int> waitsFor)
    {
        var seen = new HashSet<int>();
        foreach (var start in waitsFor.Keys.Order().ToArray())
        {
            var path = new List<int>();
            var step = start;
            while (seen.Add(step))
            {
                path.Add(step);
                if (!waitsFor.TryGetValue(step, out step))
                {
                    break;
                }
            }

            if (path.IndexOf(step) is var first && first >= 0 && waitsFor.ContainsKey(path[^1]))
            {
                yield return [.. path[first..]];
            }
        }
    }

    /// <summary>Who holds the name that the first of the round waits for steps aside, and with the name what must be the same.</summary>
    private void StepAside(ImmutableArray<int> round, Dictionary<int, int> waitsFor)
    {
        var last = round.MinBy(index => _changes[index].Address);
        var change = _changes[last];
        var waiting = round.First(index => waitsFor[index] == last);
        var name = change.Of("userName")!.Value;
        var aside = AttributeValue.Of(Temporary(name.Before.Text!));
        var step = new Change
        {
            Operation = Operation.Update,
            Address = Address.User(aside.Text!),
            Reason = ActionReason.TemporaryName,
            Id = change.Id,
            ExternalId = change.ExternalId,
            ExpectedVersion = change.ExpectedVersion,
            Found = change.Found,
            Attributes = [.. change.Attributes.Where(IsName).Select(attribute => attribute with { After = aside })],
            At = change.At,
        };
        _changes.Add(step);
        _changes[waiting] = _changes[waiting] with
        {
            WaitsFor = _changes[waiting].WaitsFor.Replace(change.Address, step.Address),
        };

        // The step changes the version, so the version that the plan knows says nothing any more.
        _changes[last] = change with
        {
            ExpectedVersion = null,
            Attributes = [.. change.Attributes.Select(attribute => IsName(attribute) ? attribute with { Before = aside } : attribute)],
        };
    }

    private bool IsName(AttributeChange attribute) =>
        attribute.Name == "userName" || _dialect.Find(attribute.Name)?.Origin is { Attribute: "userName", IsSame: true };

    private string Temporary(string userName)
    {
        var at = userName.LastIndexOf('@');
        var (local, domain) = at < 0 ? (userName, "") : (userName[..at], userName[at..]);
        return Enumerable.Range(1, int.MaxValue).Select(number => $"{local}.{number}{domain}").First(_taken.Value.Add);
    }

    private static bool Frees(Change change, ActualUser holder) =>
        change.Operation == Operation.Delete
        || (NewName(change) is { } name && !string.Equals(name, holder.UserName, StringComparison.OrdinalIgnoreCase));

    private static string? NewName(Change change) =>
        change.Of("userName")?.After.Text;
}
