using System.Text.Json.Nodes;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Scim;

/// <summary>The body of a user's creation (RFC 7644 §3.3): what the plan sets, laid out by the rows of the dialect.</summary>
internal static class CreateBody
{
    /// <param name="ids">The organization's id of each person the change refers to, by userName.</param>
    public static byte[] OfUser(Change change, Dialect dialect, IReadOnlyDictionary<string, string> ids)
    {
        var user = new JsonObject { ["schemas"] = Wire.Texts(dialect.UserSchemas) };
        foreach (var (row, key, attribute) in Wire.Rows(change.Attributes, dialect))
        {
            if (!attribute.After.IsEmpty)
            {
                Put(Owner(user, row.Path.Schema), row, key, attribute.After, ids);
            }
        }

        user.TryAdd("active", JsonValue.Create(true));
        if (!change.Along.IsEmpty)
        {
            user["members"] = UserBody.Memberships(change.Along.Select(group => group.Id!), dialect);
        }

        return Wire.Bytes(user);
    }

    /// <summary>The user itself, or the object of an extension, made when it is first needed.</summary>
    public static JsonObject Owner(JsonObject user, string? schema)
    {
        if (schema is null)
        {
            return user;
        }

        if (user[schema] is not JsonObject extension)
        {
            user[schema] = extension = [];
            UserBody.AddSchema(user, schema);
        }

        return extension;
    }

    public static void Put(
        JsonObject owner, AttributeRow row, string? key, AttributeValue value, IReadOnlyDictionary<string, string> ids)
    {
        var path = row.Path;
        if (path.FilterBy is not null)
        {
            ((JsonArray)(owner[path.Attribute] ??= new JsonArray())).Add((JsonNode)Wire.Element(row, key, value, ids));
        }
        else if (row.Type is AttributeType.Names or AttributeType.Ratings)
        {
            owner[path.Attribute] = Wire.Elements(row, value);
        }
        else if (path.Sub(key) is { } sub)
        {
            ((JsonObject)(owner[path.Attribute] ??= new JsonObject()))[sub] = Wire.Scalar(row, value, ids);
        }
        else
        {
            owner[path.Attribute] = Wire.Scalar(row, value, ids);
        }
    }
}
