using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenesysScimState.Emulator.Protocol;

/// <summary>Reads JSON of which every part can be used: no name twice in an object, no text that is not Unicode.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <exception cref="JsonException">Not valid JSON; line and byte position are given where they are known.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> text)
    {
        try
        {
            var node = JsonNode.Parse(text.StartsWith(Encoding.UTF8.Preamble) ? text[3..] : text, null, Options);
            Decode(node);
            return node;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    /// <summary>The parser leaves texts encoded until they are read; a bad one should not wait until then.</summary>
    private static void Decode(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, value) in members)
                {
                    Decode(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Decode(item);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                value.GetValue<string>();
                break;
        }
    }
}
