using System.Globalization;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator.Resources;

/// <summary>Shows a stored resource as the API does: with id, meta, mirrors, references and a user's groups.</summary>
internal sealed class Presentation(Organization organization, Mirrors mirrors, Dialect dialect)
{
    public JsonObject User(Resource user)
    {
        var attributes = user.Attributes();
        mirrors.Show(attributes);
        if (attributes[UserSchemas.Enterprise.Urn]?["manager"] is JsonObject manager)
        {
            ShowManager(manager);
        }

        if (dialect.MembersInUser)
        {
            foreach (var member in attributes["members"] as JsonArray ?? [])
            {
                member!["$ref"] = dialect.Location(dialect.Groups, (string)member["value"]!);
            }
        }
        else
        {
            var groups = organization.GroupsOf(user.Id).Select(id => (JsonNode)new JsonObject
            {
                ["value"] = id,
                ["$ref"] = dialect.Location(dialect.Groups, id),
                ["type"] = "direct",
            });
            attributes["groups"] = groups.Any() ? new JsonArray([.. groups]) : null;
        }

        return Show(dialect.Users, user, attributes);
    }

    /// <summary>A manager that does not exist has no reference.</summary>
    private void ShowManager(JsonObject manager)
    {
        var id = (string)manager["value"]!;
        var known = organization.Users.Find(id) is { IsDeleted: false } found ? found : null;
        if (known is not null || !dialect.IsStandard)
        {
            manager["$ref"] = dialect.Location(dialect.Users, id);
        }

        if (dialect.IsStandard && known?.Text("displayName") is { } name)
        {
            manager["displayName"] = name;
        }
    }

    public JsonObject Group(Resource group) => Group(group, hasMembers: true);

    /// <param name="group">What to show.</param>
    /// <param name="hasMembers">Whether the members are wanted: without them a large group costs what a small one does.</param>
    public JsonObject Group(Resource group, bool hasMembers)
    {
        var attributes = hasMembers ? group.Attributes() : group.AttributesWithoutMembers();
        foreach (var member in attributes["members"] as JsonArray ?? [])
        {
            member!["$ref"] = dialect.Location(dialect.Users, (string)member["value"]!);
            member["type"] = "User";
        }

        if (!dialect.IsStandard)
        {
            attributes["members"] ??= new JsonArray();
        }

        return Show(dialect.Groups, group, attributes);
    }

    private JsonObject Show(ResourceKind kind, Resource resource, JsonObject attributes)
    {
        attributes["id"] = resource.Id;
        attributes["meta"] = new JsonObject
        {
            ["resourceType"] = kind.Name,
            ["created"] = Time(resource.Created),
            ["lastModified"] = Time(resource.LastModified),
            ["location"] = dialect.Location(kind, resource.Id),
            ["version"] = dialect.HasWeakVersions ? dialect.ETag(resource.Version) : $"{resource.Version}",
        };
        if (!dialect.ShowsCreated)
        {
            attributes["meta"]!.AsObject().Remove("created");
        }

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
            .Where(schema => schema == kind.Core || schema.Rows.IsEmpty || attributes.ContainsKey(schema.Urn))
            .Select(schema => JsonValue.Create(schema.Urn))]);

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

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
