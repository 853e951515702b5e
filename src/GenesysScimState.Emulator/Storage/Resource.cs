using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenesysScimState.Emulator.Storage;

/// <summary>
/// One version of a user or group. Never changed: a write makes the next one. Its attributes are what is stored, in their
/// canonical form, without what is computed when shown (id, meta, mirrors, a user's groups). They are kept as JSON text: a
/// tree of nodes is ten times its size, and whoever asks wants one of his own.
/// </summary>
internal sealed class Resource
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>When a resource that does not say so last changed: fixed, so that a seed always reads the same.</summary>
    private static readonly DateTimeOffset Unrecorded = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly byte[] _attributes;

    public Resource(string id, int version, DateTimeOffset lastModified, JsonObject attributes, bool isDeleted = false)
    {
        (Id, Version, LastModified, Created, IsDeleted) = (id, version, lastModified, lastModified, isDeleted);
        IsActive = (bool?)attributes["active"] is true;
        _attributes = Text(attributes);
    }

    /// <summary>As a file shows it, with its meta as far as it has one.</summary>
    public Resource(JsonObject shown, JsonObject attributes, bool isDeleted)
        : this((string)shown["id"]!, VersionOf(shown), TimeOf(shown, "lastModified") ?? Unrecorded, attributes, isDeleted) =>
        Created = TimeOf(shown, "created") ?? LastModified;

    public string Id { get; }

    public int Version { get; }

    public DateTimeOffset LastModified { get; }

    /// <summary>When the first version was made; as far as nobody says otherwise, when this one was.</summary>
    public DateTimeOffset Created { get; init; }

    public bool IsDeleted { get; }

    public bool IsActive { get; }

    /// <summary>Its lines in the data file, made once a version.</summary>
    public byte[]? FileText { get; set; }

    /// <summary>A copy, the caller's to change.</summary>
    public JsonObject Attributes() => JsonNode.Parse(_attributes)!.AsObject();

    /// <summary>A text of the core schema, without making a tree; null when there is none.</summary>
    public string? Text(string name)
    {
        var reader = new Utf8JsonReader(_attributes);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMeant = reader.ValueTextEquals(name);
            reader.Read();
            if (isMeant)
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }

    public string? Text(string schema, string name) => (string?)(Attributes()[schema] as JsonObject)?[name];

    public Resource Next(JsonObject attributes, DateTimeOffset now, bool isDeleted = false) =>
        new(Id, Version + 1, now, attributes, isDeleted) { Created = Created };

    /// <summary>The same version with something added that is no change.</summary>
    public Resource With(JsonObject attributes) => new(Id, Version, LastModified, attributes, IsDeleted) { Created = Created };

    /// <summary>1 where a file does not say.</summary>
    public static int VersionOf(JsonObject shown) => int.TryParse(
        DataReader.Text(shown["meta"] as JsonObject, "version")?.TrimStart('W', '/').Trim('"'),
        NumberStyles.None,
        CultureInfo.InvariantCulture,
        out var version) ? version : 1;

    private static DateTimeOffset? TimeOf(JsonObject shown, string name) => DateTimeOffset.TryParse(
        DataReader.Text(shown["meta"] as JsonObject, name),
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal,
        out var time) ? time : null;

    private static byte[] Text(JsonObject attributes)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, Compact))
        {
            attributes.WriteTo(writer);
        }

        return text.WrittenSpan.ToArray();
    }
}
