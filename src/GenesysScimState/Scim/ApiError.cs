using System.Text.Json;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Scim;

/// <summary>
/// What a server says when it refuses, whichever form it uses: OAuth's error (RFC 6749 §5.2), the platform's ErrorBody, SCIM's
/// Error (RFC 7644 §3.12), problem details (RFC 9457), plain text, HTML or nothing. The status is HTTP's own.
/// </summary>
/// <param name="Code"><c>scimType</c>, <c>code</c> or <c>error</c>.</param>
/// <param name="Message">The server's words, neither cut nor made safe to show yet.</param>
/// <param name="ContextId">The platform's <c>contextId</c>, which is the correlation id.</param>
internal sealed record ApiError(string? Code, string? Message, string? ContextId)
{
    private static readonly string[] Codes = ["scimType", "code", "error"];
    private static readonly string[] Messages = ["detail", "message", "error_description", "description", "title"];

    public static ApiError Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = WholeJson.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? OfObject(document.RootElement)
                : new(null, document.RootElement.GetRawText(), null);
        }
        catch (JsonException)
        {
            return new(null, OfText(System.Text.Encoding.UTF8.GetString(body.Span).Trim()), null);
        }
    }

    private static ApiError OfObject(JsonElement error) => new(
        Codes.Select(name => Text(error, name)).FirstOrDefault(text => text is not null),
        Messages.Select(name => Text(error, name)).FirstOrDefault(text => text is not null),
        Text(error, "contextId"));

    /// <summary>A text; of an array its texts. Some servers give <c>detail</c> as an array.</summary>
    private static string? Text(JsonElement error, string name)
    {
        if (!error.TryGetProperty(name, out var value))
        {
            return null;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Array or JsonValueKind.Object => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private static string? OfText(string text)
    {
        if (!text.StartsWith('<'))
        {
            return text.Length == 0 ? null : text;
        }

        var start = text.IndexOf("<title>", StringComparison.OrdinalIgnoreCase);
        var end = text.IndexOf("</title>", StringComparison.OrdinalIgnoreCase);
        return start >= 0 && end > start ? text[(start + "<title>".Length)..end].Trim() : "an HTML page";
    }
}
