using System.Globalization;
using System.Text;

namespace GenesysScimState.Core.Model;

/// <summary>
/// Text from the organization or from a file, made safe to show. Control and escape characters, line breaks, direction
/// marks and other invisible characters are written as <c>\u{…}</c>: a name can neither move the cursor, nor fake a line
/// of a log, nor read differently than it is. Nor can it command the runner of a workflow, which takes a line of the log
/// that begins with <c>::</c>, and <c>##[</c> anywhere in a line, for its own: one character of those is escaped as well.
/// </summary>
public static class Untrusted
{
    /// <summary>
    /// Whether a character would not be seen as what it is. U+200D joins emoji and U+200C separates letters in Persian and
    /// Indic names: both are part of how a name is written, and shown as they are.
    /// </summary>
    public static bool IsHidden(Rune rune) => rune.Value is not (0x200C or 0x200D) && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate
        or UnicodeCategory.OtherNotAssigned || rune == Rune.ReplacementChar;

    /// <summary>Quotes and backslashes with a backslash before them, as in JSON: for a text that stands in quotes.</summary>
    public static string EscapeQuotes(string text) => text.AsSpan().ContainsAny('"', '\\')
        ? text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        : text;

    public static string Show(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return Disarm(text);
        }

        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHidden(rune))
            {
                return Disarm(Escape(text));
            }
        }

        return Disarm(text);
    }

    private static string Disarm(string text)
    {
        var shown = text.Contains("##[", StringComparison.Ordinal) ? text.Replace("##[", "##\\u{5b}", StringComparison.Ordinal) : text;
        var start = shown.Length - shown.AsSpan().TrimStart().Length;
        return shown.AsSpan(start).StartsWith("::") ? $"{shown[..start]}\\u{{3a}}{shown[(start + 1)..]}" : shown;
    }

    private static string Escape(string text)
    {
        var shown = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHidden(rune))
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
            else
            {
                shown.Append(rune);
            }
        }

        return shown.ToString();
    }
}
