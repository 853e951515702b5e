using System.Text.Json.Nodes;

namespace GenesysScimState.Emulator.Storage;

/// <summary>
/// One version of a user or group. Never changed: a write makes the next one. <see cref="Attributes"/> holds what is
/// stored, in its canonical form, without what is computed when shown (id, meta, mirrors, a user's groups).
/// </summary>
internal sealed record Resource(
    string Id,
    int Version,
    DateTimeOffset LastModified,
    JsonObject Attributes,
    bool IsDeleted = false)
{
    /// <summary>When the first version was made; as far as nobody says otherwise, when this one was.</summary>
    public DateTimeOffset Created { get; init; } = LastModified;

    /// <summary>Its lines in the data file, made once a version.</summary>
    public byte[]? FileText { get; set; }

    public bool IsActive => (bool?)Attributes["active"] is true;

    public string? Text(string name) => (string?)Attributes[name];

    public string? Text(string schema, string name) => (string?)(Attributes[schema] as JsonObject)?[name];

    public Resource Next(JsonObject attributes, DateTimeOffset now, bool isDeleted = false) =>
        this with
        {
            Version = Version + 1,
            LastModified = now,
            Attributes = attributes,
            IsDeleted = isDeleted,
            FileText = null,
        };
}
