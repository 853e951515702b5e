using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;

namespace GenesysScimState.Emulator.Resources;

/// <summary>
/// Whether a resource, as it is shown, satisfies a filter of RFC 7644 §3.4.2.2. A list matches when one of its values
/// does; texts compare by the <c>caseExact</c> of their attribute.
/// </summary>
internal sealed class FilterMatcher(ResourceKind kind)
{
    private static readonly AttributeRow Schemas =
        new("schemas", ScimType.Text, "The schemas of the resource.") { IsMultiValued = true, IsCaseExact = true };

    /// <summary>Refuses attributes and comparisons that do not exist, whatever the resources hold.</summary>
    public void Check(FilterExpression filter) => Check(filter, null);

    /// <summary>Whether the resource type has all attributes of the filter.</summary>
    public bool Knows(FilterExpression filter) => filter switch
    {
        FilterExpression.And(var left, var right) => Knows(left) && Knows(right),
        FilterExpression.Or(var left, var right) => Knows(left) && Knows(right),
        FilterExpression.Not(var operand) => Knows(operand),
        FilterExpression.Values(var path, _) => Find(path) is not null,
        FilterExpression.Comparison comparison => Find(comparison.Path) is not null,
        _ => false,
    };

    public bool Matches(FilterExpression filter, JsonObject resource) => Matches(filter, resource, null);

    /// <summary>The attribute in the schema's spelling and without URN, such as <c>emails.value</c>; "" when unknown.</summary>
    public string NameOf(string path) => Find(path) is not { } found ? "" : found switch
    {
        { Sub: { } sub } => $"{found.Row.Name}.{sub.Name}",
        _ => found.Row.Name,
    };

    public bool IsCaseExact(string path) => Find(path) is { } found && (found.Sub ?? found.Row).IsCaseExact;

    /// <summary>The value to sort by: that of the primary item, else of the first; null without a value.</summary>
    public string? SortKey(string path, JsonObject resource)
    {
        var found = Find(path)!;
        var items = Items(found, resource).ToList();
        var item = items.Find(value => value is JsonObject { } whole && whole["primary"] is JsonValue primary
            && primary.GetValueKind() == JsonValueKind.True) ?? items.FirstOrDefault();
        return item is JsonObject one ? one[found.Sub?.Name ?? "value"]?.ToString() : item?.ToString();
    }

    private void Check(FilterExpression filter, AttributeRow? owner)
    {
        switch (filter)
        {
            case FilterExpression.And(var left, var right):
                Check(left, owner);
                Check(right, owner);
                break;
            case FilterExpression.Or(var left, var right):
                Check(left, owner);
                Check(right, owner);
                break;
            case FilterExpression.Not(var operand):
                Check(operand, owner);
                break;
            case FilterExpression.Values(var path, var inner):
                var found = Find(path) ?? throw Unknown(path);
                if (found.Sub is not null || found.Row.SubAttributes.IsEmpty)
                {
                    throw RefusalException.Filter($"{path} has no sub-attributes to filter by.");
                }

                Check(inner, found.Row);
                break;
            case FilterExpression.Comparison comparison:
                Check(comparison, Compared(comparison, owner));
                break;
        }
    }

    private static void Check(FilterExpression.Comparison comparison, AttributeRow row)
    {
        var (path, op, value) = comparison;
        if (row.Mutability == Mutability.WriteOnly)
        {
            throw RefusalException.Filter($"{path} cannot be filtered by.");
        }

        if (op == "pr" || (op is "eq" or "ne" && value is null))
        {
            return;
        }

        var isText = row.Type is ScimType.Text or ScimType.Reference or ScimType.DateTime;
        var isRight = row.Type switch
        {
            ScimType.Complex => false,
            ScimType.Boolean => op is "eq" or "ne" && Truth(value) is not null,
            ScimType.Decimal or ScimType.Integer => op is not ("co" or "sw" or "ew") && value?.GetValueKind() == JsonValueKind.Number,
            _ => isText && value?.GetValueKind() == JsonValueKind.String,
        };
        if (row.Type == ScimType.DateTime && op is not ("co" or "sw" or "ew") && Time(value) is null)
        {
            isRight = false;
        }

        if (!isRight)
        {
            throw RefusalException.Filter($"{path} cannot be compared by {op} with {value?.ToJsonString() ?? "null"}.");
        }
    }

    private bool Matches(FilterExpression filter, JsonObject resource, AttributeRow? owner) => filter switch
    {
        FilterExpression.And(var left, var right) => Matches(left, resource, owner) && Matches(right, resource, owner),
        FilterExpression.Or(var left, var right) => Matches(left, resource, owner) || Matches(right, resource, owner),
        FilterExpression.Not(var operand) => !Matches(operand, resource, owner),
        FilterExpression.Values(var path, var inner) => Find(path) is { } found
            && Items(found, resource).OfType<JsonObject>().Any(item => Matches(inner, item, found.Row)),
        FilterExpression.Comparison comparison => Holds(
            comparison,
            Compared(comparison, owner),
            owner is null ? Values(Find(comparison.Path)!, resource) : Inner(comparison, owner, resource)),
        _ => false,
    };

