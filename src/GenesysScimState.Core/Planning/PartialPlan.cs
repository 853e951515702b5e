using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
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
    /// <summary>What was asked for by the names that files and organization use; and what neither knows, with the closest name.</summary>
    public static (ImmutableArray<Address> Known, ImmutableArray<(Address Unknown, string? Closest)> Unknown) Resolve(
        ImmutableArray<Address> only, DesiredState desired, ActualState actual)
    {
        if (only.IsDefaultOrEmpty)
        {
            return ([], []);
        }

        Address[] all =
        [
            .. desired.Users.Select(user => user.Address), .. desired.Groups.Select(group => group.Address),
            .. actual.Users.Select(user => Address.User(user.UserName)), .. actual.Groups.Select(group => Address.Group(group.DisplayName)),
        ];
        var exact = all.ToHashSet();
        var users = all.Where(address => address.Kind == ResourceKind.User)
            .GroupBy(address => address.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);
        var found = only.Select(address => (address, known: exact.Contains(address) ? address
            : address.Kind == ResourceKind.User && users.TryGetValue(address.Name, out var user) ? user
            : (Address?)null)).ToArray();
        return (
            [.. found.Where(pair => pair.known is not null).Select(pair => pair.known!.Value)],
            [.. found.Where(pair => pair.known is null).Select(pair => (pair.address, Suggestion.For(pair.address.ToString(), all.Select(address => address.ToString()))))]);
    }

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
