using System.Globalization;
using System.Net;
using System.Text;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>A plan as one page without scripts, styles from elsewhere or links: safe to open, to attach and to archive.</summary>
internal static class PlanHtml
{
    public static string Render(PlanDocument document)
    {
        var page = new StringBuilder();
        var title = WebUtility.HtmlEncode($"scimstate plan: {document.Organization}");
        page.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n");
        page.Append("<style>\nbody { font-family: system-ui, sans-serif; margin: 2rem; }\npre { line-height: 1.4; }\n");
        page.Append(".add { color: #1a7f37; }\n.change { color: #9a6700; }\n.destroy { color: #cf222e; }\n.refused { color: #8250df; font-weight: bold; }\n</style>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{title}</h1>\n");
        foreach (var refusal in document.Refusals)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"refused\">{WebUtility.HtmlEncode(DiagnosticText.Line(refusal.Problem))}</p>\n");
        }

        page.Append("<pre>\n");
        foreach (var line in PlanText.Render(document).Split('\n'))
        {
            var text = WebUtility.HtmlEncode(line);
            page.Append(Class(line) is { } name ? $"<span class=\"{name}\">{text}</span>" : text).Append('\n');
        }

        return page.Append("</pre>\n</html>\n").ToString();
    }

    private static string? Class(string line) => line.TrimStart() switch
    {
        ['+', ' ', ..] => "add",
        ['~', ' ', ..] => "change",
        ['-', ' ', ..] => "destroy",
        ['!', ' ', ..] => "refused",
        _ => null,
    };
}
