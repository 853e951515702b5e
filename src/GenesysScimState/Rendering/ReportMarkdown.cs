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
        string[] rows = [.. report.Changes.Where(change => change.Outcome != ReportText.Word(OutcomeKind.Done)).Select(change => Row(change, form))];
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
        { IsComplete: false } => $"Apply incomplete: {MarkdownRoom.Number(report.Count(OutcomeKind.Failed))} failed, {MarkdownRoom.Number(report.Count(OutcomeKind.Unverified))} unverified, {MarkdownRoom.Number(report.Count(OutcomeKind.Skipped))} skipped, {MarkdownRoom.Number(report.Count(OutcomeKind.NotAttempted))} not attempted. Running apply again goes on.",
        { Left: { IsEmpty: false } left } => $"Applied, and {Words.Count(left.Length, "change")} found still to do.",
        { Changes.IsEmpty: true } => "Nothing to do: the organization is as declared.",
        _ => $"Applied: {Words.Count(report.Changes.Length, "change")} done.",
    };

    private static string Row(ReportedChange change, MarkdownForm form)
    {
        // Without a place, nothing declares it.
        var name = form.DeclaredOnly && change.At is null ? "(in no state file)" : Markdown.Code(change.Address);
        var why = change.Problem is { } problem ? FindingsMarkdown.Of(problem with { At = change.At ?? problem.At }, form) : "";
        return $"| {name} | {Markdown.Text(change.Operation)} | {Markdown.Text(change.Outcome)} | {why} |\n";
    }
}
