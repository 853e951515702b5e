namespace GenesysScimState.Emulator.Schema;

/// <summary>What users and groups hold behind a provisioning gateway.</summary>
internal static class NestedSchemas
{
    /// <summary>Named in <c>schemas</c>; what it stands for, <c>attributes</c> and <c>members</c>, is on the top level.</summary>
    public static readonly SchemaTable Extension = new(
        "urn:ietf:params:scim:schemas:extension:genesys:2.0:User", "GenesysUser", "Genesys User", []);

    public static readonly SchemaTable User = new(
        UserSchemas.Core.Urn,
        "User",
        "User Account",
        [
            CommonRows.Id,
            CommonRows.ExternalId with { IsUnique = true },
            new("userName", ScimType.Text, "The main e-mail address, with which the user signs in.")
                { IsRequired = true, IsUnique = true, IsAlwaysReturned = true, Form = Forms.Email },
            new("active", ScimType.Boolean, "Whether the user can sign in.") { IsAlwaysReturned = true, IsKept = true },
            new("displayName", ScimType.Text, "The name shown to others."),
            new("title", ScimType.Text, "The job title."),
            new("password", ScimType.Text, "A new password.") { Mutability = Mutability.WriteOnly, IsCaseExact = true },
            new("name", ScimType.Complex, "The parts of the name.")
            {
                IsRequired = true,
                SubAttributes =
                [
                    new("formatted", ScimType.Text, "The whole name."),
                    new("givenName", ScimType.Text, "The given name.") { IsRequired = true },
                    new("familyName", ScimType.Text, "The family name.") { IsRequired = true },
                ],
            },
            new("emails", ScimType.Complex, "E-mail addresses; the primary one of type work is the userName.")
            {
                IsMultiValued = true,
                Key = "type",
                SubAttributes =
                [
                    new("value", ScimType.Text, "An address.") { IsRequired = true, Form = Forms.Email },
                    new("type", ScimType.Text, "What it is used for.")
                        { IsRequired = true, CanonicalValues = ["work", "home", "other"] },
                    new("primary", ScimType.Boolean, "Whether it is the preferred one."),
                ],
            },
            new("attributes", ScimType.Complex, "Attributes of the organization's own, by name.") { HasFreeNames = true },
            new("members", ScimType.Complex, "The groups of the user, all of them.")
            {
                IsMultiValued = true,
                Key = "value",
                SubAttributes =
                [
                    new("value", ScimType.Text, "Id of the group.")
                        { IsRequired = true, IsCaseExact = true, Refers = Names.Group },
                    CommonRows.GroupReference,
                ],
            },
            CommonRows.MetaWithCreated,
        ]);

    public static readonly SchemaTable Group = new(
        GroupSchema.Core.Urn,
        "Group",
        "Group",
        [
            CommonRows.Id,
            new("displayName", ScimType.Text, "The name.") { Mutability = Mutability.ReadOnly, IsRequired = true },
            CommonRows.Members with { Description = "The members; changed through the users." },
            CommonRows.MetaWithCreated,
        ]);
}
