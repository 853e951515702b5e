using System.Collections.Immutable;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator.Resources;

/// <summary>Comparisons by <c>eq</c>, joined by <c>and</c>, of the attributes that a dialect lists.</summary>
internal sealed class EqualsSearch(Shelf shelf, ResourceKind kind, ImmutableArray<string> attributes)
{
    public IReadOnlyList<Resource> Find(string text)
    {
        var conditions = Filter.ParseConditions(text);
        foreach (var (name, _) in conditions.Where(condition => Known(condition.Name) is null))
        {
            throw RefusalException.Filter(
                $"\"{name}\" cannot be filtered by; these can: {string.Join(", ", attributes)}.");
        }

        return [.. Candidates(conditions).Where(resource => conditions.All(condition => Holds(resource, condition)))];
    }

    /// <summary>By an index where one of the conditions has one, so that looking somebody up is not a walk.</summary>
    private IEnumerable<Resource> Candidates(ImmutableArray<Condition> conditions)
    {
        foreach (var (name, value) in conditions)
        {
            switch (Known(name))
            {
                case "id":
                    return Living(shelf.Find(value));
                case "userName" or "displayName" when shelf.IsNamedBy(Known(name)!):
                    return Living(shelf.FindByName(value));
                case "externalId":
                    return shelf.FindByExternalId(value);
            }
        }

        return shelf.Living;
    }

    private static Resource[] Living(Resource? found) => found is { IsDeleted: false } ? [found] : [];

    private string? Known(string name) =>
        attributes.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)
            || $"{kind.Core.Urn}:{known}".Equals(name, StringComparison.OrdinalIgnoreCase));

    private bool Holds(Resource resource, Condition condition)
    {
        switch (Known(condition.Name)!)
        {
            case "id":
                return resource.Id.Equals(condition.Value, StringComparison.Ordinal);
            case "active":
                return resource.IsActive.ToString().Equals(condition.Value, StringComparison.OrdinalIgnoreCase);
            case var known:
                return Holds(resource, known, condition.Value);
        }
    }

    private bool Holds(Resource resource, string known, string wanted)
    {
        var (schema, path) = kind.Split(known);
        var (name, sub) = path.Split('.') is [var first, var second] ? (first, second) : (path, null);
        var row = schema.Find(name)!;
        var isExact = (sub is null ? row : row.Sub(sub)!).IsCaseExact;
        var part = schema == kind.Core ? resource.Attributes() : resource.Attributes()[schema.Urn] as JsonObject;
        return Values(part?[name], sub).Any(value => string.Equals(
            value, wanted, isExact ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string?> Values(JsonNode? value, string? sub) => (value, sub) switch
    {
        (null, _) => [],
        (JsonArray items, { } name) => items.Select(item => item![name]?.ToString()),
        ({ } one, _) => [one.ToString()],
    };
}
