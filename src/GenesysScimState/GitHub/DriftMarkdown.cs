using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.GitHub;

/// <summary>Drift for an issue: the verdict, what keeps coming back, what is there since when and who wrote it last.</summary>
/// <param name="form">How much room there is, and what may be shown.</param>
/// <param name="writers">Says who wrote something last, as far as the audit log knows.</param>
internal sealed class DriftMarkdown(MarkdownForm form, LastWriters writers)
{
    /// <summary>Appearances from which on a difference counts as one that keeps coming back.</summary>
    public const int TimesToCount = 3;

    public string Render(PlanDocument document, DriftMemory memory)
    {
        var differences = Difference.Of(document.Plan);
        var back = differences.Where(difference => Of(memory, document, difference) is { Times: >= TimesToCount }).ToImmutableArray();
        var end = form.Origin.Length > 0 ? $"{form.Origin}\n" : "";
        string Cut(int leftOut) => leftOut == 0 ? "" : $"**Cut to fit: {MarkdownRoom.Number(leftOut)} rows are not shown.** {form.Elsewhere}\n\n";
        var room = new MarkdownRoom(form.BytesMax - Encoding.UTF8.GetByteCount($"{end}{Cut(int.MaxValue)}"));
        room.Add($"## {form.Title}: {Markdown.Text(document.Organization)}\n\n**{DriftText.Verdict(document.Plan)}**\n\n");
        if (!back.IsEmpty)
        {
            string[] rows = [.. back.Select(difference => BackRow(difference, Of(memory, document, difference)!))];
            room.AddRows("### These keep coming back\n\nSomething else writes them. Let it own them, or stop it.\n\n| what | how often | to let it be |\n|---|---:|---|\n", rows, "\n", 40, count => $"| and {MarkdownRoom.Number(count)} more | | |\n");
        }

        string[] all = [.. differences.Where(IsShown).OrderBy(difference => Of(memory, document, difference)?.Since).Select(difference => Row(difference, Of(memory, document, difference))), .. Hidden(differences)];
        if (all.Length > 0)
        {
            room.AddRows($"### What differs\n\n| what | how | since | last written by scimstate | declared at |\n|---|---|---|---|---|\n", all, "\nWhat scimstate did not write last was changed elsewhere: the audit viewer of Genesys Cloud says by whom.\n\n", 100, count => $"| and {MarkdownRoom.Number(count)} more | | | | |\n");
        }

        return $"{room}{Cut(room.LeftOut)}{end}";
    }

    private static KnownDifference? Of(DriftMemory memory, PlanDocument document, Difference difference) => memory[difference.Key(document.Organization)];

    private bool IsShown(Difference difference) => !form.DeclaredOnly || difference.IsDeclared;

    private IEnumerable<string> Hidden(ImmutableArray<Difference> differences)
    {
        var hidden = differences.Count(difference => !IsShown(difference));
        return hidden == 0 ? [] : [$"| {Words.Count(hidden, "difference")} about people in no state file | | | | |\n"];
    }

    private string Row(Difference difference, KnownDifference? known)
    {
        var place = difference.Change?.At is { } at ? Markdown.Code($"{at.File}:{MarkdownRoom.Number(at.Line)}") : "";
        var since = known is null ? "" : known.Since.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"| {What(difference)} | {(form.DeclaredOnly ? "" : Markdown.Text(difference.Detail))} | {since} | {(form.DeclaredOnly ? "" : writers.Of(difference))} | {place} |\n";
    }

    private string BackRow(Difference difference, KnownDifference known) =>
        $"| {(IsShown(difference) ? What(difference) : "somebody in no state file")} | {MarkdownRoom.Number(known.Times)} times | {Suggestion(difference)} |\n";

    private static string What(Difference difference) => difference.Change is { IsMembership: false } and not { Operation: Operation.Update } || difference.Change is null
        ? Markdown.Code(difference.Address.ToString())
        : $"{Markdown.Code(difference.Address.ToString())} {Markdown.Code(difference.Aspect)}";

    private static string Suggestion(Difference difference) => difference switch
    {
        { IsAttribute: true } => $"{Markdown.Code($"ignore: [{difference.Aspect}]")} in scimstate.yaml",
        { Change.Operation: Operation.RemoveMembers } => $"{Markdown.Code("membership: additive")} for the group",
        { Change.IsMembership: true } => "take the member out of the state files",
        { Change: null or { Reason: ActionReason.Unlisted } } => $"a narrower {Markdown.Code("unlisted: {scope: …}")} in scimstate.yaml",
        _ => "take the user out of the state files",
    };
}
