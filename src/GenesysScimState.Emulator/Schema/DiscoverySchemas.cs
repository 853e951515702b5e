namespace GenesysScimState.Emulator.Schema;

/// <summary>The schemas of the discovery resources themselves (RFC 7643 §5 to §7).</summary>
internal static class DiscoverySchemas
{
    public static readonly SchemaTable ServiceProviderConfig = new(
        "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig",
        "ServiceProviderConfig",
        "Service Provider Configuration",
        [
            Text("documentationUri"),
            Complex("patch", Flag("supported")),
            Complex("bulk", Flag("supported"), Number("maxOperations"), Number("maxPayloadSize")),
            Complex("filter", Flag("supported"), Number("maxResults")),
            Complex("changePassword", Flag("supported")),
            Complex("sort", Flag("supported")),
            Complex("etag", Flag("supported")),
            Many(Complex(
                "authenticationSchemes",
                Text("name"),
                Text("description"),
                Text("specUri"),
                Text("documentationUri"),
                Text("type"),
                Flag("primary"))),
            CommonRows.Meta,
        ]);

    public static readonly SchemaTable ResourceType = new(
        "urn:ietf:params:scim:schemas:core:2.0:ResourceType",
        "ResourceType",
        "Resource Type",
        [
            Text("id"),
            Text("name"),
            Text("description"),
            Text("endpoint"),
            Text("schema"),
            Many(Complex("schemaExtensions", Text("schema"), Flag("required"))),
            CommonRows.Meta,
        ]);

    public static readonly SchemaTable Schema = new(
        "urn:ietf:params:scim:schemas:core:2.0:Schema",
        "Schema",
        "Schema",
        [
            Text("id"),
            Text("name"),
            Text("description"),
            Many(Complex("attributes", [.. AttributeRows, Many(Complex("subAttributes", AttributeRows))])),
            CommonRows.Meta,
        ]);

    private static AttributeRow[] AttributeRows =>
    [
        Text("name"),
        Text("type"),
        Flag("multiValued"),
        Text("description"),
        Flag("required"),
        Many(Text("canonicalValues")),
        Flag("caseExact"),
        Text("mutability"),
        Text("returned"),
        Text("uniqueness"),
        Many(Text("referenceTypes")),
    ];

    private static AttributeRow Text(string name) => ReadOnly(name, ScimType.Text);

    private static AttributeRow Flag(string name) => ReadOnly(name, ScimType.Boolean);

    private static AttributeRow Number(string name) => ReadOnly(name, ScimType.Integer);

    private static AttributeRow Complex(string name, params AttributeRow[] rows) =>
        ReadOnly(name, ScimType.Complex) with { SubAttributes = [.. rows] };

    private static AttributeRow Many(AttributeRow row) => row with { IsMultiValued = true };

    private static AttributeRow ReadOnly(string name, ScimType type) =>
        new(name, type, "") { Mutability = Mutability.ReadOnly };
}
