using System.Collections.ObjectModel;
using System.Text.Json;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Scim;

/// <summary>What users and groups have in common, and groups.</summary>
internal static class ResourceJson
{
    /// <param name="ids">Of everybody who came before.</param>
    /// <exception cref="FormatException">It has no id or no displayName.</exception>
    public static ActualGroup Group(JsonElement group, KnownIds ids) => new(
        Id(group),
        Version(group),
        Text(group, "displayName") ?? throw new FormatException("a group without displayName"),
        Member(group, "members") is { ValueKind: JsonValueKind.Array } members ? Members(members, ids) : []);

    private static ReadOnlySet<string> Members(JsonElement members, KnownIds ids)
    {
        var found = new HashSet<string>(members.GetArrayLength(), StringComparer.Ordinal);
        foreach (var member in members.EnumerateArray())
        {
            if ((member.ValueKind == JsonValueKind.Object ? Member(member, "value"u8) : member) is { } id && ids.Read(id) is { } text)
            {
                found.Add(text);
            }
        }

        return new(found);
    }

    /// <exception cref="FormatException">There is none, or one that would name another resource in a URL.</exception>
    public static string Id(JsonElement resource) => Text(resource, "id") is { } id and not ("" or "." or "..")
        ? id : throw new FormatException("an entry without id");

    /// <summary><c>meta.version</c> without its quotes; a weak one as it is.</summary>
    public static string? Version(JsonElement resource) =>
        Member(resource, "meta") is { } meta && Text(meta, "version") is { Length: > 0 } version
            ? version is ['"', .. var bare, '"'] ? bare : version
            : null;

    public static JsonElement? Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var member)
        && member.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? member : null;

    /// <param name="name">In UTF-8, for what is asked for often.</param>
    public static JsonElement? Member(JsonElement owner, ReadOnlySpan<byte> name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var member)
        && member.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? member : null;

    public static string? Text(JsonElement owner, string name) => Member(owner, name) is { } member ? Text(member) : null;

    /// <summary>A scalar as text: some servers give ids and versions as numbers.</summary>
    public static string? Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
