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
            CommonRows.Members with { IsCostly = true },
            CommonRows.Meta,
        ]);
}
