using System.Text.Json;
using System.Text.Unicode;

namespace GenesysScimState.Core.Model;

/// <summary>JSON from elsewhere, a server or an edited log, of which every text can be read.</summary>
public static class WholeJson
{
    /// <summary>
    /// The parser takes half a character for text (RFC 8259 §8.2 leaves open what it means) and fails only when it is read,
    /// far from here; so it is looked for at once.
    /// </summary>
    /// <exception cref="JsonException">It is not JSON, or holds half a character. The caller disposes the document.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            throw new JsonException("not UTF-8");
        }

        var document = JsonDocument.Parse(body);
        try
        {
            ReadEscaped(body.Span);
            return document;
        }
        catch (InvalidOperationException exception)
        {
            document.Dispose();
            throw new JsonException("half a character", exception);
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
