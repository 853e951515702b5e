using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Scim;

/// <summary>
/// Reads users as the server shows them, by the rows of the dialect. What is missing or null is left out. One object for many
/// users: they share the values that are the same.
/// </summary>
internal sealed class UserJson(Dialect dialect)
{
    private readonly KnownJson<AttributeValue> _values = new();
    private readonly KnownJson<string> _names = new();

    /// <param name="assumedActive">Of a user that does not say: the listing it was found in.</param>
    /// <exception cref="FormatException">It has no id or no userName.</exception>
    public ActualUser Read(JsonElement user, bool assumedActive)
    {
        var attributes = new AttributeMap<AttributeValue>.Builder();
        var (schema, owner) = (default(string), (JsonElement?)user);
        foreach (var row in dialect.Attributes)
        {
            // Rows of one schema stand together.
            if (row.Path.Schema != schema)
            {
                schema = row.Path.Schema;
                owner = schema is null ? user : ResourceJson.Member(user, schema);
            }

            if (owner is { } found && ResourceJson.Member(found, row.Path.Attribute) is { } container)
            {
                Read(container, row, attributes);
            }
        }

        var userName = Text(attributes, "userName") ?? ResourceJson.Text(user, "userName")
            ?? throw new FormatException("a user without userName");
        if (!attributes.TryGetValue("active", out var active))
        {
            active = AttributeValue.Of(assumedActive);
            attributes.Set("active", active);
        }

        return new(
            ResourceJson.Id(user), ResourceJson.Version(user), userName,
            Text(attributes, "externalId"), active.Equals(AttributeValue.True), attributes.Drain());
    }

    private static string? Text(AttributeMap<AttributeValue>.Builder attributes, string name) =>
        attributes.TryGetValue(name, out var value) ? value.Text : null;

    private void Read(JsonElement container, AttributeRow row, AttributeMap<AttributeValue>.Builder attributes)
    {
        if (row.Path.FilterBy is not null || row.IsKeyed)
        {
            foreach (var (name, found) in row.Path.FilterBy is null ? Members(container, row) : Filtered(container, row))
            {
                // Of two numbers of one type the first counts.
                if (!attributes.ContainsKey(name))
                {
                    attributes.Set(name, found);
                }
            }

            return;
        }

        var value = _values.Read(container, row, Whole);
        if (!value.IsEmpty)
        {
            attributes.Set(row.Name, value);
        }
    }

    private static AttributeValue Whole(JsonElement container, AttributeRow row) => row.Type switch
    {
        AttributeType.Names => AttributeValue.Of(Entries(container, row.Path, rating: null)),
        AttributeType.Ratings => AttributeValue.Of(Entries(container, row.Path, row.Rating)),
        _ => Scalar(Sub(container, row.Path), row.Type),
    };

    /// <summary>The elements of a list that are told apart by one of their sub-attributes.</summary>
    private IEnumerable<(string Name, AttributeValue Value)> Filtered(JsonElement container, AttributeRow row)
    {
        foreach (var element in Elements(container))
        {
            var found = Scalar(Sub(element, row.Path), row.Type);
            if (!found.IsEmpty && ResourceJson.Member(element, row.Path.FilterBy!) is { } filter && _names.Read(filter, row, Name) is { Length: > 0 } name)
            {
                yield return (name, found);
            }
        }
    }

    /// <summary>The members of an object, each a key.</summary>
    private IEnumerable<(string Name, AttributeValue Value)> Members(JsonElement container, AttributeRow row)
    {
        foreach (var member in container.ValueKind == JsonValueKind.Object ? container.EnumerateObject() : default)
        {
            var found = Scalar(member.Value, row.Type);
            if (!found.IsEmpty && Known(row, Key(member.Name, row.Path.SubAttribute!)) is { } name)
            {
                yield return (name, found);
            }
        }
    }

    /// <summary>
    /// The attribute that an element of a multi-valued attribute is, by what tells it from the others; "" when no attribute is
    /// meant by it.
    /// </summary>
    private string Name(JsonElement filter, AttributeRow row)
    {
        if (ResourceJson.Text(filter) is not { } actual)
        {
            return "";
        }

        if (!row.IsKeyed)
        {
            return string.Equals(actual, row.Path.FilterValue, StringComparison.OrdinalIgnoreCase) ? row.Name : "";
        }

        return row.ReservedKeyPrefixes.Any(prefix => actual.StartsWith(prefix, StringComparison.Ordinal))
            ? "" : Known(row, Key(actual, row.Path.FilterValue!)) ?? "";
    }

