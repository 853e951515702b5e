using System.Globalization;
using System.Text;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>
/// A plan for a pull request: the verdict first, then what is refused, what takes access away, the counts, what is worth
/// knowing, and the rest folded by the file that declares it. What has no room is left out from the end.
/// </summary>
internal static class PlanMarkdown
{
    private const string CountsHead = "| create | update | activate | deactivate | delete | members added | members removed |\n|---:|---:|---:|---:|---:|---:|---:|\n";

    public static string Render(PlanDocument document) => Render(document, new());

    public static string Render(PlanDocument document, MarkdownForm form)
    {
        var summary = document.Plan.Summary;
        var counts = string.Create(CultureInfo.InvariantCulture, $"{CountsHead}| {summary.Create} | {summary.Update} | {summary.Activate} | {summary.Deactivate} | {summary.Delete} | {summary.MembersAdded} | {summary.MembersRemoved} |\n\n");
        var end = $"{Words.LastLine(summary)} Digest {Markdown.Code(document.Digest)}.\n{(form.Origin.Length > 0 ? $"\n{form.Origin}\n" : "")}";
        // What is always there is paid for first: the counts, the end, and where the rest is when there is a rest.
        var room = new MarkdownRoom(form.BytesMax - Encoding.UTF8.GetByteCount($"{counts}{end}{Cut(form, int.MaxValue)}"));
        room.Add($"## {form.Title}: {Markdown.Text(document.Organization)}\n\n**{Verdict(document)}**\n\n");
        AddRefusals(room, document, form);
        AddTable(room, document, form);
        var before = room.ToString();
        var rest = new MarkdownRoom(form.BytesMax - Encoding.UTF8.GetByteCount($"{before}{counts}{end}{Cut(form, int.MaxValue)}"));
        if (!document.IsAllowed)
        {
            rest.Add($"<details><summary>A file in <code>approvals/</code> would allow exactly this plan</summary>\n\n{Markdown.Fence(PlanText.ApprovalOf(document), "yaml")}\n</details>\n\n");
        }

        AddWarnings(rest, document, form);
        AddDetails(rest, document, form);
        return $"{before}{counts}{rest}{Cut(form, room.LeftOut + rest.LeftOut)}{end}";
    }

    private static string Cut(MarkdownForm form, int leftOut) =>
        leftOut == 0 ? "" : $"**Cut to fit: {MarkdownRoom.Number(leftOut)} rows are not shown.** {form.Elsewhere}\n\n";

    private static string Verdict(PlanDocument document) => (document.Plan.IsEmpty, document.IsAllowed) switch
    {
        (true, _) => PlanText.NothingToDo(document),
        (_, true) => $"{Words.Count(document.Plan.Changes.Length, "change")} to apply{(document.Undoes is { } undone ? $", to take back the plan {Markdown.Code(undone)}" : "")}.",
        (_, false) => $"Refused by {Words.Count(document.Refusals.Length, "guard")}; nothing will be written.",
    };

    private static void AddRefusals(MarkdownRoom room, PlanDocument document, MarkdownForm form)
    {
        if (document.IsAllowed)
        {
            return;
        }

        var rows = document.Refusals.Select(refusal => $"- :no_entry: {refusal.Problem.Code}: {(form.DeclaredOnly ? $"{Markdown.Code(refusal.Guard)}, {Words.Count(refusal.Offenders.Length, "offender")}" : Markdown.Text(refusal.Problem.Message))}\n");
        room.AddRows("", [.. rows], "\n", 50, count => $"- and {MarkdownRoom.Number(count)} more\n");
    }

    private static bool TakesAway(Change change) =>
        change.Operation is Operation.Deactivate or Operation.Delete or Operation.RemoveMembers;

    private static void AddTable(MarkdownRoom room, PlanDocument document, MarkdownForm form)
    {
        var changes = document.Plan.Changes.Where(TakesAway).ToArray();
        if (changes.Length > 0)
        {
            var rows = changes.Where(change => IsShown(change, form)).Select(change => Row(change, form))
                .Concat(Undeclared(changes, form).Select(line => $"| - | {line} | | |\n"));
            room.AddRows("### Takes access away\n\n| | resource | what | declared at |\n|---|---|---|---|\n", [.. rows], "\n", 70, count => $"| | and {MarkdownRoom.Number(count)} more | | |\n");
        }
    }

