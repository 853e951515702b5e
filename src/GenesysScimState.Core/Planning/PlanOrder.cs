using System.Collections.Immutable;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// The order of a plan, as data. Leavers lose access first, so deactivations, removals from groups and deletions come
/// before everything else; new members come last, when the users are there. Within that, a change stands in a later wave
/// than what it depends on: a report after the manager, a userName after whoever gives it up.
/// </summary>
internal static class PlanOrder
{
    /// <summary>The changes with their waves, sorted; and, when dependencies run in a circle, those in it instead.</summary>
    public static (ImmutableArray<Change> Ordered, ImmutableArray<Change> Circle) Sort(IReadOnlyCollection<Change> changes)
    {
        // One address may have two changes: a userName passes from somebody who is deleted to somebody else.
        var users = changes.Where(change => !change.IsMembership).ToLookup(change => change.Address);
        var places = new Dictionary<Change, (int Rank, int Depth)>(ReferenceEqualityComparer.Instance);
        var circle = ImmutableArray.CreateBuilder<Change>();
        foreach (var change in changes)
        {
            Place(change, []);
        }

        if (circle.Count > 0)
        {
            return ([], circle.ToImmutable());
        }

        var waves = places.Values.Distinct().Order().Select((place, index) => (place, index))
            .ToDictionary(pair => pair.place, pair => pair.index);
        return (
            [
                .. changes
                    .Select(change => change with { Wave = waves[places[change]] })
                    .OrderBy(change => change.Wave)
                    .ThenBy(change => change.Address)
                    .ThenBy(change => change.Operation)
                    .ThenBy(change => change.Id, StringComparer.Ordinal),
            ],
            []);

        // The path is short: managers of managers, and chains of freed userNames.
        (int Rank, int Depth) Place(Change change, ImmutableList<Change> path)
        {
            if (places.TryGetValue(change, out var known))
            {
                return known;
            }

            if (path.Contains(change, ReferenceEqualityComparer.Instance))
            {
                circle.AddRange(path.SkipWhile(step => !ReferenceEquals(step, change)));
                return default;
            }

            var place = (Rank: Rank(change.Operation), Depth: 0);
            foreach (var dependency in change.DependsOn.SelectMany(address => users[address]).Where(other => !ReferenceEquals(other, change)))
            {
                var (rank, depth) = Place(dependency, path.Add(change));
                place = Max(place, (rank, depth + 1));
            }

            return places[change] = place;
        }
    }

    private static (int, int) Max((int, int) left, (int, int) right) => left.CompareTo(right) >= 0 ? left : right;

    private static int Rank(Operation operation) => operation switch
    {
        Operation.Deactivate => 0,
        Operation.RemoveMembers => 1,
        Operation.Delete => 2,
        Operation.Create or Operation.Update or Operation.Activate => 3,
        Operation.AddMembers => 4,
    };
}
