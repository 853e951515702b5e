using System.Globalization;
using System.Text;
using GenesysScimState.Config;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Editing;

/// <summary>
/// How texts are written in YAML: without quotes where every reader takes that for this text, else in double quotes
/// with all that cannot be seen escaped.
/// </summary>
internal static class YamlText
{
    /// <summary>What YAML 1.1, which many tools still read, takes for true or false.</summary>
    private static readonly HashSet<string> Ambiguous =
        new(StringComparer.OrdinalIgnoreCase) { "y", "n", "yes", "no", "on", "off", "=", "<<" };

    public static string Of(string text) => IsPlain(text) ? text : Quoted(text);

    public static string Flow(char open, IEnumerable<string> entries) => open + string.Join(", ", entries) + Closing(open);

    public static char Closing(char open) => open == '[' ? ']' : '}';

    /// <summary>The same rule within brackets and outside: a text does not change its looks with its place.</summary>
    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || CoreSchema.KindOf(text) != ScalarKind.Text || Ambiguous.Contains(text)
            || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || text[^1] == ':'
            || "-?:,[]{}#&*!|>'\"%@`.~".Contains(text[0], StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is ',' or '[' or ']' or '{' or '}' || Untrusted.IsHidden(rune))
            {
                return false;
            }
        }

        return !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal);
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                > 0xFFFF when Untrusted.IsHidden(rune) => quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}"),
                _ when Untrusted.IsHidden(rune) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
                _ => quoted.Append(rune),
            };
        }

        return quoted.Append('"').ToString();
    }
}