    private static string Row(Change change, MarkdownForm form)
    {
        // A group may lose thousands; whoever does not fit in a row is counted.
        const int PeopleShown = 50;
        var people = !change.IsMembership || form.DeclaredOnly ? "" : $": {string.Join(", ", change.People.Take(PeopleShown).Select(person => Markdown.Code(person.UserName)))}{(change.People.Length > PeopleShown ? $" and {MarkdownRoom.Number(change.People.Length - PeopleShown)} more" : "")}";
        return $"| {Words.Symbol(change.Operation)} | {Markdown.Code(change.Address.ToString())} | {Words.Phrase(change)}{people} | {Place(change)} |\n";
    }

    /// <summary>A user that no file declares is named only where everything is.</summary>
    private static bool IsShown(Change change, MarkdownForm form) => !form.DeclaredOnly || change.At is not null;

    private static IEnumerable<string> Undeclared(IEnumerable<Change> changes, MarkdownForm form) => changes
        .Where(change => !IsShown(change, form))
        .GroupBy(change => change.Operation)
        .OrderBy(group => group.Key)
        .Select(group => $"{Words.Count(group.Count(), "user")} in no state file: {Words.Of(group.Key)}");

    private static void AddWarnings(MarkdownRoom room, PlanDocument document, MarkdownForm form)
    {
        if (!document.Warnings.IsEmpty)
        {
            var rows = document.Warnings.Select(warning => $"- {FindingsMarkdown.Of(warning, form)}\n");
            room.AddRows("### Worth knowing\n\n", [.. rows], "\n", 30, count => $"- and {MarkdownRoom.Number(count)} more\n");
        }
    }

    private static void AddDetails(MarkdownRoom room, PlanDocument document, MarkdownForm form)
    {
        var refused = document.Refusals.SelectMany(refusal => refusal.Offenders).ToHashSet();
        var folds = document.Plan.Changes.Where(change => IsShown(change, form))
            .GroupBy(change => change.At?.File ?? "", StringComparer.Ordinal)
            .OrderBy(file => file.Key.Length == 0).ThenBy(file => file.Key, StringComparer.Ordinal);
        foreach (var fold in folds)
        {
            var title = $"{(fold.Key.Length > 0 ? Markdown.Code(fold.Key) : "In no state file")}: {Words.Count(fold.Count(), "change")}";
            AddFold(room, title, [.. fold.Select(change => AsDiff(PlanText.Of(change, refused.Contains(change.Address), form.DeclaredOnly)))]);
        }

        string[] unlisted = [.. Words.Unmanaged(document.Plan)
            .Select(pair => $"? {Untrusted.Show(pair.User.Address.ToString())}  {pair.Effect}\n")];
        if (unlisted.Length > 0)
        {
            var title = $"{Words.Count(unlisted.Length, "unmanaged user")} (not in any state file)";
            AddFold(room, title, form.DeclaredOnly ? [] : unlisted);
        }
    }

    private static void AddFold(MarkdownRoom room, string title, string[] rows)
    {
        if (rows.Length == 0)
        {
            room.Add($"{title}.\n\n");
            return;
        }

        var fence = Markdown.FenceOf(string.Concat(rows));
        room.AddRows($"<details><summary>{title}</summary>\n\n{fence}diff\n", rows, $"{fence}\n\n</details>\n\n", 100, count => $"  and {MarkdownRoom.Number(count)} more\n");
    }

    /// <summary>GitHub colours a line of a diff by its first character; the exclamation mark stays for what is refused.</summary>
    private static string AsDiff(string text) => string.Join('\n', text.Split('\n').Select(line => line switch
    {
        [' ', ' ', '+' or '-' or '!', ' ', ..] => line[2..],
        _ => line,
    }));

    private static string Place(Change change) => change.At is { } at ? Markdown.Code($"{at.File}:{MarkdownRoom.Number(at.Line)}") : "";
}
