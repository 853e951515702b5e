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

    /// <summary>Pages are read side by side, each by one thread: the same maker knows the names of the user before.</summary>
    [ThreadStatic]
    private static AttributeMap<AttributeValue>.Builder? _maker;

    /// <summary>Of users, and of the members of groups.</summary>
    public KnownIds Ids { get; } = new();

    /// <param name="assumedActive">Of a user that does not say: the listing it was found in.</param>
    /// <exception cref="FormatException">It has no id or no userName.</exception>
    public ActualUser Read(JsonElement user, bool assumedActive)
    {
        ResourceJson.Typed(user, "User", "Group");
        // One that was left in the middle of a user who is none is not used again.
        var attributes = _maker ?? new();
        _maker = null;
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

        var read = new ActualUser(
            Ids.Keep(ResourceJson.Id(user)), ResourceJson.Version(user), userName,
            Text(attributes, "externalId"), active.Equals(AttributeValue.True), attributes.Drain());
        _maker = attributes;
        return read;
    }

    private static string? Text(AttributeMap<AttributeValue>.Builder attributes, string name) =>
        attributes.TryGetValue(name, out var value) ? value.Text : null;

    private void Read(JsonElement container, AttributeRow row, AttributeMap<AttributeValue>.Builder attributes)
    {
        if (row.Path.FilterBy is not null)
        {
            foreach (var element in Elements(container))
            {
                Filtered(element, row, attributes);
            }

            return;
        }

        if (row.IsKeyed)
        {
            Members(container, row, attributes);
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

    /// <summary>
    /// An element of a list that is told from the others by one of its sub-attributes. A server may have two of one name, such
    /// as two <c>work</c> numbers: both are shown, because a write of the attribute changes both.
    /// </summary>
    private void Filtered(JsonElement element, AttributeRow row, AttributeMap<AttributeValue>.Builder attributes)
    {
        var found = Scalar(Sub(element, row.Path), row.Type);
        if (!found.IsEmpty && ResourceJson.Member(element, row.Path.FilterBy!) is { } filter
            && _names.Read(filter, row, Name) is { Length: > 0 } name)
        {
            attributes.Set(name, !attributes.TryGetValue(name, out var others) || others.Equals(found)
                ? found : AttributeValue.Of(others.Entries.Concat(found.Entries)));
        }
    }

    /// <summary>The members of an object, each a key.</summary>
    private void Members(JsonElement container, AttributeRow row, AttributeMap<AttributeValue>.Builder attributes)
    {
        foreach (var member in container.ValueKind == JsonValueKind.Object ? container.EnumerateObject() : default)
        {
            var found = Scalar(member.Value, row.Type);
            if (!found.IsEmpty && Known(row, Key(member.Name, row.Path.SubAttribute!)) is { } name && !attributes.ContainsKey(name))
            {
                attributes.Set(name, found);
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

    /// <exception cref="FormatException">It is a list or an object that is not empty, or no boolean where one belongs.</exception>
    private static AttributeValue Scalar(JsonElement? element, AttributeType type)
    {
        if (element is not { } found)
        {
            return AttributeValue.Empty;
        }

        var text = ResourceJson.Text(found);
        if (text is null)
        {
            return IsEmpty(found) ? AttributeValue.Empty : throw new FormatException("a list or an object where a single value belongs");
        }

        return type != AttributeType.Boolean ? AttributeValue.Of(text)
            : bool.TryParse(text, out var flag) ? AttributeValue.Of(flag)
            : throw new FormatException($"\"{text}\" where true or false belongs");
    }

    private static bool IsEmpty(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.GetArrayLength() == 0,
        JsonValueKind.Object => !element.EnumerateObject().MoveNext(),
        _ => true,
    };
}
