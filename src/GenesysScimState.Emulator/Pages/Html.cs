using System.Globalization;
using System.Net;
using System.Text;

namespace GenesysScimState.Emulator.Pages;

/// <summary>A page as it is written: every text is escaped, and what would not be seen is shown by its number.</summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();
    private bool _isTable;

    /// <summary>A cell that leads somewhere.</summary>
    public sealed record Anchor(string Target, string Text);

    public void Begin(string title) => _text.Append(CultureInfo.InvariantCulture, $$"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>{{Escape(title)}}</title>
        <meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
        <style>body{font:15px/1.4 system-ui,sans-serif;margin:1.5em}nav a{margin-right:1em}table{border-collapse:collapse}td,th{text-align:left;padding:.15em .8em .15em 0;vertical-align:top;overflow-wrap:anywhere}pre{white-space:pre-wrap}</style>
        </head><body><h1>{{Escape(title)}}</h1>

        """);

    public void Raw(string markup) => _text.Append(markup);

    public void Line(string element, string text) =>
        _text.Append(CultureInfo.InvariantCulture, $"<{element}>{Escape(text)}</{element}>\n");

    public void Link(string target, string text) => _text.Append(Of(new Anchor(target, text))).Append('\n');

    public void Search(string target, string text) => _text.Append(
        CultureInfo.InvariantCulture,
        $"<form action=\"{Escape(target)}\"><input name=\"find\" aria-label=\"Find\" value=\"{Escape(text)}\"> <button>Find</button></form>\n");

    /// <param name="element"><c>th</c> or <c>td</c>.</param>
    /// <param name="cells">Texts and <see cref="Anchor"/>.</param>
    public void Row(string element, params ReadOnlySpan<object> cells)
    {
        _text.Append(_isTable ? "<tr>" : "<table>\n<tr>");
        _isTable = true;
        foreach (var cell in cells)
        {
            var shown = cell is Anchor anchor ? Of(anchor) : Escape((string)cell);
            _text.Append(CultureInfo.InvariantCulture, $"<{element}>{shown}</{element}>");
        }

        _text.Append("</tr>\n");
    }

    public void EndTable()
    {
        _text.Append("</table>\n");
        _isTable = false;
    }

    public EmulatorResponse End(int status) => new(
        status,
        [
            new("Content-Type", "text/html; charset=utf-8"),
            new("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
            new("X-Content-Type-Options", "nosniff"),
            new("Referrer-Policy", "no-referrer"),
            new("Cache-Control", "no-store"),
        ],
        Encoding.UTF8.GetBytes(_text.Append("</body></html>\n").ToString()));

    private static string Of(Anchor anchor) => $"<a href=\"{Escape(anchor.Target)}\">{Escape(anchor.Text)}</a>";

    private static string Escape(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var isHidden = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
            shown.Append(isHidden && rune.Value != '\n'
                ? string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}")
                : rune.ToString());
        }

        return WebUtility.HtmlEncode(shown.ToString());
    }
}
