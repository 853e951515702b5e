using System.Globalization;
using System.Text.Json;

namespace GenesysScimState.Scim;

/// <summary>
/// What is around the entries of a listing (RFC 7644 §3.4.2). Names are compared without regard to case (RFC 7643 §2.1), a
/// total may be a text, and <c>Resources</c> may be missing where there are none.
/// </summary>
internal sealed class ListEnvelope
{
    private const string ListResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    /// <exception cref="FormatException">It is not a listing.</exception>
    public ListEnvelope(JsonElement root)
    {
        (Total, Resources) = (TotalOf(root), ArrayOf(root));
        NextCursor = Member(root, "nextCursor") is { ValueKind: JsonValueKind.String } cursor && cursor.GetString() is { Length: > 0 } text ? text : null;
        var isListing = Total is not null || Length > 0 || (Resources is not null && Names(root));
        if (!isListing)
        {
            throw new FormatException("no totalResults");
        }
    }

    /// <summary><c>totalResults</c>; null when it is missing.</summary>
    public int? Total { get; }

    public JsonElement? Resources { get; }

    public string? NextCursor { get; }

    public int Length => Resources is { } array ? array.GetArrayLength() : 0;

    private static int? TotalOf(JsonElement root)
    {
        if (Member(root, "totalResults") is not { } total)
        {
            return null;
        }

        return int.TryParse(ResourceJson.Text(total), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw new FormatException("totalResults is not a number");
    }

    private static JsonElement? ArrayOf(JsonElement root) => Member(root, "Resources") is not { } found ? null
        : found.ValueKind == JsonValueKind.Array ? found : throw new FormatException("Resources is not a list");

    /// <summary>Whether an empty answer without a total names itself a listing.</summary>
    private static bool Names(JsonElement root) => Member(root, "schemas") is { ValueKind: JsonValueKind.Array } schemas
        && schemas.EnumerateArray().Any(schema => string.Equals(ResourceJson.Text(schema), ListResponse, StringComparison.OrdinalIgnoreCase));

    private static JsonElement? Member(JsonElement root, string name)
    {
        if (ResourceJson.Member(root, name) is { } exact)
        {
            return exact;
        }

        foreach (var member in root.EnumerateObject())
        {
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind != JsonValueKind.Null)
            {
                return member.Value;
            }
        }

        return null;
    }
}
