using System.Globalization;
using System.Text;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>A plan for a pull request: the verdict first, then what takes access away, then the counts, then the rest folded.</summary>
internal static class PlanMarkdown
{
    public static string Render(PlanDocument document)
    {
        var text = new StringBuilder();
        var summary = document.Plan.Summary;
        text.Append(CultureInfo.InvariantCulture, $"## scimstate: {Markdown.Text(document.Organization)}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"**{Verdict(document)}**\n\n");
        foreach (var refusal in document.Refusals)
        {
            text.Append(CultureInfo.InvariantCulture, $"- :no_entry: {refusal.Problem.Code}: {Markdown.Text(refusal.Problem.Message)}\n");
        }

        text.Append(document.Refusals.IsEmpty ? "" : "\n");
        AppendTable(text, "Takes access away", document, TakesAway);
        AppendCounts(text, summary);
        AppendDetails(text, document);
        text.Append(CultureInfo.InvariantCulture, $"{Words.LastLine(summary)} Digest {Markdown.Code(document.Digest)}.\n");
        return text.ToString();
    }

    private static string Verdict(PlanDocument document) => (document.Plan.IsEmpty, document.IsAllowed) switch
    {
        (true, _) => document.Part is null ? "Nothing to do: the organization is as declared." : "Nothing to do for these.",
        (_, true) => $"{Words.Count(document.Plan.Changes.Length, "change")} to apply.",
        (_, false) => $"Refused by {Words.Count(document.Refusals.Length, "guard")}; nothing will be written.",
    };

    private static bool TakesAway(Change change) =>
        change.Operation is Operation.Deactivate or Operation.Delete or Operation.RemoveMembers;

    private static void AppendTable(StringBuilder text, string title, PlanDocument document, Func<Change, bool> which)
    {
        var changes = document.Plan.Changes.Where(which).ToArray();
        if (changes.Length == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"### {title}\n\n| | resource | what | declared at |\n|---|---|---|---|\n");
        foreach (var change in changes)
        {
            var people = change.IsMembership ? $": {string.Join(", ", change.People.Select(person => Markdown.Code(person.UserName)))}" : "";
            text.Append(CultureInfo.InvariantCulture, $"| {Words.Symbol(change.Operation)} | {Markdown.Code(change.Address.ToString())} | {Words.Phrase(change)}{people} | {Place(change)} |\n");
        }

        text.Append('\n');
    }

    private static void AppendCounts(StringBuilder text, PlanSummary summary)
    {
        text.Append("| create | update | activate | deactivate | delete | members added | members removed |\n");
        text.Append("|---:|---:|---:|---:|---:|---:|---:|\n");
        text.Append(CultureInfo.InvariantCulture, $"| {summary.Create} | {summary.Update} | {summary.Activate} | {summary.Deactivate} | {summary.Delete} | {summary.MembersAdded} | {summary.MembersRemoved} |\n\n");
    }

    private static void AppendDetails(StringBuilder text, PlanDocument document)
    {
        if (document.Plan.IsEmpty && document.Plan.Unlisted.IsEmpty)
        {
            return;
        }

        text.Append("<details><summary>Every change, in the order it is made</summary>\n\n");
        text.Append(Markdown.Fence(AsDiff(PlanText.Render(document)), "diff")).Append("\n</details>\n\n");
    }

    /// <summary>GitHub colours a line of a diff by its first character; the exclamation mark stays for what is refused.</summary>
    private static string AsDiff(string text) => string.Join('\n', text.Split('\n').Select(line => line switch
    {
        [' ', ' ', '+' or '-' or '!', ' ', ..] => line[2..],
        _ => line,
    }));

    private static string Place(Change change) => change.At is { } at ? Markdown.Code($"{at.File}:{at.Line}") : "";
}
