using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// Whether the names a plan would write exist in the organization: a typing error in a role is found while planning and
/// not by the request that would give it. Only what a plan adds is looked at, so a plan with nothing to do asks nothing.
/// </summary>
public static class NamesCheck
{
    /// <summary>The rows whose lists the check needs, each list once, in the dialect's order.</summary>
    public static ImmutableArray<AttributeRow> Needed(Plan plan, Dialect dialect)
    {
        var written = Added(plan, dialect).Select(added => added.Row.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. dialect.Attributes.Where(row => written.Contains(row.Name)).DistinctBy(row => row.Names!.Path, StringComparer.Ordinal),
        ];
    }

    /// <param name="plan">What would be written.</param>
    /// <param name="dialect">Says which attributes hold names, and where they are listed.</param>
    /// <param name="lists">By <see cref="NameSource.Path"/>; those of every row that is <see cref="Needed"/>.</param>
    /// <returns>By place; one warning for each list that could not be read.</returns>
    public static ImmutableArray<Diagnostic> Check(Plan plan, Dialect dialect, IReadOnlyDictionary<string, NameList> lists)
    {
        var hidden =
            from row in Needed(plan, dialect)
            let refusal = lists[row.Names!.Path].Refusal
            where refusal is not null
            select PlanDiagnostics.NamesNotListed(row, refusal);
        var unknown =
            from added in Added(plan, dialect)
            let list = lists[added.Row.Names!.Path]
            where list.Refusal is null && !list.Names.Contains(added.Name)
            select PlanDiagnostics.NameUnknown(added.Change, added.Attribute, added.Row.Names!, added.Name, list.Names);
        return
        [
            .. hidden,
            .. unknown.OrderBy(finding => finding.At).ThenBy(finding => finding.Message, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<(Change Change, AttributeChange Attribute, AttributeRow Row, string Name)> Added(Plan plan, Dialect dialect) =>
        from change in plan.Changes
        from attribute in change.Attributes
        let row = dialect.Find(attribute.Name)
        where row?.Names is not null
        from name in attribute.After.Entries.Select(entry => entry.Name)
            .Except(attribute.Before.Entries.Select(entry => entry.Name), StringComparer.Ordinal)
        select (change, attribute, row, name);
}
