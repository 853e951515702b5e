using System.Collections.Immutable;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Commands;

/// <summary>Asks the organization for the names a plan would write: what is wrong with them, and how many requests that took.</summary>
internal static class PlannedNames
{
    /// <exception cref="OrganizationException">A list could not be read, for another reason than a permission.</exception>
    public static async Task<(ImmutableArray<Diagnostic> Findings, int Requests)> CheckAsync(
        IOrganization organization, Plan plan, Dialect dialect, CancellationToken cancellationToken)
    {
        var rows = NamesCheck.Needed(plan, dialect);
        var lists = await Task.WhenAll(rows.Select(row => organization.ListNamesAsync(row, cancellationToken)));
        var byPath = rows.Zip(lists).ToDictionary(pair => pair.First.Names!.Path, pair => pair.Second, StringComparer.Ordinal);
        return (NamesCheck.Check(plan, dialect, byPath), lists.Sum(list => list.Requests));
    }
}
