using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GenesysScimState.Config;

/// <summary>
/// JSON to <see cref="Schema"/>. A keyword it does not know is an exception: ignored, it would promise a check that
/// nobody makes. A test compiles every embedded schema.
/// </summary>
internal sealed class SchemaCompiler
{
    private static readonly FrozenSet<string> Annotations = FrozenSet.Create(
        StringComparer.Ordinal, "$schema", "$defs", "$comment", "title", "description", "default", "examples");

    private readonly JsonElement _document;
    private readonly Dictionary<string, Schema> _definitions = new(StringComparer.Ordinal);

    private SchemaCompiler(JsonElement document) => _document = document;

    /// <exception cref="NotSupportedException">The schema uses what this program does not check.</exception>
    public static Schema Compile(JsonElement document) => new SchemaCompiler(document).Subschema(document);

    private Schema Subschema(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.True)
        {
            return Schema.Any;
        }

        if (element.TryGetProperty("$ref", out var reference))
        {
            return Definition(reference.GetString()!);
        }

        var schema = new Schema
        {
            Title = element.TryGetProperty("title", out var title) ? title.GetString() : null,
            Example = element.TryGetProperty("examples", out var examples) && examples[0].ValueKind == JsonValueKind.String
                ? examples[0].GetString()
                : null,
        };

        foreach (var keyword in element.EnumerateObject())
        {
            schema = Annotations.Contains(keyword.Name) ? schema : With(schema, keyword.Name, keyword.Value);
        }

        return schema;
    }

    private Schema With(Schema schema, string keyword, JsonElement value) => keyword switch
    {
        "type" => schema with { Types = Types(value) },
        "enum" => schema with { Allowed = Texts(value), Types = SchemaTypes.String },
        "const" => schema with { Allowed = [value.GetString()!], Types = SchemaTypes.String },
        "pattern" => schema with { Pattern = Pattern(value.GetString()!) },
        "minLength" => schema with { MinLength = value.GetInt32() },
        "maxLength" => schema with { MaxLength = value.GetInt32() },
        "minimum" => schema with { Minimum = value.GetDouble() },
        "maximum" => schema with { Maximum = value.GetDouble() },
        "items" => schema with { Items = Subschema(value) },
        "minItems" => schema with { MinItems = value.GetInt32() },
        "properties" => schema with { Properties = Properties(value), Keys = [.. value.EnumerateObject().Select(property => property.Name)] },
        "additionalProperties" => value.ValueKind == JsonValueKind.False
            ? schema with { IsOpen = false }
            : schema with { AdditionalProperties = Subschema(value) },
        "propertyNames" => schema with { PropertyNames = Subschema(value) },
        "required" => schema with { Required = Texts(value) },
        "minProperties" => schema with { MinProperties = value.GetInt32() },
        "anyOf" => schema with { AnyOf = [.. value.EnumerateArray().Select(Subschema)] },
        _ => throw new NotSupportedException($"The schema keyword \"{keyword}\" is not checked by this program."),
    };

    private Schema Definition(string reference)
    {
        const string Prefix = "#/$defs/";
        if (_definitions.TryGetValue(reference, out var known))
        {
            return known ?? throw new NotSupportedException($"The schema {reference} refers to itself.");
        }

        if (!reference.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw new NotSupportedException($"The schema reference {reference} leads out of its file.");
        }

        _definitions[reference] = null!;
        return _definitions[reference] = Subschema(reference[2..].Split('/').Aggregate(_document, (element, name) => element.GetProperty(name)));
    }

    private FrozenDictionary<string, Schema> Properties(JsonElement value) => value.EnumerateObject()
        .ToFrozenDictionary(property => property.Name, property => Subschema(property.Value), StringComparer.Ordinal);

    private static ImmutableArray<string> Texts(JsonElement value) =>
        [.. value.EnumerateArray().Select(text => text.GetString()!)];

    private static SchemaTypes Types(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().Aggregate(SchemaTypes.None, (types, type) => types | Type(type.GetString()!))
        : Type(value.GetString()!);

    private static SchemaTypes Type(string name) => name switch
    {
        "null" => SchemaTypes.Null,
        "boolean" => SchemaTypes.Boolean,
        "integer" => SchemaTypes.Integer,
        "number" => SchemaTypes.Number,
        "string" => SchemaTypes.String,
        "array" => SchemaTypes.Array,
        "object" => SchemaTypes.Object,
        _ => throw new NotSupportedException($"The schema type \"{name}\" does not exist."),
    };

    /// <summary>
    /// In JavaScript <c>$</c> is the end; in .NET it is also the place before a last line break. The limit goes by the wall: with
    /// a second, a machine with too much to do failed on a word.
    /// </summary>
    private static Regex Pattern(string pattern) => new(
        pattern.EndsWith('$') ? $@"{pattern[..^1]}\z" : pattern, RegexOptions.CultureInvariant, TimeSpan.FromMinutes(1));
}
