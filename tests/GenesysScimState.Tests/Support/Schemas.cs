using System.Text;
using System.Text.Json;
using GenesysScimState.Config;
using Xunit;

namespace GenesysScimState.Tests.Support;

/// <summary>Holds what the program writes to the schemas it publishes.</summary>
internal static class Schemas
{
    public static SourceText TextOf(string file, string text) => SourceText.Decode(file, Encoding.UTF8.GetBytes(text)).Value!;

    /// <param name="name">Such as <c>plan</c>.</param>
    /// <param name="json">One whole JSON document.</param>
    public static void Check(string name, string json)
    {
        using var document = JsonDocument.Parse(json);
        var tree = YamlReader.Read(TextOf($"{name}.json", json));
        Assert.True(tree is { HasErrors: false, Value: not null }, string.Join('\n', tree.Diagnostics));
        Assert.Equal([], SchemaValidator.Validate(EmbeddedFiles.Schema(name), tree.Value).Diagnostics.Select(finding => finding.ToString()));
    }
}
