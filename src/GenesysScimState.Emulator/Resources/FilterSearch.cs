using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator.Resources;

/// <summary>Finds resources by a filter of RFC 7644 §3.4.2.2, by an index where one can be used.</summary>
internal sealed class FilterSearch(
    Shelf shelf,
    ResourceKind kind,
    Organization organization,
    Func<Resource, JsonObject> show)
{
    private readonly FilterMatcher _matcher = new(kind);

    public IReadOnlyList<Resource> Find(FilterExpression filter)
    {
        _matcher.Check(filter);
        var candidates = Candidates(filter) ?? shelf.Living;
        return [.. candidates.Where(resource => _matcher.Matches(filter, show(resource)))];
    }

    /// <summary>Null when no index narrows the filter down.</summary>
    private IEnumerable<Resource>? Candidates(FilterExpression filter) => filter switch
    {
        FilterExpression.And and => Candidates(and.Left) ?? Candidates(and.Right),
        FilterExpression.Comparison { Operator: "eq", Value: { } value } comparison
            when value.GetValueKind() == System.Text.Json.JsonValueKind.String =>
            Indexed(_matcher.NameOf(comparison.Path), value.GetValue<string>()),
        FilterExpression.Values { Inner: FilterExpression.Comparison { Operator: "eq", Value: { } value } inner } values
            when value.GetValueKind() == System.Text.Json.JsonValueKind.String =>
            Indexed(_matcher.NameOf($"{values.Path}.{inner.Path}"), value.GetValue<string>()),
        _ => null,
    };

    private IEnumerable<Resource>? Indexed(string name, string value) => name switch
    {
        "id" => Living(shelf.Find(value)),
        "userName" or "displayName" when shelf.IsNamedBy(name) => Living(shelf.FindByName(value)),
        "externalId" => shelf.FindByExternalId(value),
        "emails" or "emails.value" => shelf.FindByMail(value),
        "employeeNumber" => shelf.FindByEmployeeNumber(value),
        "members" or "members.value" when shelf == organization.Groups =>
            organization.GroupsOf(value).Select(id => organization.Groups.Find(id)!),
        _ => null,
    };

    private static Resource[] Living(Resource? found) => found is { IsDeleted: false } ? [found] : [];
}
