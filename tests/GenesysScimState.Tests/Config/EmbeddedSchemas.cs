using System.Text.Json;
using GenesysScimState.Config;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Config;

public sealed class EmbeddedSchemas
{
    [Fact]
    public void Those_that_check_what_people_write_compile()
    {
        foreach (var name in (string[])["state", "config", "dialect"])
        {
            Assert.NotEmpty(EmbeddedFiles.Schema(name).Keys);
        }
    }

    [Fact]
    public void They_are_the_published_ones()
    {
        foreach (var name in EmbeddedFiles.SchemaNames)
        {
            Assert.Equal(File.ReadAllBytes(Repository.At("schemas", $"{name}.schema.json")), EmbeddedFiles.SchemaBytes(name).ToArray());
        }
    }

    [Theory]
    [InlineData("""{"properties": {"a": {"format": "email"}}}""", "format")]
    [InlineData("""{"$ref": "other.json"}""", "leads out of its file")]
    [InlineData("""{"$ref": "#/$defs/a", "$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}}""", "refers to itself")]
    [InlineData("""{"type": "text"}""", "text")]
    [InlineData("""{"type": "array", "maxItems": 3}""", "maxItems")]
    public void A_schema_that_asks_for_more_than_is_checked_does_not_compile(string json, string message)
    {
        using var document = JsonDocument.Parse(json);
        var exception = Assert.Throws<NotSupportedException>(() => SchemaCompiler.Compile(document.RootElement));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_property_says_what_it_is()
    {
        foreach (var name in EmbeddedFiles.SchemaNames)
        {
            using var document = JsonDocument.Parse(EmbeddedFiles.SchemaBytes(name));
            var properties = Properties(document.RootElement).ToArray();

            Assert.NotEmpty(properties);
            Assert.All(properties, property => Assert.True(Description(document.RootElement, property.Value) is { Length: > 0 }, $"{name}: {property.Name} says nothing"));
        }
    }

    [Fact]
    public void Every_attribute_of_the_dialect_has_a_description_for_editors()
    {
        var dialect = DialectReader.Parse("genesys-cloud.yaml", EmbeddedFiles.DialectBytes("genesys-cloud")).Value!;
        using var document = JsonDocument.Parse(EmbeddedFiles.SchemaBytes("state"));
        var properties = document.RootElement.GetProperty("$defs").GetProperty("user").GetProperty("properties");
        foreach (var row in dialect.Attributes)
        {
            var property = properties.GetProperty(row.Name);
            Assert.NotEqual("", property.GetProperty("description").GetString());
            var keys = property.TryGetProperty("properties", out var known) ? known.EnumerateObject().Select(key => key.Name) : [];
            Assert.Equal(row.Keys, keys);
        }
    }

    private static IEnumerable<JsonProperty> Properties(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Array => schema.EnumerateArray().SelectMany(Properties),
        JsonValueKind.Object => schema.EnumerateObject().SelectMany(member => member switch
        {
            { Name: "examples" or "default" } => [],
            { Name: "properties", Value.ValueKind: JsonValueKind.Object } => member.Value.EnumerateObject().SelectMany(property => Properties(property.Value).Prepend(property)),
            _ => Properties(member.Value),
        }),
        _ => [],
    };

    /// <summary>Its own, or that of what it refers to.</summary>
    private static string? Description(JsonElement document, JsonElement schema) =>
        schema.TryGetProperty("description", out var description) ? description.GetString()
        : schema.TryGetProperty("$ref", out var reference) ? Description(document, reference.GetString()![2..].Split('/').Aggregate(document, (node, name) => node.GetProperty(name)))
        : null;
}