    /// <summary>The attribute with a key; null when there is none, or when the key is an attribute of another name.</summary>
    private string? Known(AttributeRow row, string? key)
    {
        if (key is null || dialect.OwnerOf(row, key) is not null)
        {
            return null;
        }

        var known = row.Keys.IsEmpty ? key
            : row.Keys.FirstOrDefault(one => string.Equals(one, key, StringComparison.OrdinalIgnoreCase));
        // A name may be mapped to another key, and what stands under its own is then nobody's.
        return known is not null && row.NameOf(known) is var name && ReferenceEquals(dialect.Find(name), row) ? name : null;
    }

    /// <summary>What stands in place of <c>{key}</c>; null when the text is not of that form.</summary>
    private static string? Key(string actual, string template)
    {
        var parts = template.Split("{key}", 2);
        return parts.Length == 2 && actual.Length > parts[0].Length + parts[1].Length
            && actual.StartsWith(parts[0], StringComparison.Ordinal) && actual.EndsWith(parts[1], StringComparison.Ordinal)
                ? actual[parts[0].Length..^parts[1].Length] : null;
    }

    private static IEnumerable<Entry> Entries(JsonElement container, ScimPath path, string? rating)
    {
        foreach (var element in Elements(container))
        {
            if (Scalar(Sub(element, path), AttributeType.Text).Text is { } name)
            {
                yield return new(name, rating is null ? null : Rating(element, rating));
            }
        }
    }

    private static string? Rating(JsonElement element, string name) =>
        decimal.TryParse(ResourceJson.Text(element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("0.############", CultureInfo.InvariantCulture) : null;

    /// <summary>Tolerates a single element where an array belongs.</summary>
    private static IEnumerable<JsonElement> Elements(JsonElement container) => container.ValueKind switch
    {
        JsonValueKind.Array => container.EnumerateArray(),
        JsonValueKind.Null or JsonValueKind.Undefined => [],
        _ => [container],
    };

    /// <summary>The sub-attribute of an object; tolerates a plain text in its place.</summary>
    private static JsonElement? Sub(JsonElement element, ScimPath path) => element.ValueKind == JsonValueKind.Object
        ? ResourceJson.Member(element, path.SubAttribute ?? "value")
        : element;

    private static AttributeValue Scalar(JsonElement? element, AttributeType type)
    {
        var text = element is { } found ? ResourceJson.Text(found) : null;
        return type == AttributeType.Boolean && bool.TryParse(text, out var flag)
            ? AttributeValue.Of(flag) : AttributeValue.Of(text);
    }
}

/// <summary>What users and groups have in common, and groups.</summary>
internal static class ResourceJson
{
    /// <exception cref="FormatException">It has no id or no displayName.</exception>
    public static ActualGroup Group(JsonElement group) => new(
        Id(group),
        Version(group),
        Text(group, "displayName") ?? throw new FormatException("a group without displayName"),
        Member(group, "members") is { ValueKind: JsonValueKind.Array } members
            ? members.EnumerateArray()
                .Select(member => member.ValueKind == JsonValueKind.Object ? Text(member, "value") : Text(member))
                .OfType<string>().ToFrozenSet(StringComparer.Ordinal)
            : []);

    /// <exception cref="FormatException">There is none, or one that would name another resource in a URL.</exception>
    public static string Id(JsonElement resource) => Text(resource, "id") is { } id and not ("" or "." or "..")
        ? id : throw new FormatException("an entry without id");

    /// <summary><c>meta.version</c> without its quotes; a weak one as it is.</summary>
    public static string? Version(JsonElement resource) =>
        Member(resource, "meta") is { } meta && Text(meta, "version") is { Length: > 0 } version
            ? version is ['"', .. var bare, '"'] ? bare : version
            : null;

    public static JsonElement? Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var member)
        && member.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? member : null;

    public static string? Text(JsonElement owner, string name) => Member(owner, name) is { } member ? Text(member) : null;

    /// <summary>A scalar as text: some servers give ids and versions as numbers.</summary>
    public static string? Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
