using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Diagnostics;

/// <summary>
/// A value from a file, in quotes, made safe to show and cut to a length that leaves the message readable.
/// </summary>
internal static class Quote
{
    private const int LengthMax = 120;

    public static string Of(string text) =>
        text.Length <= LengthMax ? $"\"{Untrusted.Show(text)}\"" : $"\"{Untrusted.Show(text[..LengthMax])}…\"";

    /// <summary>A value of the organization: its entries, or <c>(none)</c>.</summary>
    public static string Of(AttributeValue value) =>
        value.IsEmpty ? "(none)" : AllOf([.. value.Entries.Select(entry => Untrusted.EscapeQuotes(entry.ToString()))]);

    /// <summary><c>"a", "b" and "c"</c>; after the first twelve only how many there are.</summary>
    public static string AllOf(IReadOnlyCollection<string> texts) =>
        Listed(texts, "and");

    /// <summary><c>"a", "b" or "c"</c>; after the first twelve only how many there are.</summary>
    public static string OneOf(IReadOnlyCollection<string> texts) => Listed(texts, "or");

    private static string Listed(IReadOnlyCollection<string> texts, string last)
    {
        const int ShownMax = 12;
        var shown = texts.Take(ShownMax).Select(Of).ToArray();
        return texts.Count > ShownMax ? $"{string.Join(", ", shown)} and {texts.Count - ShownMax} more"
            : shown.Length <= 1 ? string.Concat(shown)
            : $"{string.Join(", ", shown[..^1])} {last} {shown[^1]}";
    }
}
