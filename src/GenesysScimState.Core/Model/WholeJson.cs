using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace GenesysScimState.Core.Model;

/// <summary>
/// JSON from elsewhere, a server or an edited log: every text can be read, and no object has a key twice, because readers
/// differ in which of the two counts (RFC 8259 §4).
/// </summary>
public static class WholeJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>
    /// The parser takes half a character for text (RFC 8259 §8.2 leaves open what it means) and fails only when it is read,
    /// far from here; so it is looked for at once.
    /// </summary>
    /// <exception cref="JsonException">
    /// It is not JSON, holds half a character, or an object with a key twice (<see cref="HasDuplicateKey"/>). The caller
    /// disposes the document.
    /// </exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            throw new JsonException("not UTF-8");
        }

        JsonDocument? document = null;
        try
        {
            ReadEscaped(body.Span);
            document = JsonDocument.Parse(body, Strict);
            return document;
        }
        catch (InvalidOperationException exception)
        {
            document?.Dispose();
            throw new JsonException("half a character", exception);
        }
    }

    /// <summary>An object of its own, which may be changed.</summary>
    /// <returns>Null when the JSON is not an object.</returns>
    /// <exception cref="JsonException">As for <see cref="Parse"/>.</exception>
    public static JsonObject? ParseObject(ReadOnlyMemory<byte> body)
    {
        using var document = Parse(body);
        return document.RootElement.ValueKind == JsonValueKind.Object ? JsonObject.Create(document.RootElement.Clone()) : null;
    }

    /// <summary>Whether a key that stands twice in an object is what <see cref="Parse"/> refuses.</summary>
    public static bool HasDuplicateKey(ReadOnlyMemory<byte> body)
    {
        try
        {
            JsonDocument.Parse(body).Dispose();
        }
        catch (JsonException)
        {
            return false;
        }

        try
        {
            JsonDocument.Parse(body, Strict).Dispose();
            return false;
        }
        catch (JsonException)
        {
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void ReadEscaped(ReadOnlySpan<byte> json)
    {
        // Only what is written as its number can be half a character.
        if (json.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.ValueIsEscaped)
            {
                reader.GetString();
            }
        }
    }
}
