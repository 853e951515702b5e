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
        var lists = new Dictionary<string, NameList>(StringComparer.Ordinal);
        foreach (var row in NamesCheck.Needed(plan, dialect))
        {
            lists[row.Names!.Path] = await organization.ListNamesAsync(row, cancellationToken);
        }

        return (NamesCheck.Check(plan, dialect, lists), lists.Values.Sum(list => list.Requests));
    }
}
