using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenesysScimState.Emulator.Protocol;

/// <summary>Makes responses.</summary>
internal static class Replies
{
    public const string ScimJson = "application/scim+json";
    public const string PlainJson = "application/json";

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static EmulatorResponse Empty(int status) => new(status, [], ReadOnlyMemory<byte>.Empty);

    public static EmulatorResponse Json(int status, JsonNode body, string contentType)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Compact))
        {
            body.WriteTo(writer);
        }

        return new(status, [new("Content-Type", contentType)], stream.ToArray());
    }
}
