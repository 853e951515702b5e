using System.Collections.Immutable;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>A change that was not asked for, and the one that cannot be made without it.</summary>
public readonly record struct Companion(Address Address, Address NeededBy);

/// <summary>The part of a plan that somebody asked for, with what it depends on.</summary>
/// <param name="Plan">In the order of the whole plan.</param>
/// <param name="Only">What was asked for; not all of it needs a change.</param>
/// <param name="Companions">What came along, and why.</param>
public sealed record PartialPlan(Plan Plan, ImmutableArray<Address> Only, ImmutableArray<Companion> Companions)
{
    public static PartialPlan Of(Plan plan, IReadOnlyCollection<Address> only)
    {
        var byAddress = plan.Changes.ToLookup(change => change.Address);
        var wanted = only.ToHashSet();
        var companions = new SortedDictionary<Address, Address>();
        var open = new Queue<Change>(only.SelectMany(address => byAddress[address]));
        while (open.TryDequeue(out var change))
        {
            foreach (var needed in change.DependsOn.SelectMany(dependency => byAddress[dependency]))
            {
                if (!wanted.Contains(needed.Address) && companions.TryAdd(needed.Address, change.Address))
                {
                    open.Enqueue(needed);
                }
            }
        }

        var part = plan.Changes.Where(change => wanted.Contains(change.Address) || companions.ContainsKey(change.Address));
        return new PartialPlan(
            new Plan(PlanOrder.Sort([.. part]).Ordered, plan.Unlisted),
            [.. wanted.Order()],
            [.. companions.Select(pair => new Companion(pair.Key, pair.Value))]);
    }
}
