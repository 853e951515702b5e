namespace GenesysScimState.Emulator.Schema;

/// <summary>The schema of a group. Source: Genesys Cloud SDK documentation, ScimV2Group.</summary>
internal static class GroupSchema
{
    public static readonly SchemaTable Core = new(
        "urn:ietf:params:scim:schemas:core:2.0:Group",
        "Group",
        "Group",
        [
            CommonRows.Id,
            new("displayName", ScimType.Text, "The name, which SCIM cannot change.")
                { Mutability = Mutability.ReadOnly, IsRequired = true },
            CommonRows.ExternalId,
            new("members", ScimType.Complex, "The members.")
            {
                IsMultiValued = true,
                IsCostly = true,
                Key = "value",
                SubAttributes =
                [
                    new("value", ScimType.Text, "Id of the member.")
                        { IsRequired = true, IsCaseExact = true, Refers = Names.Member },
                    CommonRows.Reference,
                    new("type", ScimType.Text, "The kind of member.") { Mutability = Mutability.ReadOnly },
                ],
            },
            CommonRows.Meta,
        ]);
}
