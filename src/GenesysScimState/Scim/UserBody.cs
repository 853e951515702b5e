using System.Text.Json.Nodes;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Scim;

/// <summary>
/// A whole user for a PUT (RFC 7644 §3.5.1): as the server shows him, with a change in it. What the change is not about stays
/// as it is, whether the dialect knows it or not; only <c>meta</c>, which is the server's, is left out.
/// </summary>
internal static class UserBody
{
    /// <param name="user">As read; changed.</param>
    /// <param name="ids">The organization's id of each person the change refers to, by userName.</param>
    public static byte[] With(JsonObject user, Change change, Dialect dialect, IReadOnlyDictionary<string, string> ids)
    {
        user.Remove("meta");
        foreach (var (row, key, attribute) in Wire.Rows(Comparison.Written(change), dialect))
        {
            Set(user, row, key, attribute.After, ids);
        }

        foreach (var row in dialect.Attributes.Where(row => row.Origin is { IsSame: true }))
        {
            FollowOrigin(user, row, change, dialect, ids);
        }

        foreach (var group in change.Along)
        {
            Join(user, group.Id!, dialect);
        }

        foreach (var schema in dialect.UserSchemas)
        {
            AddSchema(user, schema);
        }

        return Wire.Bytes(user);
    }

    /// <summary>With some memberships more or fewer; the others stay.</summary>
    public static byte[] With(JsonObject user, IEnumerable<Change> memberships, Dialect dialect)
    {
        user.Remove("meta");
        foreach (var change in memberships)
        {
            if (change.Operation == Operation.AddMembers)
            {
                Join(user, change.Id!, dialect);
            }
            else
            {
                Remove(user, "members", "value", change.Id!);
            }
        }

        return Wire.Bytes(user);
    }

    /// <summary>A group as a member of another kind: <c>[{"value": id, "$ref": ".../Groups/id"}]</c>.</summary>
    public static JsonArray Memberships(IEnumerable<string> groupIds, Dialect dialect) =>
        new([.. groupIds.Select(id => Membership(id, dialect))]);

    public static void AddSchema(JsonObject resource, string schema)
    {
        if (resource["schemas"] is not JsonArray schemas)
        {
            resource["schemas"] = schemas = [];
        }

        if (!schemas.Any(known => Text(known) is { } text && text.Equals(schema, StringComparison.OrdinalIgnoreCase)))
        {
            schemas.Add((JsonNode)JsonValue.Create(schema));
        }
    }

    /// <summary>Takes the elements out of a list whose sub-attribute has that value.</summary>
    public static void Remove(JsonObject owner, string list, string sub, string value)
    {
        if (owner[list] is JsonArray elements)
        {
            for (var index = elements.Count - 1; index >= 0; index--)
            {
                if (IsMeant(elements[index], sub, value))
                {
                    elements.RemoveAt(index);
                }
            }
        }
    }

    public static bool IsMeant(JsonNode? element, string sub, string value) =>
        string.Equals(Text(element is JsonObject found ? found[sub] : element), value, StringComparison.OrdinalIgnoreCase);

    private static JsonObject Membership(string groupId, Dialect dialect) => new()
    {
        ["value"] = groupId,
        ["$ref"] = $"{dialect.Paths.Base}/{ScimUrl.Of(dialect.Paths.Groups, groupId)}",
    };

    private static void Join(JsonObject user, string groupId, Dialect dialect)
    {
        if (user["members"] is not JsonArray members)
        {
            user["members"] = members = [];
        }

        if (!members.Any(member => IsMeant(member, "value", groupId)))
        {
            members.Add((JsonNode)Membership(groupId, dialect));
        }
    }

    /// <summary>What must be the same as an attribute that changes here changes with it, where it is there at all.</summary>
    private static void FollowOrigin(
        JsonObject user, AttributeRow row, Change change, Dialect dialect, IReadOnlyDictionary<string, string> ids)
    {
        if (change.Of(row.Origin!.Attribute) is { } origin && change.Of(row.Name) is null
            && user[row.Path.Schema ?? row.Path.Attribute] is not null)
        {
            Set(user, row, null, origin.After, ids);
        }
    }

    private static void Set(
        JsonObject user, AttributeRow row, string? key, AttributeValue value, IReadOnlyDictionary<string, string> ids)
    {
        var path = row.Path;
        if (value.IsEmpty)
        {
            Clear(user, row, key);
            return;
        }

        var owner = CreateBody.Owner(user, path.Schema);
        if (path.FilterBy is { } by)
        {
            var wanted = path.FilterValue!.Replace("{key}", key, StringComparison.Ordinal);
            var elements = (owner[path.Attribute] as JsonArray)?.OfType<JsonObject>().Where(found => IsMeant(found, by, wanted)).ToArray() ?? [];
            if (elements.Length > 0)
            {
                SetOne(owner[path.Attribute]!.AsArray(), elements, path.SubAttribute ?? "value", Wire.Scalar(row, value, ids));
                return;
            }
        }

        CreateBody.Put(owner, row, key, value, ids);
    }

    /// <summary>
    /// Gives the value to one of several elements of one type, the one that has it already if there is one; those with another
    /// value, which the plan shows, are dropped.
    /// </summary>
    private static void SetOne(JsonArray list, JsonObject[] elements, string sub, JsonNode value)
    {
        var kept = elements.FirstOrDefault(element => Text(element[sub]) == Text(value))
            ?? elements.FirstOrDefault(element => Text(element[sub]) is { Length: > 0 })
            ?? elements[0];
        foreach (var other in elements.Where(element => element != kept && Text(element[sub]) is { Length: > 0 }))
        {
            list.Remove(other);
        }

        kept[sub] = value;
    }

    /// <summary>Null says it outright (RFC 7643 §2.5): of what is left out a server may keep the old value (RFC 7644 §3.5.1).</summary>
    private static void Clear(JsonObject user, AttributeRow row, string? key)
    {
        var path = row.Path;
        if ((path.Schema is null ? user : user[path.Schema] as JsonObject) is not { } owner)
        {
            return;
        }

        if (path.FilterBy is { } by)
        {
            Remove(owner, path.Attribute, by, path.FilterValue!.Replace("{key}", key, StringComparison.Ordinal));
        }
        else if (path.Sub(key) is { } sub && owner[path.Attribute] is JsonObject parts && row.Type is not (AttributeType.Names or AttributeType.Ratings))
        {
            parts.Remove(sub);
            if (sub == "value" || parts.Count == 0)
            {
                owner[path.Attribute] = null;
            }
        }
        else
        {
            owner[path.Attribute] = null;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value
        ? value.TryGetValue<string>(out var text) ? text : value.ToJsonString() : null;
}
