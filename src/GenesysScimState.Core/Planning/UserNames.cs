using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// userNames that change hands. A change that sets a userName which somebody else still holds has to wait until this
/// plan's own change frees it; when no change does, two people want one name and that is an error.
/// </summary>
internal static class UserNames
{
    public static void Settle(
        ImmutableArray<Change>.Builder changes,
        ActualState actual,
        ImmutableArray<Diagnostic>.Builder findings)
    {
        var holders = actual.Users.ToLookup(user => user.UserName, StringComparer.OrdinalIgnoreCase);
        var byId = changes.Where(change => change.Id is not null).ToDictionary(change => change.Id!, StringComparer.Ordinal);

        for (var index = 0; index < changes.Count; index++)
        {
            var change = changes[index];
            if (change.Operation == Operation.Delete || NewName(change) is not { } name)
            {
                continue;
            }

            foreach (var holder in holders[name].Where(holder => holder.Id != change.Id))
            {
                if (byId.TryGetValue(holder.Id, out var other) && Frees(other, holder))
                {
                    changes[index] = change = change with { DependsOn = change.DependsOn.Add(other.Address) };
                }
                else
                {
                    findings.Add(PlanDiagnostics.UserNameTaken(change, holder));
                }
            }
        }
    }

    private static bool Frees(Change change, ActualUser holder) =>
        change.Operation == Operation.Delete
        || (NewName(change) is { } name && !string.Equals(name, holder.UserName, StringComparison.OrdinalIgnoreCase));

    private static string? NewName(Change change) =>
        change.Attributes.FirstOrDefault(attribute => attribute.Name == "userName")?.After.Text;
}
