using System.Globalization;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator.Resources;

/// <summary>Shows a stored resource as the API does: with id, meta, mirrors, references and a user's groups.</summary>
internal sealed class Presentation(Organization organization, Mirrors mirrors)
{
    public JsonObject User(Resource user)
    {
        var attributes = user.Attributes.DeepClone().AsObject();
        mirrors.Show(attributes);
        if (attributes[UserSchemas.Enterprise.Urn]?["manager"] is JsonObject manager)
        {
            manager["$ref"] = Location(ResourceKind.User, (string)manager["value"]!);
        }

        var groups = organization.GroupsOf(user.Id).Select(id => (JsonNode)new JsonObject
        {
            ["value"] = id,
            ["$ref"] = Location(ResourceKind.Group, id),
            ["type"] = "direct",
        });
        attributes["groups"] = groups.Any() ? new JsonArray([.. groups]) : null;
        return Show(ResourceKind.User, user, attributes);
    }

    public static JsonObject Group(Resource group)
    {
        var attributes = group.Attributes.DeepClone().AsObject();
        foreach (var member in attributes["members"] as JsonArray ?? [])
        {
            member!["$ref"] = Location(ResourceKind.User, (string)member["value"]!);
            member["type"] = "User";
        }

        attributes["members"] ??= new JsonArray();
        return Show(ResourceKind.Group, group, attributes);
    }

    /// <summary>Relative and lower-case, whatever path the request came by.</summary>
    public static string Location(ResourceKind kind, string id) => $"/api/v2/scim/v2/{kind.Endpoint}/{id}";

    private static JsonObject Show(ResourceKind kind, Resource resource, JsonObject attributes)
    {
        attributes["id"] = resource.Id;
        attributes["meta"] = new JsonObject
        {
            ["resourceType"] = kind.Name,
            ["lastModified"] = resource.LastModified.UtcDateTime
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["location"] = Location(kind, resource.Id),
            ["version"] = $"{resource.Version}",
        };

        var shown = new JsonObject { ["schemas"] = Schemas(kind, attributes) };
        Move(kind.Core, attributes, shown);
        foreach (var schema in kind.Extensions)
        {
            if (attributes[schema.Urn] is JsonObject part)
            {
                shown[schema.Urn] = Move(schema, part, []);
            }
        }

        return shown;
    }

    private static JsonArray Schemas(ResourceKind kind, JsonObject attributes) => new(
        [.. kind.Schemas
            .Where(schema => schema == kind.Core || attributes.ContainsKey(schema.Urn))
            .Select(schema => JsonValue.Create(schema.Urn))]);

    /// <summary>In the order of the schema.</summary>
    private static JsonObject Move(SchemaTable schema, JsonObject from, JsonObject to)
    {
        foreach (var row in schema.Rows)
        {
            if (from[row.Name] is { } value)
            {
                from.Remove(row.Name);
                to[row.Name] = value;
            }
        }

        return to;
    }
}
