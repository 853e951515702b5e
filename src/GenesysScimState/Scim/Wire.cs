using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Scim;

/// <summary>Values of attributes as the server takes them; what creating and patching have in common.</summary>
internal static class Wire
{
    /// <summary>A member of a group, by its id.</summary>
    public static ScimPath Members { get; } = new(null, "members", "value", "{key}");

    /// <summary>The attributes that may be written, with their row and, of a keyed one, the key.</summary>
    /// <exception cref="ArgumentException">A name that the dialect does not have. The planner never makes one.</exception>
    public static IEnumerable<(AttributeRow Row, string? Key, AttributeChange Attribute)> Rows(
        IEnumerable<AttributeChange> attributes, Dialect dialect)
    {
        foreach (var attribute in attributes)
        {
            var row = dialect.Find(attribute.Name)
                ?? throw new ArgumentException($"the dialect {dialect.Name} has no attribute {attribute.Name}", nameof(attributes));
            if (row.Mutability != Mutability.ReadOnly)
            {
                yield return (row, row.KeyOf(attribute.Name), attribute);
            }
        }
    }

    /// <summary>A scalar: booleans as JSON booleans, people by their id, all else as text.</summary>
    /// <exception cref="ArgumentException">A person without an id. The applier never sends one.</exception>
    public static JsonNode Scalar(AttributeRow row, AttributeValue value, IReadOnlyDictionary<string, string> ids) =>
        row.Type switch
        {
            AttributeType.Boolean => JsonValue.Create(value.Equals(AttributeValue.True)),
            AttributeType.Person => JsonValue.Create(Id(value.Text!, ids)),
            _ => JsonValue.Create(value.Text!),
        };

    /// <summary>
    /// An element of a multi-valued attribute with what tells it from the others: <c>{"type": "mobile", "value": "+1…"}</c>.
    /// </summary>
    public static JsonObject Element(
        AttributeRow row, string? key, AttributeValue value, IReadOnlyDictionary<string, string> ids)
    {
        var element = new JsonObject
        {
            [row.Path.FilterBy!] = row.Path.FiltersByBoolean
                ? JsonValue.Create(row.Path.FilterValue == "true")
                : JsonValue.Create(row.Path.FilterValue!.Replace("{key}", key, StringComparison.Ordinal)),
            [row.Path.SubAttribute ?? "value"] = Scalar(row, value, ids),
        };
        if (row.IsPrimary)
        {
            element["primary"] = true;
        }

        return element;
    }

    /// <summary>Names or ratings, all of them: <c>[{"name": "Billing", "proficiency": 4}]</c>.</summary>
    public static JsonArray Elements(AttributeRow row, AttributeValue value) =>
        new([.. value.Entries.Select(entry => Entry(row, entry))]);

    /// <summary>Members by their ids: <c>[{"value": "id"}]</c>.</summary>
    public static JsonArray Values(IEnumerable<string> ids) => new([.. ids.Select(id => new JsonObject { ["value"] = id })]);

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    /// <summary>The plan's id says who is meant; a userName may by now belong to somebody else.</summary>
    public static string Id(Person person, IReadOnlyDictionary<string, string> ids) => person.Id ?? Id(person.UserName, ids);

    public static string Id(string userName, IReadOnlyDictionary<string, string> ids) =>
        ids.TryGetValue(userName, out var id) ? id : throw new ArgumentException($"no id for {userName}", nameof(ids));

    /// <summary>UTF-8, indented by nothing; only what JSON itself wants is escaped.</summary>
    public static byte[] Bytes(JsonObject body)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            body.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static JsonObject Entry(AttributeRow row, Entry entry)
    {
        var element = new JsonObject { [row.Path.SubAttribute ?? "value"] = entry.Name };
        if (entry.Rating is not null)
        {
            element[row.Rating] = JsonValue.Create(decimal.Parse(entry.Rating, CultureInfo.InvariantCulture));
        }

        return element;
    }
}
