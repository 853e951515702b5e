using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>A plan told from the organization's side: what is there and should not be, what is missing, what differs.</summary>
internal static class DriftText
{
    /// <param name="document">The plan.</param>
    /// <param name="endings">What is declared and ends soon; no drift, and worth knowing.</param>
    public static string Render(PlanDocument document, ImmutableArray<Diagnostic> endings)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Untrusted.Show(document.Organization)} ({Untrusted.Show(document.Target)}): {PlanText.Found(document.Read)}\n\n");
        foreach (var change in document.Plan.Differences)
        {
            var width = change.Attributes.IsEmpty ? 0 : change.Attributes.Max(attribute => attribute.Name.Length);
            text.Append(CultureInfo.InvariantCulture, $"  {Words.Symbol(change.Operation)} {Untrusted.Show(change.Address.ToString())}  {Phrase(change)}{Place(change)}\n");
            foreach (var attribute in change.Attributes.Where(_ => change.Operation is Operation.Update or Operation.Activate or Operation.Deactivate))
            {
                text.Append(CultureInfo.InvariantCulture, $"      {Untrusted.Show(attribute.Name).PadRight(width)}  declared {Value(attribute.Type, attribute.After)}, found {Value(attribute.Type, attribute.Before)}\n");
            }

            foreach (var person in change.People.Where(_ => change.IsMembership))
            {
                text.Append(CultureInfo.InvariantCulture, $"      * {Untrusted.Show(person.UserName)}{(person.Ended is null ? "" : $"  {Words.Detail(person)}")}\n");
            }
        }

        foreach (var user in document.Plan.Unlisted)
        {
            text.Append(CultureInfo.InvariantCulture, $"  ? {Untrusted.Show(user.Address.ToString())}  in no state file\n");
        }

        text.Append(document.Plan.IsEmpty && document.Plan.Unlisted.IsEmpty ? "" : "\n");
        foreach (var ending in endings)
        {
            text.Append(CultureInfo.InvariantCulture, $"  * {ending.Message} ({ending.Code})  ({Untrusted.Show(ending.At!.Value.File)}:{ending.At.Value.Line})\n");
        }

        text.Append(endings.IsEmpty ? "" : "\n").Append(Verdict(document.Plan)).Append('\n');
        return text.ToString();
    }

    public static string Markdown(PlanDocument document, ImmutableArray<Diagnostic> endings) =>
        $"## scimstate drift: {Rendering.Markdown.Text(document.Organization)}\n\n**{Verdict(document.Plan)}**\n\n"
        + (document.Plan.IsEmpty && document.Plan.Unlisted.IsEmpty && endings.IsEmpty ? "" : Rendering.Markdown.Fence(Render(document, endings), "text"));

    public static string Verdict(Plan plan) => Verdict(plan.Differences.Length, plan.Unlisted.Length);

    /// <summary>Users in no state file are counted, and are not drift.</summary>
    /// <param name="differences">The differences that are listed one by one.</param>
    /// <param name="unlisted">Users in no state file.</param>
    public static string Verdict(int differences, int unlisted) =>
        (differences == 0 ? "No drift: the organization is as declared." : $"Drift: {Words.Count(differences, "difference")}.")
        + (unlisted == 0 ? "" : $" {Words.Count(unlisted, "unmanaged user")} (not in any state file).");

    public static string Phrase(Change change) => change.Operation switch
    {
        Operation.Create or Operation.CreateGroup => "declared, but not in the organization",
        Operation.Update => "differs",
        Operation.Activate => "declared active, but inactive",
        Operation.Deactivate => change.Reason == ActionReason.Unlisted ? "active, but in no state file" : "declared inactive, but active",
        Operation.Delete => change.Reason == ActionReason.Unlisted ? "in no state file" : "declared absent, but there",
        Operation.AddMembers => $"lacks {Words.Count(change.People.Length, "declared member")}",
        Operation.RemoveMembers when change.Reason == ActionReason.Ended => $"has {Words.Count(change.People.Length, "member")} whose membership ended",
        Operation.RemoveMembers => $"has {Words.Count(change.People.Length, "member")} that no file declares",
    };

    public static string Value(AttributeType type, AttributeValue value) => value.IsEmpty
        ? "nothing"
        : type == AttributeType.Boolean ? value.Text! : string.Join(", ", value.Entries.Select(entry => Words.Quoted(entry.ToString())));

    private static string Place(Change change) => change.At is { } at ? $"  ({Untrusted.Show(at.File)}:{at.Line})" : "";
}
