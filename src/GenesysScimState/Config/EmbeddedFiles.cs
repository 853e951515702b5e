using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>The schemas and dialects inside the program; the same files that are published beside its source.</summary>
internal static class EmbeddedFiles
{
    private const string Dialects = "dialects/";
    private const string Schemas = "schemas/";
    private const string Workflows = "workflows/";
    private const string SchemaEnding = ".schema.json";

    /// <summary>Names without folder and ending, for instance <c>state</c>.</summary>
    public static ImmutableArray<string> SchemaNames { get; } = NamesIn(Schemas, SchemaEnding);

    public static ImmutableArray<string> DialectNames { get; } = NamesIn(Dialects, ".yaml");

    /// <summary>GitHub workflows that <c>init</c> writes, by file name; those of the example.</summary>
    public static ImmutableArray<string> WorkflowNames { get; } = [.. NamesIn(Workflows, ".yml").Select(name => $"{name}.yml")];

    public static string Workflow(string file) => System.Text.Encoding.UTF8.GetString(Bytes($"{Workflows}{file}"));

    public static ReadOnlyMemory<byte> SchemaBytes(string name) => Bytes($"{Schemas}{name}{SchemaEnding}");

    public static ReadOnlyMemory<byte> DialectBytes(string name) => Bytes($"{Dialects}{name}.yaml");

    public static Schema Schema(string name)
    {
        using var document = JsonDocument.Parse(SchemaBytes(name));
        return SchemaCompiler.Compile(document.RootElement);
    }

    /// <summary>
    /// The schema of state files; attributes that only this dialect has take any value there, the binder checks them.
    /// </summary>
    public static Schema StateSchema(Dialect dialect)
    {
        var document = JsonNode.Parse(SchemaBytes("state").Span)!;
        var known = document["$defs"]!["user"]!["properties"]!.AsObject();
        var shared = document["$defs"]!["template"]!["properties"]!.AsObject();
        foreach (var row in dialect.Attributes.Where(row => !IsPart(row) && !known.ContainsKey(row.Name)))
        {
            known.Add(row.Name, JsonValue.Create(true));
            shared.Add(row.Name, JsonValue.Create(true));
        }

        using var extended = JsonDocument.Parse(document.ToJsonString());
        return SchemaCompiler.Compile(extended.RootElement);
    }

    /// <summary>Whether state files give it inside another mapping: the parts of a name, mapped attributes.</summary>
    private static bool IsPart(AttributeRow row) =>
        row.Name.StartsWith("name.", StringComparison.Ordinal) || row.Name.StartsWith("attributes.", StringComparison.Ordinal);

    private static ImmutableArray<string> NamesIn(string folder, string ending) =>
    [
        .. typeof(EmbeddedFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal) && name.EndsWith(ending, StringComparison.Ordinal))
            .Select(name => name[folder.Length..^ending.Length])
            .Order(StringComparer.Ordinal),
    ];

    private static byte[] Bytes(string name)
    {
        using var stream = typeof(EmbeddedFiles).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"Nothing named {name} is embedded.", nameof(name));
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
