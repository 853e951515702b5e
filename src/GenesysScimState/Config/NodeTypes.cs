using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>Which of JSON Schema's types a YAML value has, and how to call it.</summary>
internal static class NodeTypes
{
    private const int ShownMax = 60;

    /// <summary>A plain number is also text, as written: nobody has to put employee numbers in quotes.</summary>
    public static bool Admits(SchemaTypes types, YamlNode node) =>
        types == SchemaTypes.None
        || Is(types, node)
        || (types.HasFlag(SchemaTypes.String) && node is YamlScalar { Kind: ScalarKind.Integer or ScalarKind.Float });

    public static bool Is(SchemaTypes types, YamlNode node) => (types & TypesOf(node)) != SchemaTypes.None;

    public static string Name(SchemaTypes types)
    {
        // That a value may be left empty is no help to somebody who wrote something else.
        var shown = types == SchemaTypes.Null ? types : types & ~SchemaTypes.Null;
        string[] names =
        [
            .. Named(SchemaTypes.Null, "nothing"), .. Named(SchemaTypes.String, "text"),
            .. Named(SchemaTypes.Number, "a number"), .. Named(SchemaTypes.Integer, "a whole number"),
            .. Named(SchemaTypes.Boolean, "true or false"), .. Named(SchemaTypes.Array, "a list"),
            .. Named(SchemaTypes.Object, "a mapping of keys to values"),
        ];
        return names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} or {names[^1]}";

        IEnumerable<string> Named(SchemaTypes type, string name) => shown.HasFlag(type) ? [name] : [];
    }

    public static string Describe(YamlNode node) => node switch
    {
        YamlScalar { Kind: ScalarKind.Null } => "nothing",
        YamlScalar { Kind: ScalarKind.Boolean } scalar => scalar.Text.ToLowerInvariant(),
        YamlScalar { Kind: ScalarKind.Integer or ScalarKind.Float } scalar => $"the number {Shown(scalar.Text)}",
        YamlScalar scalar => $"the text \"{Shown(scalar.Text)}\"",
        YamlSequence => "a list",
        _ => "a mapping of keys to values",
    };

    private static SchemaTypes TypesOf(YamlNode node) => node switch
    {
        YamlScalar { Kind: ScalarKind.Null } => SchemaTypes.Null,
        YamlScalar { Kind: ScalarKind.Boolean } => SchemaTypes.Boolean,
        YamlScalar { Kind: ScalarKind.Text } => SchemaTypes.String,
        YamlScalar scalar => CoreSchema.NumberOf(scalar) switch
        {
            null => SchemaTypes.None,
            { } number when double.IsInteger(number) => SchemaTypes.Integer | SchemaTypes.Number,
            _ => SchemaTypes.Number,
        },
        YamlSequence => SchemaTypes.Array,
        _ => SchemaTypes.Object,
    };

    private static string Shown(string text) => Untrusted.Show(text.Length <= ShownMax ? text : $"{text[..ShownMax]}…");
}
