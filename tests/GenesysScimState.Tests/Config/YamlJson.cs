using System.Text.Json.Nodes;
using GenesysScimState.Config;

namespace GenesysScimState.Tests.Config;

/// <summary>A tree as JSON, for checkers that read nothing else.</summary>
internal static class YamlJson
{
    public static JsonNode Of(YamlNode node) => Value(node)!;

    private static JsonNode? Value(YamlNode node) => node switch
    {
        YamlScalar { Kind: ScalarKind.Null } => null,
        YamlScalar { Kind: ScalarKind.Boolean } scalar => JsonValue.Create(CoreSchema.IsTrue(scalar)),
        YamlScalar { Kind: ScalarKind.Text } scalar => JsonValue.Create(scalar.Text),
        YamlScalar scalar => JsonValue.Create(CoreSchema.NumberOf(scalar)!.Value),
        YamlSequence sequence => new JsonArray([.. sequence.Items.Select(Value)]),
        YamlMapping mapping => new JsonObject(mapping.Pairs.Select(pair => KeyValuePair.Create(pair.Key.Text, Value(pair.Value)))),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };
}
