using System.Collections.Immutable;
using GenesysScimState.Emulator.Schema;

namespace GenesysScimState.Emulator.Protocol;

/// <summary>
/// Where a PATCH operation points (RFC 7644 §3.5.2):
/// <c>[urn:]attribute["[" conditions "]"]["." sub]</c>, or the URN of an extension alone.
/// </summary>
/// <param name="Schema">The schema of the attribute.</param>
/// <param name="Row">Null when the path is an extension as a whole.</param>
/// <param name="Conditions">Selects values of a multi-valued attribute; empty without brackets.</param>
/// <param name="Sub">The sub-attribute, when one is named.</param>
internal sealed record PatchPath(
    SchemaTable Schema,
    AttributeRow? Row,
    ImmutableArray<Condition> Conditions,
    AttributeRow? Sub)
{
    public bool HasFilter => !Conditions.IsEmpty;

    public bool IsReadOnly => (Sub ?? Row)?.Mutability == Mutability.ReadOnly || Row?.Mutability == Mutability.ReadOnly;

    /// <summary>Null when the attribute does not exist.</summary>
    public static PatchPath? Find(ResourceKind kind, string path)
    {
        var (schema, rest) = kind.Split(path.Trim());
        return rest.Length > 0 ? Find(schema, rest) : schema == kind.Core ? null : new(schema, null, [], null);
    }

    /// <summary>The same, for a path within a schema.</summary>
    public static PatchPath? Find(SchemaTable schema, string path)
    {
        var (name, conditions, sub) = Split(path);
        if (schema.Find(name) is not { } row)
        {
            return null;
        }

        if (sub.Length > 0 && row.Sub(sub) is null)
        {
            return null;
        }

        if (!conditions.IsEmpty && !row.IsMultiValued)
        {
            throw RefusalException.Path($"\"{path}\": {row.Name} has one value, there is nothing to select.");
        }

        if (sub.Length > 0 && conditions.IsEmpty && row.IsMultiValued)
        {
            throw RefusalException.Path($"\"{path}\": select a value, as in {row.Name}[{row.Key} eq \"…\"].{sub}.");
        }

        return new(schema, row, conditions, sub.Length > 0 ? row.Sub(sub) : null);
    }

    private static (string Name, ImmutableArray<Condition> Conditions, string Sub) Split(string path)
    {
        var open = path.IndexOf('[', StringComparison.Ordinal);
        if (open < 0)
        {
            return path.Split('.', 2) is [var name, var sub] ? (name, [], sub) : (path, [], "");
        }

        var close = path.LastIndexOf(']');
        var tail = close < open ? "?" : path[(close + 1)..];
        return tail is "" or ['.', _, ..]
            ? (path[..open], Filter.ParseConditions(path[(open + 1)..close]), tail.TrimStart('.'))
            : throw RefusalException.Path($"\"{path}\" is not a path.");
    }
}
