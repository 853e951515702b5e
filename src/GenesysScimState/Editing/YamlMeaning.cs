using GenesysScimState.Config;

namespace GenesysScimState.Editing;

/// <summary>
/// What a tree holds apart from how it is written: values without quotes, anchors and comments, keys and list items in any
/// order. State files have no list whose order matters.
/// </summary>
internal static class YamlMeaning
{
    /// <summary>Equal for trees that hold the same.</summary>
    public static string Of(YamlNode node) => node switch
    {
        YamlAlias alias => Of(alias.Target),
        YamlMapping mapping => $"{{{string.Join(',', Sorted(mapping.Pairs.Select(pair => $"{Of(pair.Key)}:{Of(pair.Value)}")))}}}",
        YamlSequence sequence => $"[{string.Join(',', Sorted(sequence.Items.Select(Of)))}]",
        YamlScalar { Kind: ScalarKind.Null } => "null",
        YamlScalar { Kind: ScalarKind.Boolean } scalar => scalar.Text.ToLowerInvariant(),
        YamlScalar scalar => $"{scalar.Kind} {scalar.Text.Length} {scalar.Text}",
        _ => "?",
    };

    private static IEnumerable<string> Sorted(IEnumerable<string> texts) => texts.Order(StringComparer.Ordinal);
}
