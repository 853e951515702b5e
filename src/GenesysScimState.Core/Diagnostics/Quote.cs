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

    /// <summary><c>"a", "b" or "c"</c>; after the first twelve only how many there are.</summary>
    public static string OneOf(IReadOnlyCollection<string> texts)
    {
        const int ShownMax = 12;
        var shown = texts.Take(ShownMax).Select(Of).ToArray();
        return texts.Count > ShownMax ? $"{string.Join(", ", shown)} and {texts.Count - ShownMax} more"
            : shown.Length <= 1 ? string.Concat(shown)
            : $"{string.Join(", ", shown[..^1])} or {shown[^1]}";
    }
}
