using System.Globalization;
using System.Net;
using System.Text;

namespace GenesysScimState.Emulator.Pages;

/// <summary>A page as it is written: every text is escaped, and what would not be seen is shown by its number.</summary>
internal sealed class Html
{
    private const string Style = """
        <style>
        :root{--text:#1f2328;--page:#fff;--line:#d1d9e0;--link:#0550ae;--bad:#b3001b}
        @media(prefers-color-scheme:dark){:root{--text:#e6edf3;--page:#0d1117;--line:#3d444d;--link:#79b8ff;--bad:#ff8f8a}}
        body{font:15px/1.4 system-ui,sans-serif;margin:1.5em;color:var(--text);background:var(--page)}
        a{color:var(--link)}nav a,p a{margin-right:1em}h1{font-size:1.4em}h2{font-size:1.15em}
        .table{overflow-x:auto}table{border-collapse:collapse}
        td,th{text-align:left;padding:.25em 1em .25em 0;vertical-align:top;white-space:nowrap;border-bottom:1px solid var(--line)}
        td.wide{white-space:normal;min-width:16em;overflow-wrap:anywhere}tr.error td{color:var(--bad)}
        pre{white-space:pre-wrap;overflow-wrap:anywhere}input,button{font:inherit;max-width:100%}
        @media(max-width:500px){body{margin:1em .75em}}
        </style>
        """;

    private readonly StringBuilder _text = new();
    private bool _isTable;

    /// <summary>A cell that leads somewhere.</summary>
    public sealed record Anchor(string Target, string Text);

    /// <summary>A cell whose text may be long, and breaks where it must.</summary>
    public sealed record Wide(string Text);

    /// <param name="title">Of the page.</param>
    /// <param name="refresh">Seconds after which the browser loads the page again; null: it does not.</param>
    public void Begin(string title, int? refresh = null) => _text.Append(CultureInfo.InvariantCulture, $$"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>{{Escape(title)}}</title>
        <meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
        <link rel="icon" href="data:,">{{(refresh is { } seconds ? $"<meta http-equiv=\"refresh\" content=\"{seconds}\">" : "")}}
        {{Style}}
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
    public void Row(string element, params ReadOnlySpan<object> cells) => Row(element, isError: false, cells);

    /// <param name="element"><c>th</c> or <c>td</c>.</param>
    /// <param name="isError">Whether the row is marked by a colour; its text must show it as well.</param>
    /// <param name="cells">Texts, <see cref="Wide"/> and <see cref="Anchor"/>.</param>
    public void Row(string element, bool isError, params ReadOnlySpan<object> cells)
    {
        _text.Append(_isTable ? "" : "<div class=\"table\"><table>\n").Append(isError ? "<tr class=\"error\">" : "<tr>");
        _isTable = true;
        foreach (var cell in cells)
        {
            var shown = cell switch
            {
                Anchor anchor => Of(anchor),
                Wide wide => Escape(wide.Text),
                _ => Escape((string)cell),
            };
            var style = cell is Wide ? " class=\"wide\"" : "";
            _text.Append(CultureInfo.InvariantCulture, $"<{element}{style}>{shown}</{element}>");
        }

        _text.Append("</tr>\n");
    }

    public void EndTable()
    {
        _text.Append("</table></div>\n");
        _isTable = false;
    }

    public EmulatorResponse End(int status) => new(
        status,
        [
            new("Content-Type", "text/html; charset=utf-8"),
            new("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
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
