using System.Collections.Immutable;

namespace GenesysScimState.Emulator.Schema;

/// <summary>
/// Users and groups as RFC 7643 §4.1 to §4.3 has them, without <c>ims</c>, <c>photos</c> and certificates. Values of
/// lists are told apart by <c>value</c>, so that there can be two numbers of one type.
/// </summary>
internal static class StandardSchemas
{
    public static readonly SchemaTable User = new(
        UserSchemas.Core.Urn,
        "User",
        "User Account",
        [
            CommonRows.Id,
            CommonRows.ExternalId,
            new("userName", ScimType.Text, "With which the user signs in.")
                { IsRequired = true, IsUnique = true, IsAlwaysReturned = true },
            new("name", ScimType.Complex, "The parts of the name.")
            {
                SubAttributes = Texts(
                    "formatted", "familyName", "givenName", "middleName", "honorificPrefix", "honorificSuffix"),
            },
            .. Texts(
                "displayName", "nickName", "profileUrl", "title", "userType", "preferredLanguage", "locale", "timezone"),
            new("active", ScimType.Boolean, "Whether the user can sign in.") { IsKept = true, IsRemovable = true },
            new("password", ScimType.Text, "A new password.") { Mutability = Mutability.WriteOnly, IsCaseExact = true },
            Values("emails", "E-mail addresses."),
            Values("phoneNumbers", "Phone numbers."),
            new("addresses", ScimType.Complex, "Postal addresses, one of each type.")
            {
                IsMultiValued = true,
                Key = "type",
                SubAttributes =
                [
                    .. Texts("formatted", "streetAddress", "locality", "region", "postalCode", "country", "type"),
                    new("primary", ScimType.Boolean, "Whether it is the preferred one."),
                ],
            },
            new("groups", ScimType.Complex, "Groups the user is a member of; changed through the groups.")
            {
                IsMultiValued = true,
                Mutability = Mutability.ReadOnly,
                SubAttributes = CommonRows.Membership("Id of the group."),
            },
            Values("entitlements", "What the user is entitled to."),
            Values("roles", "Roles, by name."),
            CommonRows.MetaWithCreated,
        ]);

    public static readonly SchemaTable Enterprise = new(
        UserSchemas.Enterprise.Urn,
        "EnterpriseUser",
        "Enterprise User",
        [
            .. Texts("employeeNumber", "costCenter", "organization", "division", "department"),
            new("manager", ScimType.Complex, "The user's manager.")
            {
                SubAttributes =
                [
                    new("value", ScimType.Text, "Id of the manager.") { IsCaseExact = true },
                    new("$ref", ScimType.Reference, "Where the manager is.")
                        { IsCaseExact = true, ReferenceTypes = ["User"], IsComputed = true },
                    new("displayName", ScimType.Text, "Name of the manager.") { Mutability = Mutability.ReadOnly },
                ],
            },
        ]);

    public static readonly SchemaTable Group = new(
        GroupSchema.Core.Urn,
        "Group",
        "Group",
        [
            CommonRows.Id,
            CommonRows.ExternalId,
            new("displayName", ScimType.Text, "The name.") { IsRequired = true },
            Members,
            CommonRows.MetaWithCreated,
        ]);

    /// <summary>RFC 7643 §8.7.1: a member is added and removed, not changed.</summary>
    private static AttributeRow Members => new("members", ScimType.Complex, "The members.")
    {
        IsMultiValued = true,
        Key = "value",
        SubAttributes =
        [
            new("value", ScimType.Text, "Id of the member.")
                { Mutability = Mutability.Immutable, IsCaseExact = true, Refers = Names.Member },
            new("$ref", ScimType.Reference, "Where the member is.")
            {
                Mutability = Mutability.Immutable,
                IsCaseExact = true,
                ReferenceTypes = ["User", "Group"],
                IsComputed = true,
            },
            new("type", ScimType.Text, "The kind of member.")
                { Mutability = Mutability.Immutable, CanonicalValues = ["User", "Group"], IsComputed = true },
        ],
    };

    private static ImmutableArray<AttributeRow> Texts(params ImmutableArray<string> names) =>
        [.. names.Select(name => new AttributeRow(name, ScimType.Text, ""))];

    private static AttributeRow Values(string name, string description) => new(name, ScimType.Complex, description)
    {
        IsMultiValued = true,
        Key = "value",
        SubAttributes =
        [
            new("value", ScimType.Text, "The value.") { IsRequired = true },
            .. Texts("display", "type"),
            new("primary", ScimType.Boolean, "Whether it is the preferred one."),
        ],
    };
}
