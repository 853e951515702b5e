using System.Collections.Immutable;

namespace GenesysScimState.Emulator.Schema;

/// <summary>A SCIM schema: its URN and its attributes in the order they are shown.</summary>
internal sealed record SchemaTable(string Urn, string Name, string Description, ImmutableArray<AttributeRow> Rows)
{
    public AttributeRow? Find(string name) => AttributeRow.Find(Rows, name);
}
