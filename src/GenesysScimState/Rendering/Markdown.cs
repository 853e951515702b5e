using System.Text;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Rendering;

/// <summary>Text inside Markdown that stays text, whatever is in a name: no markup, no HTML, no mention, no link.</summary>
internal static class Markdown
{
    /// <summary>
    /// Prose. Special characters become numeric entities. GitHub looks for mentions after it has resolved them, so a space
    /// of no width follows each <c>@</c>.
    /// </summary>
    public static string Text(string text) => Escape(text).Replace("&#64;", "&#64;&#8203;", StringComparison.Ordinal);

    /// <summary>A code span. Its own HTML element, because a pipe or a backtick would break a Markdown span in a table.</summary>
    public static string Code(string text) => $"<code>{Escape(text)}</code>";

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in Untrusted.Show(text))
        {
            _ = character switch
            {
                '<' or '>' or '@' or '&' or '|' or '`' or '#' or '~' or '*' or '_' or '[' or ']' or '\\' => escaped.Append("&#").Append((int)character).Append(';'),
                _ => escaped.Append(character),
            };
        }

        // What looks like an address becomes a link by itself.
        return escaped.Replace("://", "&#58;//").Replace("www.", "www&#46;").ToString();
    }

    /// <summary>A code block whose fence is longer than any run of backticks in the text.</summary>
    public static string Fence(string text, string language)
    {
        var fence = FenceOf(text);
        return $"{fence}{language}\n{text.TrimEnd('\n')}\n{fence}\n";
    }

    /// <summary>Backticks enough to stand around a text.</summary>
    public static string FenceOf(string text)
    {
        var longest = 0;
        var run = 0;
        foreach (var character in text)
        {
            run = character == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return new string('`', Math.Max(3, longest + 1));
    }
}
