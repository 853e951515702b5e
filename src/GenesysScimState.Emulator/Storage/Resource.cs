using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Schema;

namespace GenesysScimState.Emulator.Storage;

/// <summary>
/// One version of a user or group. Never changed: a write makes the next one. Its attributes are what is stored, in their
/// canonical form, without what is computed when shown (id, meta, mirrors, a user's groups). They are kept as JSON text: a
/// tree of nodes is ten times its size, and whoever asks wants one of his own.
/// </summary>
internal sealed class Resource
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ImmutableSortedSet<string> NoMembers = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>When a resource that does not say so last changed: fixed, so that a seed always reads the same.</summary>
    private static readonly DateTimeOffset Unrecorded = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All but the members, which are many.</summary>
    private readonly byte[] _attributes;

    public Resource(string id, int version, DateTimeOffset lastModified, JsonObject attributes, bool isDeleted = false)
    {
        (Id, Version, LastModified, Created, IsDeleted) = (id, version, lastModified, lastModified, isDeleted);
        IsActive = (bool?)attributes["active"] is not false;
        if (attributes["members"] is JsonArray members)
        {
            Members = NoMembers.Union(members.Select(member => (string)member!["value"]!));
            attributes.Remove("members");
            _attributes = Text(attributes);
            attributes["members"] = members;
        }
        else
        {
            _attributes = Text(attributes);
        }
    }

    private Resource(Resource former, ImmutableSortedSet<string> members, DateTimeOffset now)
    {
        (Id, Version, LastModified, Created) = (former.Id, former.Version + 1, now, former.Created);
        (IsActive, _attributes, Members) = (former.IsActive, former._attributes, members);
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

    /// <summary>The users of a group, or the groups of a user that names them; by id.</summary>
    public ImmutableSortedSet<string> Members { get; } = NoMembers;

    /// <summary>
    /// What a change of members added and removed, so that a large group need not be compared whole. Null: not known.
    /// </summary>
    public (IReadOnlyCollection<string> Added, IReadOnlyCollection<string> Removed)? Change { get; private init; }

    /// <summary>Its lines in the data file, made once a version.</summary>
    public byte[]? FileText { get; set; }

    /// <summary>A copy, the caller's to change.</summary>
    public JsonObject Attributes()
    {
        var attributes = AttributesWithoutMembers();
        if (Members.Count > 0)
        {
            attributes["members"] = new JsonArray([.. Members.Select(id => (JsonNode)new JsonObject { ["value"] = id })]);
        }

        return attributes;
    }

    /// <summary>The same without members, which costs the same however many there are.</summary>
    public JsonObject AttributesWithoutMembers() => JsonNode.Parse(_attributes)!.AsObject();

    /// <summary>The next version, which differs in its members only.</summary>
    public Resource NextWithMembers(
        IReadOnlyCollection<string> added, IReadOnlyCollection<string> removed, DateTimeOffset now) =>
        new(this, Members.Union(added).Except(removed), now) { Change = (added, removed) };

    /// <summary>A text of the core schema, without making a tree; null when there is none.</summary>
    public string? Text(string name)
    {
        var reader = new Utf8JsonReader(_attributes);
        return SeekProperty(ref reader, name) && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    public string? Text(string schema, string name)
    {
        var reader = new Utf8JsonReader(_attributes);
        return SeekProperty(ref reader, schema) && reader.TokenType == JsonTokenType.StartObject
            && SeekProperty(ref reader, name) && reader.TokenType == JsonTokenType.String
                ? reader.GetString()
                : null;
    }

    public string? EmployeeNumber() => Text(UserSchemas.Enterprise.Urn, "employeeNumber");

    /// <summary>The addresses among the e-mails.</summary>
    public IReadOnlyList<string> Mails()
    {
        var reader = new Utf8JsonReader(_attributes);
        if (!SeekProperty(ref reader, "emails") || reader.TokenType != JsonTokenType.StartArray)
        {
            return [];
        }

        var mails = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var depth = reader.CurrentDepth;
            while (reader.Read() && !(reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth))
            {
                var isValue = reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("value");
                reader.Read();
                if (isValue && reader.TokenType == JsonTokenType.String)
                {
                    mails.Add(reader.GetString()!);
                }
            }
        }

        return mails;
    }

    /// <summary>From the beginning of an object to the value of one of its properties.</summary>
    private static bool SeekProperty(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType == JsonTokenType.None)
        {
            reader.Read();
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMeant = reader.ValueTextEquals(name);
            reader.Read();
            if (isMeant)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

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
