using System.Collections.Immutable;

namespace GenesysScimState.Emulator.Schema;

/// <summary>A kind of resource the API stores, and the schemas its resources follow.</summary>
internal sealed record ResourceKind(
    string Name,
    string Endpoint,
    string Description,
    SchemaTable Core,
    ImmutableArray<SchemaTable> Extensions)
{
    public static readonly ResourceKind User =
        new("User", "users", "User Account", UserSchemas.Core, [UserSchemas.Enterprise, UserSchemas.Genesys]);

    public static readonly ResourceKind Group = new("Group", "groups", "Group", GroupSchema.Core, []);

    public ImmutableArray<SchemaTable> Schemas { get; } = [Core, .. Extensions];

    /// <summary>
    /// Splits <c>urn:…:2.0:User:department</c> into schema and rest; a text without a known URN belongs to the core
    /// schema. URNs hold dots and colons, so no separator could do it.
    /// </summary>
    public (SchemaTable Schema, string Name) Split(string path)
    {
        foreach (var schema in path.Contains(':', StringComparison.Ordinal) ? Schemas : [])
        {
            if (path.StartsWith(schema.Urn, StringComparison.OrdinalIgnoreCase)
                && (path.Length == schema.Urn.Length || path[schema.Urn.Length] == ':'))
            {
                return (schema, path[schema.Urn.Length..].TrimStart(':'));
            }
        }

        return (Core, path);
    }
}