    private static bool Holds(FilterExpression.Comparison comparison, AttributeRow row, IEnumerable<JsonNode> values)
    {
        var (_, op, wanted) = comparison;
        var present = values.Where(IsPresent).ToList();
        return (op, wanted) switch
        {
            ("pr", _) or ("ne", null) => present.Count > 0,
            ("eq", null) => present.Count == 0,
            ("ne", _) => present.Count == 0 || present.Any(value => Compare(row, value, wanted!) != 0),
            _ => present.Any(value => Holds(op, row, value, wanted!)),
        };
    }

    private static bool Holds(string op, AttributeRow row, JsonNode value, JsonValue wanted)
    {
        var comparison = row.IsCaseExact || row.Type == ScimType.Reference
            ? StringComparison.Ordinal
            : StringComparison.OrdinalIgnoreCase;
        return op switch
        {
            "co" => value.ToString().Contains(wanted.ToString(), comparison),
            "sw" => value.ToString().StartsWith(wanted.ToString(), comparison),
            "ew" => value.ToString().EndsWith(wanted.ToString(), comparison),
            "eq" => Compare(row, value, wanted) == 0,
            "gt" => Compare(row, value, wanted) > 0,
            "ge" => Compare(row, value, wanted) >= 0,
            "lt" => Compare(row, value, wanted) < 0,
            _ => Compare(row, value, wanted) <= 0,
        };
    }

    private static int Compare(AttributeRow row, JsonNode value, JsonValue wanted) => row.Type switch
    {
        ScimType.Boolean => Truth(value).GetValueOrDefault().CompareTo(Truth(wanted).GetValueOrDefault()),
        ScimType.Decimal or ScimType.Integer => value.GetValue<double>().CompareTo(wanted.GetValue<double>()),
        ScimType.DateTime => Time(value).GetValueOrDefault().CompareTo(Time(wanted).GetValueOrDefault()),
        _ => string.Compare(
            value.ToString(),
            wanted.ToString(),
            row.IsCaseExact || row.Type == ScimType.Reference ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>What is compared: the sub-attribute, or <c>value</c> where a complex attribute is named alone.</summary>
    private AttributeRow Compared(FilterExpression.Comparison comparison, AttributeRow? owner)
    {
        if (owner is not null)
        {
            return owner.Sub(comparison.Path) ?? throw Unknown($"{owner.Name}.{comparison.Path}");
        }

        var found = Find(comparison.Path) ?? throw Unknown(comparison.Path);
        return found.Sub ?? (comparison.Operator == "pr" ? found.Row : found.Row.Sub("value") ?? found.Row);
    }

    private static IEnumerable<JsonNode> Inner(FilterExpression.Comparison comparison, AttributeRow owner, JsonObject item) =>
        item[owner.Sub(comparison.Path)!.Name] is { } value ? [value] : [];

    private IEnumerable<JsonNode> Values(Found found, JsonObject resource)
    {
        var sub = found.Sub?.Name ?? (found.Row.Sub("value") is null ? null : "value");
        return Items(found, resource).Select(item => item is JsonObject whole && sub is not null ? whole[sub] : item).OfType<JsonNode>();
    }

    private IEnumerable<JsonNode> Items(Found found, JsonObject resource)
    {
        var part = found.Schema == kind.Core ? resource : resource[found.Schema.Urn] as JsonObject;
        return part?[found.Row.Name] switch
        {
            null => [],
            JsonArray list => list.OfType<JsonNode>(),
            var one => [one],
        };
    }

    private Found? Find(string path)
    {
        if (path.Equals("schemas", StringComparison.OrdinalIgnoreCase))
        {
            return new(kind.Core, Schemas, null);
        }

        var (schema, rest) = kind.Split(path);
        var parts = rest.Split('.');
        var owner = schema.Find(parts[0]) is not null
            ? schema
            : kind.Schemas.FirstOrDefault(table => schema == kind.Core && table.Find(parts[0]) is not null);
        return (owner?.Find(parts[0]), parts) switch
        {
            ({ } row, [_]) => new(owner!, row, null),
            ({ } row, [_, var name]) when row.Sub(name) is { } sub => new(owner!, row, sub),
            _ => null,
        };
    }

    private static bool IsPresent(JsonNode value) => value switch
    {
        JsonObject whole => whole.Count > 0,
        _ => value.GetValueKind() != JsonValueKind.String || value.GetValue<string>().Length > 0,
    };

    /// <summary>Microsoft Entra sends booleans as texts.</summary>
    private static bool? Truth(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(value.GetValue<string>(), out var truth) => truth,
        _ => null,
    };

    private static DateTimeOffset? Time(JsonNode? value) => DateTimeOffset.TryParse(
        value?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static RefusalException Unknown(string path) =>
        RefusalException.Filter($"Attribute \"{path}\" is not known.");

    private sealed record Found(SchemaTable Schema, AttributeRow Row, AttributeRow? Sub);
}
