using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Schema;
using Microsoft.Extensions.Primitives;

namespace GenesysScimState.Emulator.Protocol;

/// <summary>
/// Which attributes an answer shows: <c>attributes</c> and <c>excludedAttributes</c> (RFC 7644 §3.9), each a comma list
/// or given several times; names may carry their schema URN, and a URN alone stands for its whole extension.
/// </summary>
internal sealed class Projection(ResourceKind kind, StringValues attributes, StringValues excluded)
{
    private readonly HashSet<string> _shown = Names(kind, attributes);
    private readonly HashSet<string> _hidden = Names(kind, excluded);

    /// <summary>Whether any attribute is shown that costs the API a look-up.</summary>
    public bool IsCostly => kind.Schemas.Any(schema =>
        schema.Rows.Any(row => row.IsCostly && Keeps(schema, row)));

    /// <summary>Whether an attribute of the core schema is shown.</summary>
    public bool Shows(string name) => kind.Core.Find(name) is { } row && Keeps(kind.Core, row);

    /// <summary>Takes from the resource what is not to be shown.</summary>
    public JsonObject Apply(JsonObject resource)
    {
        if (_shown.Count + _hidden.Count == 0)
        {
            return resource;
        }

        foreach (var schema in kind.Schemas)
        {
            var part = schema == kind.Core ? resource : resource[schema.Urn] as JsonObject;
            if (part is null)
            {
                continue;
            }

            foreach (var row in schema.Rows.Where(row => !row.IsAlwaysReturned))
            {
                Trim(part, schema, row);
            }

            if (schema != kind.Core && part.Count == 0)
            {
                resource.Remove(schema.Urn);
            }
        }

        return resource;
    }

    private void Trim(JsonObject part, SchemaTable schema, AttributeRow row)
    {
        if (!Keeps(schema, row))
        {
            part.Remove(row.Name);
        }
        else if (!row.IsMultiValued && part[row.Name] is JsonObject value)
        {
            foreach (var sub in row.SubAttributes.Where(sub => !KeepsSub(schema, row, sub)))
            {
                value.Remove(sub.Name);
            }
        }
    }

    private bool Keeps(SchemaTable schema, AttributeRow row)
    {
        var name = $"{schema.Urn}:{row.Name}";
        var isShown = _shown.Count == 0
            || _shown.Contains(schema.Urn)
            || _shown.Contains(name)
            || row.SubAttributes.Any(sub => _shown.Contains($"{name}.{sub.Name}"));
        return isShown && !_hidden.Contains(schema.Urn) && !_hidden.Contains(name);
    }

    private bool KeepsSub(SchemaTable schema, AttributeRow row, AttributeRow sub)
    {
        var name = $"{schema.Urn}:{row.Name}";
        var isShown = _shown.Count == 0
            || _shown.Contains(schema.Urn)
            || _shown.Contains(name)
            || _shown.Contains($"{name}.{sub.Name}");
        return isShown && !_hidden.Contains($"{name}.{sub.Name}");
    }

    /// <summary>
    /// Full names, with the URN. A name without one may be of any schema: <c>division</c> is understood as the filters
    /// understand it.
    /// </summary>
    private static HashSet<string> Names(ResourceKind kind, StringValues given)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        const StringSplitOptions Tidy = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (var name in given.SelectMany(list => (list ?? "").Split(',', Tidy)))
        {
            var (schema, rest) = kind.Split(name);
            if (rest.Length == 0)
            {
                names.Add(schema.Urn);
                continue;
            }

            var owner = schema != kind.Core
                ? schema
                : kind.Schemas.FirstOrDefault(table => table.Find(rest.Split('.')[0]) is not null) ?? schema;
            names.Add($"{owner.Urn}:{rest}");
        }

        return names;
    }
}
