using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;

namespace GenesysScimState.Emulator.Resources;

/// <summary>
/// What the service says about itself (RFC 7644 §4), made from the same tables that the engine works by.
/// </summary>
internal sealed class Discovery(EmulatorOptions options)
{
    private readonly Dialect _dialect = options.Spoken;

    private SchemaTable[] All =>
    [
        .. _dialect.Users.Schemas,
        .. _dialect.Groups.Schemas,
        DiscoverySchemas.ServiceProviderConfig,
        DiscoverySchemas.ResourceType,
        DiscoverySchemas.Schema,
    ];

    public EmulatorResponse ServiceProviderConfig(Call call) => call.ReplyUnlessCurrent("\"1\"", () => WithPagination(new JsonObject
    {
        ["schemas"] = new JsonArray(DiscoverySchemas.ServiceProviderConfig.Urn),
        ["patch"] = Supported(_dialect.TakesPatch),
        ["bulk"] = new JsonObject { ["supported"] = false, ["maxOperations"] = 0, ["maxPayloadSize"] = 0 },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = options.MaxPageSize ?? _dialect.MaxPageSize },
        ["changePassword"] = Supported(true),
        ["sort"] = Supported(options.Sorting),
        ["etag"] = Supported(true),
        ["authenticationSchemes"] = new JsonArray(new JsonObject
        {
            ["name"] = "OAuth Bearer Token",
            ["description"] = "Authentication with an OAuth 2.0 bearer token.",
            ["specUri"] = "https://www.rfc-editor.org/rfc/rfc6750",
            ["type"] = "oauthbearertoken",
            ["primary"] = true,
        }),
        ["meta"] = Meta("ServiceProviderConfig", "serviceproviderconfig", "1"),
    }));

    private JsonObject WithPagination(JsonObject config)
    {
        if (options.CursorPaging)
        {
            config.Insert(config.Count - 1, "pagination", Pagination());
        }

        return config;
    }

    /// <summary>RFC 9865 §4.</summary>
    private JsonObject Pagination() => new()
    {
        ["cursor"] = true,
        ["index"] = true,
        ["defaultPaginationMethod"] = "index",
        ["defaultPageSize"] = _dialect.PageSize,
        ["maxPageSize"] = options.MaxPageSize ?? _dialect.MaxPageSize,
        ["cursorTimeout"] = Cursor.LifetimeSeconds,
    };

    public EmulatorResponse ResourceTypes(Call call) => Page(call, ResourceTypes());

    public EmulatorResponse ResourceType(Call call, string name) =>
        One(call, ResourceTypes(), name, "Resource type");

    public EmulatorResponse Schemas(Call call) => Page(call, All.Select(Schema));

    public EmulatorResponse Schema(Call call, string urn) => One(call, All.Select(Schema), urn, "Schema");

    private static EmulatorResponse Page(Call call, IEnumerable<JsonObject> resources)
    {
        // RFC 7644 §4: discovery cannot be filtered.
        if (call.Query("filter").Count > 0)
        {
            throw RefusalException.Scim(403, "", "Filters are not allowed here.");
        }

        JsonNode[] page = [.. resources];
        return call.Reply(200, Listing.Envelope(page.Length, 1, page));
    }

    private static EmulatorResponse One(Call call, IEnumerable<JsonObject> resources, string id, string what)
    {
        var found = resources.FirstOrDefault(resource =>
            id.Equals((string?)resource["id"], StringComparison.OrdinalIgnoreCase));
        return call.Reply(200, found ?? throw RefusalException.NotFound($"{what} {id}"));
    }

    private IEnumerable<JsonObject> ResourceTypes() =>
    [
        ResourceType(_dialect.Users),
        ResourceType(_dialect.Groups),
        .. _dialect.IsStandard ? [] : OfDiscovery(),
    ];

    /// <summary>Genesys Cloud also lists the resources of discovery; RFC 7644 §4 lists what can be managed.</summary>
    private IEnumerable<JsonObject> OfDiscovery() =>
    [
        ResourceType("serviceproviderconfig", DiscoverySchemas.ServiceProviderConfig),
        ResourceType("resourcetypes", DiscoverySchemas.ResourceType),
        ResourceType("schemas", DiscoverySchemas.Schema),
    ];

    private JsonObject ResourceType(ResourceKind kind) =>
        ResourceType(kind.Endpoint, kind.Core, [.. kind.Extensions.Select(schema => schema.Urn)]);

    private JsonObject ResourceType(string endpoint, SchemaTable schema, params string[] extensions) => new()
    {
        ["schemas"] = new JsonArray(DiscoverySchemas.ResourceType.Urn),
        ["id"] = schema.Name,
        ["name"] = schema.Name,
        ["description"] = schema.Description,
        ["endpoint"] = $"/{endpoint}",
        ["schema"] = schema.Urn,
        ["schemaExtensions"] = new JsonArray(
            [.. extensions.Select(urn => new JsonObject { ["schema"] = urn, ["required"] = false })]),
        ["meta"] = Meta("ResourceType", $"resourcetypes/{schema.Name}", null),
    };

    private JsonObject Schema(SchemaTable schema) => new()
    {
        ["schemas"] = new JsonArray(DiscoverySchemas.Schema.Urn),
        ["id"] = schema.Urn,
        ["name"] = schema.Name,
        ["description"] = schema.Description,
        ["attributes"] = Attributes(schema.Rows),
        ["meta"] = Meta("Schema", $"schemas/{schema.Urn}", null),
    };

    private static JsonArray Attributes(IEnumerable<AttributeRow> rows) => new([.. rows.Select(Attribute)]);

    private static JsonObject Attribute(AttributeRow row)
    {
        var attribute = new JsonObject
        {
            ["name"] = row.Name,
            ["type"] = TypeName(row.Type),
            ["multiValued"] = row.IsMultiValued,
            ["description"] = row.Description,
            ["required"] = row.IsRequired,
            ["caseExact"] = row.IsCaseExact,
            ["mutability"] = row.Mutability switch
            {
                Mutability.ReadWrite => "readWrite",
                Mutability.ReadOnly => "readOnly",
                Mutability.WriteOnly => "writeOnly",
                Mutability.Immutable => "immutable",
            },
            ["returned"] = (row.Mutability, row.IsAlwaysReturned) switch
            {
                (Mutability.WriteOnly, _) => "never",
                (_, true) => "always",
                _ => "default",
            },
            ["uniqueness"] = row.IsUnique ? "server" : "none",
        };
        if (row.Type == ScimType.Reference)
        {
            attribute["referenceTypes"] = new JsonArray([.. row.ReferenceTypes.Select(type => JsonValue.Create(type))]);
        }

        if (!row.SubAttributes.IsEmpty)
        {
            attribute["subAttributes"] = Attributes(row.SubAttributes);
        }

        if (!row.CanonicalValues.IsEmpty)
        {
            attribute["canonicalValues"] =
                new JsonArray([.. row.CanonicalValues.Select(value => JsonValue.Create(value))]);
        }

        return attribute;
    }

    private static string TypeName(ScimType type) => type switch
    {
        ScimType.Text => "string",
        ScimType.Boolean => "boolean",
        ScimType.Decimal => "decimal",
        ScimType.Integer => "integer",
        ScimType.DateTime => "dateTime",
        ScimType.Reference => "reference",
        ScimType.Complex => "complex",
    };

    private static JsonObject Supported(bool supported) => new() { ["supported"] = supported };

    private JsonObject Meta(string resourceType, string path, string? version)
    {
        var meta = new JsonObject { ["resourceType"] = resourceType, ["location"] = $"{_dialect.Root}/{path}" };
        if (version is not null)
        {
            meta["version"] = version;
        }

        return meta;
    }
}
