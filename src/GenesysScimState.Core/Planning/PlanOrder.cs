using System.Collections.Immutable;
using GenesysScimState.Core.Model;

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
        var nodes = changes.Select((change, index) => new Node(change, index)).ToArray();
        var resources = Resources(nodes);
        foreach (var node in nodes.Where(node => !node.Change.IsMembership))
        {
            foreach (var needed in Needed(node, resources))
            {
                needed.Dependents.Add(node);
                node.Open++;
            }
        }

        var ready = new Queue<Node>(nodes.Where(node => node.Open == 0 && !node.Change.IsMembership));
        while (ready.TryDequeue(out var node))
        {
            foreach (var dependent in node.Dependents)
            {
                dependent.StandBehind(node);
                if (--dependent.Open == 0)
                {
                    ready.Enqueue(dependent);
                }
            }
        }

        if (nodes.Any(node => node.Open > 0))
        {
            return ([], Circle(nodes));
        }

        // Nothing waits for a membership, and one may wait for a thousand users: no need to note each of them.
        foreach (var node in nodes.Where(node => node.Change.IsMembership))
        {
            foreach (var needed in Needed(node, resources))
            {
                node.StandBehind(needed);
            }
        }

        return (Ordered(nodes), []);
    }

    private static Dictionary<Address, Node> Resources(Node[] nodes)
    {
        var resources = new Dictionary<Address, Node>(nodes.Length);
        foreach (var node in nodes.Where(node => !node.Change.IsMembership))
        {
            node.Other = resources.GetValueOrDefault(node.Change.Address);
            resources[node.Change.Address] = node;
        }

        return resources;
    }

    private static IEnumerable<Node> Needed(Node node, Dictionary<Address, Node> resources)
    {
        foreach (var address in node.Change.DependsOn)
        {
            for (var needed = resources.GetValueOrDefault(address); needed is not null; needed = needed.Other)
            {
                if (needed != node)
                {
                    yield return needed;
                }
            }
        }
    }

    private static ImmutableArray<Change> Ordered(Node[] nodes)
    {
        var waves = nodes.Select(node => node.Place).Distinct().Order().Select((place, index) => (place, index))
            .ToDictionary(pair => pair.place, pair => pair.index);
        Array.Sort(nodes, Node.Compare);
        var ordered = ImmutableArray.CreateBuilder<Change>(nodes.Length);
        foreach (var node in nodes)
        {
            var wave = waves[node.Place];
            ordered.Add(node.Change.Wave == wave ? node.Change : node.Change with { Wave = wave });
        }

        return ordered.MoveToImmutable();
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

    private static int Rank(Operation operation) => operation switch
    {
        Operation.Deactivate => 0,
        Operation.RemoveMembers => 1,
        Operation.Delete => 2,
        Operation.Create or Operation.Update or Operation.Activate or Operation.CreateGroup => 3,
        Operation.AddMembers => 4,
    };

    /// <summary>A change while the order is found: how many it waits for, who waits for it, how far back it stands.</summary>
    private sealed class Node(Change change, int index)
    {
        private List<Node>? _dependents;

        public Change Change => change;

        public List<Node> Dependents => _dependents ??= [];

        /// <summary>Another change of the same address: a userName passes from somebody who is deleted to somebody else.</summary>
        public Node? Other { get; set; }

        public int Open { get; set; }

        public (int Rank, int Depth) Place { get; private set; } = (Rank(change.Operation), 0);

        public void StandBehind(Node needed)
        {
            var behind = (needed.Place.Rank, needed.Place.Depth + 1);
            Place = Place.CompareTo(behind) >= 0 ? Place : behind;
        }

        /// <summary>By place, address, operation and id; last by where it was.</summary>
        public static int Compare(Node left, Node right)
        {
            var order = left.Place.CompareTo(right.Place);
            order = order != 0 ? order : left.Change.Address.CompareTo(right.Change.Address);
            order = order != 0 ? order : left.Change.Operation.CompareTo(right.Change.Operation);
            order = order != 0 ? order : string.CompareOrdinal(left.Change.Id, right.Change.Id);
            return order != 0 ? order : left.Index.CompareTo(right.Index);
        }

        private int Index => index;
    }
}
