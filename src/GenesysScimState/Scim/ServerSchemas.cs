using System.Collections.Immutable;
using System.Text.Json;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Scim;

/// <summary>The schemas of a server and their attributes (RFC 7643 §7), as <c>/Schemas</c> lists them.</summary>
internal sealed class ServerSchemas
{
    /// <summary>Attributes that every resource has and no schema lists (RFC 7643 §3.1).</summary>
    private static readonly string[] Common = ["id", "externalId", "meta"];

    private readonly HashSet<string> _attributes = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _withParts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The URNs of all schemas.</summary>
    public ImmutableArray<string> Urns { get; private init; } = [];

    /// <exception cref="Core.Applying.OrganizationException">It is not JSON.</exception>
    public static ServerSchemas Parse(Answer answer)
    {
        using var document = answer.Json("reading Schemas");
        var found = ResourceJson.Member(document.RootElement, "Resources") is { ValueKind: JsonValueKind.Array } array
            ? array.EnumerateArray().Where(schema => ResourceJson.Text(schema, "id") is not null).ToArray() : [];
        var schemas = new ServerSchemas { Urns = [.. found.Select(schema => ResourceJson.Text(schema, "id")!)] };
        foreach (var schema in found)
        {
            schemas.Add(ResourceJson.Text(schema, "id")!, schema, "attributes");
        }

        return schemas;
    }

    /// <summary>Whether an attribute is there; true where the schema is missing, or lists no attributes.</summary>
    /// <param name="core">The schema of attributes without a URN.</param>
    public bool Has(ScimPath path, string core)
    {
        var schema = path.Schema ?? core;
        var attribute = $"{schema}:{path.Attribute}";
        return !_withParts.Contains(schema) || Common.Contains(path.Attribute, StringComparer.OrdinalIgnoreCase)
            || (_attributes.Contains(attribute)
                && (path.SubAttribute is null || path.HasKey || !_withParts.Contains(attribute) || _attributes.Contains($"{attribute}:{path.SubAttribute}")));
    }

    private void Add(string owner, JsonElement element, string member)
    {
        if (ResourceJson.Member(element, member) is not { ValueKind: JsonValueKind.Array } attributes)
        {
            return;
        }

        foreach (var attribute in attributes.EnumerateArray())
        {
            if (ResourceJson.Text(attribute, "name") is { } name)
            {
                _withParts.Add(owner);
                _attributes.Add($"{owner}:{name}");
                Add($"{owner}:{name}", attribute, "subAttributes");
            }
        }
    }
}
