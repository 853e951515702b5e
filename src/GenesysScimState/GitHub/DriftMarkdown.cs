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
        room.Add($"## {form.Title}: {Markdown.Text(document.Organization)}\n\n**{DriftText.Verdict(differences.Length, document.Plan.Unlisted.Length)}**\n\n");
        if (!back.IsEmpty)
        {
            string[] rows = [.. back.Select(difference => BackRow(difference, Of(memory, document, difference)!))];
            room.AddRows("### These keep coming back\n\nSomething else writes them. Let it own them, or stop it.\n\n| what | how often | to let it be |\n|---|---:|---|\n", rows, "\n", 40, count => $"| and {MarkdownRoom.Number(count)} more | | |\n");
        }

        if (!differences.IsEmpty)
        {
            AddDifferences(room, document, memory, differences);
        }

        AddUnlisted(room, document.Plan.Unlisted);

        return $"{room}{Cut(room.LeftOut)}{end}";
    }

    /// <summary>What has been there for longest comes first.</summary>
    private void AddDifferences(MarkdownRoom room, PlanDocument document, DriftMemory memory, ImmutableArray<Difference> differences)
    {
        string[] columns = ["what", "how", .. memory.IsEmpty ? [] : (string[])["since"], .. TellsWriters ? (string[])["last written by scimstate"] : [], "declared at"];
        var rest = string.Concat(Enumerable.Repeat(" |", columns.Length - 1));
        var shown = differences.Where(IsShown)
            .Select(difference => (Difference: difference, Known: Of(memory, document, difference)))
            .OrderBy(pair => pair.Known?.Since ?? DateOnly.MaxValue)
            .Select(pair => Row(pair.Difference, pair.Known, !memory.IsEmpty));
        var hidden = differences.Count(difference => !IsShown(difference));
        string[] rows = [.. shown, .. hidden == 0 ? [] : (string[])[$"| {Words.Count(hidden, "difference")} about people in no state file |{rest}\n"]];
        room.AddRows(
            $"### What differs\n\n| {string.Join(" | ", columns)} |\n|{string.Concat(columns.Select(_ => "---|"))}\n",
            rows, $"\n{ToDo(document.Plan)}\n\n", 100, count => $"| and {MarkdownRoom.Number(count)} more |{rest}\n");
    }

    /// <summary>Users in no state file: no drift, and nothing to do unless the files are to be complete.</summary>
    private void AddUnlisted(MarkdownRoom room, ImmutableArray<UnlistedUser> unlisted)
    {
        if (unlisted.IsEmpty)
        {
            return;
        }

        var title = $"### Unmanaged users\n\n{Words.Count(unlisted.Length, "user")} not in any state file. The accounts stay unchanged. To manage a user, run {Markdown.Code("scimstate drift --accept ADDRESS")}; to list fewer users, narrow {Markdown.Code("unlisted")} in scimstate.yaml.\n\n";
        if (form.DeclaredOnly)
        {
            room.Add(title);
            return;
        }

        string[] rows = [.. unlisted.Select(user => $"- {Markdown.Code(user.Address.ToString())}\n")];
        room.AddRows(title, rows, "\n", 60, count => $"- and {MarkdownRoom.Number(count)} more\n");
    }

    /// <summary>Who wrote something last is told where people are, and where a log is kept.</summary>
    private bool TellsWriters => !form.DeclaredOnly && !writers.IsEmpty;

    private string ToDo(Plan plan)
    {
        var never = TellsWriters ? "\"Never\" is as far as the audit log goes." : "";
        var changes = plan.IsEmpty ? "" : $"What differs is merged and not applied yet, or was changed elsewhere: the audit viewer of Genesys Cloud says by whom. To make it as declared, merge a pull request that touches the state files, if only a comment in them: its plan has all of this. To keep what is there, run {Markdown.Code("scimstate drift --accept ADDRESS")} and commit what it writes.";
        return string.Join(' ', ((string[])[never, changes]).Where(text => text.Length > 0));
    }

    private static KnownDifference? Of(DriftMemory memory, PlanDocument document, Difference difference) => memory[difference.Key(document.Organization)];

    private bool IsShown(Difference difference) => !form.DeclaredOnly || difference.IsDeclared;

    private string Row(Difference difference, KnownDifference? known, bool remembers)
    {
        var place = difference.Change.At is { } at ? Markdown.Code($"{at.File}:{MarkdownRoom.Number(at.Line)}") : "";
        var since = known is null ? "" : known.Since.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        // Of an attribute it holds values, otherwise words only.
        var how = form.DeclaredOnly && difference.IsAttribute ? "differs" : Markdown.Text(difference.Detail);
        return $"| {What(difference)} | {how} |{(remembers ? $" {since} |" : "")}{(TellsWriters ? $" {writers.Of(difference)} |" : "")} {place} |\n";
    }

    private string BackRow(Difference difference, KnownDifference known) =>
        $"| {(IsShown(difference) ? What(difference) : "somebody in no state file")} | {MarkdownRoom.Number(known.Times)} times | {Suggestion(difference)} |\n";

    private static string What(Difference difference) => difference.Change is { IsMembership: false } and not { Operation: Operation.Update }
        ? Markdown.Code(difference.Address.ToString())
        : $"{Markdown.Code(difference.Address.ToString())} {Markdown.Code(difference.Aspect)}";

    private static string Suggestion(Difference difference) => difference switch
    {
        { IsAttribute: true } => $"{Markdown.Code($"ignore: [{difference.Aspect}]")} in scimstate.yaml",
        { Change.Operation: Operation.RemoveMembers } => $"{Markdown.Code("membership: additive")} for the group",
        { Change.IsMembership: true } => "take the member out of the state files",
        { Change.Reason: ActionReason.Unlisted } => $"a narrower {Markdown.Code("unlisted: {scope: …}")} in scimstate.yaml",
        _ => "take the user out of the state files",
    };
}
