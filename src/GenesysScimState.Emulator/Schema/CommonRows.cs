using System.Collections.Immutable;

namespace GenesysScimState.Emulator.Schema;

/// <summary>Attributes that users and groups share (RFC 7643 §3.1).</summary>
internal static class CommonRows
{
    public static readonly AttributeRow Id = new("id", ScimType.Text, "Given by the service.")
    {
        Mutability = Mutability.ReadOnly,
        IsAlwaysReturned = true,
        IsCaseExact = true,
        IsUnique = true,
    };

    public static readonly AttributeRow ExternalId =
        new("externalId", ScimType.Text, "Set by the provisioning client.") { IsCaseExact = true };

    public static readonly AttributeRow UserReference = ReferenceTo("User");

    public static readonly AttributeRow GroupReference = ReferenceTo("Group");

    public static readonly AttributeRow Meta = new("meta", ScimType.Complex, "About the resource.")
    {
        Mutability = Mutability.ReadOnly,
        IsAlwaysReturned = true,
        SubAttributes =
        [
            ReadOnly("resourceType", ScimType.Text, "The kind of resource."),
            ReadOnly("lastModified", ScimType.DateTime, "When it last changed."),
            ReadOnly("location", ScimType.Reference, "Where it is."),
            ReadOnly("version", ScimType.Text, "The ETag, without its quotes."),
        ],
    };

    /// <summary>Genesys Cloud does not say when a resource was made; others do.</summary>
    public static readonly AttributeRow MetaWithCreated = Meta with
    {
        SubAttributes = Meta.SubAttributes.Insert(1, ReadOnly("created", ScimType.DateTime, "When it was made.")),
    };

    /// <summary>Of a group (RFC 7643 §4.2).</summary>
    public static readonly AttributeRow Members = new("members", ScimType.Complex, "The members.")
    {
        IsMultiValued = true,
        Key = "value",
        SubAttributes =
        [
            new("value", ScimType.Text, "Id of the member.") { IsRequired = true, IsCaseExact = true, Refers = Names.Member },
            UserReference,
            ReadOnly("type", ScimType.Text, "The kind of member."),
        ],
    };

    public static ImmutableArray<AttributeRow> Membership(string description) =>
    [
        ReadOnly("value", ScimType.Text, description),
        GroupReference,
        ReadOnly("type", ScimType.Text, "How the two are related."),
    ];

    private static AttributeRow ReferenceTo(string kind) =>
        new("$ref", ScimType.Reference, "Where the resource is.") { Mutability = Mutability.ReadOnly, ReferenceTypes = [kind] };

    private static AttributeRow ReadOnly(string name, ScimType type, string description) =>
        new(name, type, description) { Mutability = Mutability.ReadOnly };
}
