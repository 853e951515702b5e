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
        Members(Typed(group, "Group", "User"), ids));

    /// <summary>The ids of the members of a group, or of the groups of a user; one that stands without a list counts too.</summary>
    /// <exception cref="FormatException">A member has no id, so that it cannot be said who is in it.</exception>
    public static ReadOnlySet<string> Members(JsonElement owner, KnownIds? ids = null)
    {
        if (Member(owner, "members"u8) is not { } members)
        {
            return ReadOnlySet<string>.Empty;
        }

        ids ??= new();
        if (members.ValueKind == JsonValueKind.Object)
        {
            return new(new HashSet<string>(StringComparer.Ordinal) { IdOf(members, ids) });
        }

        if (members.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("members are not a list");
        }

        var found = new HashSet<string>(members.GetArrayLength(), StringComparer.Ordinal);
        foreach (var member in members.EnumerateArray())
        {
            if (member.ValueKind != JsonValueKind.Null)
            {
                found.Add(IdOf(member, ids));
            }
        }

        return new(found);
    }

    private static string IdOf(JsonElement member, KnownIds ids) =>
        (member.ValueKind == JsonValueKind.Object ? Member(member, "value"u8) : member) is { } id
        && id.ValueKind is JsonValueKind.String or JsonValueKind.Number && ids.Read(id) is { Length: > 0 } text
            ? text : throw new FormatException("a member without value");

    /// <summary>Refuses a resource that says that it is of the other type.</summary>
    /// <exception cref="FormatException">It does.</exception>
    public static JsonElement Typed(JsonElement resource, string type, string other)
    {
        var isOther = Member(resource, "meta"u8) is { } meta
            && Member(meta, "resourceType"u8) is { ValueKind: JsonValueKind.String } named && named.ValueEquals(other);
        if (Member(resource, "schemas"u8) is { ValueKind: JsonValueKind.Array } schemas)
        {
            var (own, theirs) = (false, false);
            foreach (var schema in schemas.EnumerateArray())
            {
                own |= IsCore(schema, type);
                theirs |= IsCore(schema, other);
            }

            isOther |= theirs && !own;
        }

        return isOther ? throw new FormatException($"a {other} in place of a {type}") : resource;

        static bool IsCore(JsonElement schema, string type) => schema.ValueKind == JsonValueKind.String
            && schema.ValueEquals(type == "User" ? "urn:ietf:params:scim:schemas:core:2.0:User"u8 : "urn:ietf:params:scim:schemas:core:2.0:Group"u8);
    }

    /// <exception cref="FormatException">There is none, one that is neither text nor number, or one that would name another resource in a URL.</exception>
    public static string Id(JsonElement resource) =>
        Member(resource, "id"u8) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } found && Text(found) is { } id and not ("" or "." or "..")
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
