using System.Globalization;
using System.Text;
using GenesysScimState.Core.Applying;

namespace GenesysScimState.Rendering;

/// <summary>What an apply did, for a pull request: the verdict, then what is not done and why, then the counts.</summary>
internal static class ReportMarkdown
{
    public static string Render(ApplyReport report, MarkdownForm form)
    {
        var done = report.Done;
        var counts = string.Create(CultureInfo.InvariantCulture, $"| created | updated | activated | deactivated | deleted | members added | members removed |\n|---:|---:|---:|---:|---:|---:|---:|\n| {done.Create} | {done.Update} | {done.Activate} | {done.Deactivate} | {done.Delete} | {done.MembersAdded} | {done.MembersRemoved} |\n\n");
        var end = $"Run {Markdown.Code(report.Run)}, plan {Markdown.Code(report.Plan)}.\n{(form.Origin.Length > 0 ? $"\n{form.Origin}\n" : "")}";
        string Cut(int leftOut) => leftOut == 0 ? "" : $"**Cut to fit: {MarkdownRoom.Number(leftOut)} rows are not shown.** {form.Elsewhere}\n\n";
        var room = new MarkdownRoom(form.BytesMax - Encoding.UTF8.GetByteCount($"{counts}{end}{Cut(int.MaxValue)}"));
        room.Add($"## {form.Title}: {Markdown.Text(report.Organization)}\n\n**{Verdict(report)}**\n\n");
        string[] rows = [.. NotDone(report, form)];
        if (rows.Length > 0)
        {
            room.AddRows("### Not done\n\n| resource | what | outcome | why |\n|---|---|---|---|\n", rows, "\n", 90, count => $"| and {MarkdownRoom.Number(count)} more | | | |\n");
        }

        if (report.Left is { IsEmpty: false } left)
        {
            string[] names = [.. left.Select(change => $"- {(form.DeclaredOnly ? "a change" : Markdown.Code(change.Address.ToString()))}: {Words.Of(change.Operation)}\n")];
            room.AddRows("### Found still to do afterwards\n\n", names, "\n", 100, count => $"- and {MarkdownRoom.Number(count)} more\n");
        }

        return $"{room}{counts}{Cut(room.LeftOut)}{end}";
    }

    private static string Verdict(ApplyReport report) => report switch
    {
        { IsComplete: false } => $"Apply incomplete: {Outcomes(report)}. Running apply again goes on.",
        { Left: { IsEmpty: false } left } => $"Applied, and {Words.Count(left.Length, "change")} found still to do.",
        { Changes.IsEmpty: true } => "Nothing to do: the organization is as declared.",
        _ => $"Applied: {Words.Count(report.Changes.Length, "change")} done.",
    };

    /// <summary>How many changes ended how: what is not done first, and nothing of which there is none.</summary>
    private static string Outcomes(ApplyReport report) => string.Join(", ", ((OutcomeKind[])[OutcomeKind.Failed, OutcomeKind.Unknown, OutcomeKind.Unverified, OutcomeKind.Skipped, OutcomeKind.NotAttempted, OutcomeKind.Done])
        .Where(kind => report.Count(kind) > 0 || kind == OutcomeKind.Done)
        .Select(kind => $"{MarkdownRoom.Number(report.Count(kind))} {ReportText.Word(kind)}"));

    /// <summary>What failed before what was skipped for it. What did not start is said once: it would push aside the reason.</summary>
    private static IEnumerable<string> NotDone(ApplyReport report, MarkdownForm form)
    {
        foreach (var kind in (OutcomeKind[])[OutcomeKind.Failed, OutcomeKind.Unknown, OutcomeKind.Unverified, OutcomeKind.Skipped])
        {
            foreach (var change in report.Changes.Where(change => change.Outcome == ReportText.Word(kind)))
            {
                yield return Row(change, form);
            }
        }

        var waiting = ReportText.Word(OutcomeKind.NotAttempted);
        if (report.Count(OutcomeKind.NotAttempted) > 0)
        {
            var first = report.Changes.FirstOrDefault(change => change.Outcome == waiting);
            yield return $"| {Words.Count(report.Count(OutcomeKind.NotAttempted), "change")} | | {waiting} | {(first?.Problem is { } problem ? FindingsMarkdown.Of(problem with { At = null }, form) : "")} |\n";
        }
    }

    private static string Row(ReportedChange change, MarkdownForm form)
    {
        // Without a place, nothing declares it.
        var name = form.DeclaredOnly && change.At is null ? "(in no state file)" : Markdown.Code(change.Address);
        var why = change.Problem is { } problem ? FindingsMarkdown.Of(problem with { At = change.At ?? problem.At }, form) : "";
        return $"| {name} | {Markdown.Text(change.Operation)} | {Markdown.Text(change.Outcome)} | {why} |\n";
    }
}
