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
        var nodes = Nodes(changes);
        var ready = new Queue<Node>(nodes.Where(node => node.Open == 0));
        var settled = 0;
        while (ready.TryDequeue(out var node))
        {
            settled++;
            foreach (var dependent in node.Dependents)
            {
                dependent.Place = Max(dependent.Place, (node.Place.Rank, node.Place.Depth + 1));
                if (--dependent.Open == 0)
                {
                    ready.Enqueue(dependent);
                }
            }
        }

        return settled == nodes.Length ? (Ordered(nodes), []) : ([], Circle(nodes));
    }

    private static Node[] Nodes(IReadOnlyCollection<Change> changes)
    {
        var nodes = changes.Select(change => new Node(change)).ToArray();
        // One address may have two changes: a userName passes from somebody who is deleted to somebody else.
        var others = nodes.Where(node => !node.Change.IsMembership).ToLookup(node => node.Change.Address);
        foreach (var node in nodes.Where(node => !node.Change.DependsOn.IsEmpty))
        {
            foreach (var needed in node.Change.DependsOn.SelectMany(address => others[address]).Where(other => other != node))
            {
                needed.Dependents.Add(node);
                node.Open++;
            }
        }

        return nodes;
    }

    private static ImmutableArray<Change> Ordered(Node[] nodes)
    {
        var waves = nodes.Select(node => node.Place).Distinct().Order().Select((place, index) => (place, index))
            .ToDictionary(pair => pair.place, pair => pair.index);
        return
        [
            .. nodes
                .Select(node => node.Change with { Wave = waves[node.Place] })
                .OrderBy(change => change.Wave)
                .ThenBy(change => change.Address)
                .ThenBy(change => change.Operation)
                .ThenBy(change => change.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>What is still open waits for something that is open: following that must come round.</summary>
    private static ImmutableArray<Change> Circle(Node[] nodes)
    {
        var waitsFor = new Dictionary<Node, Node>();
        foreach (var node in nodes.Where(node => node.Open > 0))
        {
            foreach (var dependent in node.Dependents.Where(dependent => dependent.Open > 0))
            {
                waitsFor.TryAdd(dependent, node);
            }
        }

        var path = new List<Node>();
        var step = nodes.First(waitsFor.ContainsKey);
        while (!path.Contains(step))
        {
            path.Add(step);
            step = waitsFor[step];
        }

        return [.. path[path.IndexOf(step)..].Select(node => node.Change)];
    }

    private static (int, int) Max((int, int) left, (int, int) right) => left.CompareTo(right) >= 0 ? left : right;

    private static int Rank(Operation operation) => operation switch
    {
        Operation.Deactivate => 0,
        Operation.RemoveMembers => 1,
        Operation.Delete => 2,
        Operation.Create or Operation.Update or Operation.Activate or Operation.CreateGroup => 3,
        Operation.AddMembers => 4,
    };

    /// <summary>A change while the order is found: how many it waits for, who waits for it, how far back it stands.</summary>
    private sealed class Node(Change change)
    {
        public Change Change => change;

        public List<Node> Dependents { get; } = [];

        public int Open { get; set; }

        public (int Rank, int Depth) Place { get; set; } = (Rank(change.Operation), 0);
    }
}
