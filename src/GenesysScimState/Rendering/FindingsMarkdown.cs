using System.Collections.Immutable;
using System.Text;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Rendering;

/// <summary>Why a command stopped, for a pull request: the verdict, then every finding with its place.</summary>
internal static class FindingsMarkdown
{
    /// <param name="verdict">Plain text; the heart of it, without a full stop at the end of the headline.</param>
    public static string Render(string organization, string verdict, ImmutableArray<Diagnostic> findings, MarkdownForm form)
    {
        var end = form.Origin.Length > 0 ? $"{form.Origin}\n" : "";
        string Cut(int leftOut) => leftOut == 0 ? "" : $"**Cut to fit: {MarkdownRoom.Number(leftOut)} rows are not shown.** {form.Elsewhere}\n\n";
        var room = new MarkdownRoom(form.BytesMax - Encoding.UTF8.GetByteCount($"{end}{Cut(int.MaxValue)}"));
        room.Add($"## {form.Title}: {Markdown.Text(organization)}\n\n**{Markdown.Text(verdict)}**\n\n");
        var rows = findings.OrderBy(finding => finding.Severity).Select(finding => $"- {Of(finding, form)}\n").ToArray();
        if (rows.Length > 0)
        {
            room.AddRows("", rows, "\n", 100, count => $"- and {MarkdownRoom.Number(count)} more\n");
        }

        return $"{room}{Cut(room.LeftOut)}{end}";
    }

    /// <summary>One finding on a line. Messages quote values and names, so that only code and place are left where those may not be shown.</summary>
    public static string Of(Diagnostic finding, MarkdownForm form)
    {
        var sign = finding.Severity switch
        {
            Severity.Error => ":x:",
            Severity.Warning => ":warning:",
            Severity.Note => ":information_source:",
        };
        var place = finding.At is { } at ? $"{Markdown.Code(at.ToString())} " : "";
        var subject = finding is { At: not null, Subject: { } address } ? $" {Markdown.Code(address.ToString())}" : "";
        return form.DeclaredOnly && !IsOfTheFiles(finding)
            ? $"{sign} {place}{finding.Code}{subject}: {Withheld}"
            : $"{sign} {place}{finding.Code}: {Markdown.Text(finding.Message)}";
    }

    /// <summary>Instead of a message that may name people whom no file declares.</summary>
    public const string Withheld = "the log or an artifact of the run says more";

    /// <summary>Whoever can read the comment can read the files; what has neither place nor subject is about the run.</summary>
    public static bool IsOfTheFiles(Diagnostic finding) =>
        finding.Code is [_, _, _, '1' or '2', ..] || finding is { Code: [_, _, _, '7', ..], At: null, Subject: null };
}
