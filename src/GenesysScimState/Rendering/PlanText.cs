using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>A plan for a terminal: what happens, in the order it happens, then the counts. Plain text; colour comes later.</summary>
internal static class PlanText
{
    private const int UnlistedShown = 20;

    /// <summary>Users, groups and members to change, together, from which on a plan is large.</summary>
    private const int LargePlan = 1_000;

    /// <summary>What of a large plan is shown of each kind of change, and of the people of each change.</summary>
    private const int ShownOfKind = 100;
    private const int PeopleShown = 20;

    /// <summary>How long the suggested approval would be good for.</summary>
    private const int ApprovalDays = 7;

    public static string Render(PlanDocument document) => string.Concat(Parts(document, isWhole: true));

    /// <summary>The same in parts of whole lines.</summary>
    /// <param name="isWhole">
    /// Whether all of a large plan is shown. If not, its counts come first, then in full what takes something away and what
    /// is refused, and the first changes of each other kind.
    /// </param>
    public static IEnumerable<string> Parts(PlanDocument document, bool isWhole)
    {
        yield return Head(document);
        var refused = document.Refusals.SelectMany(refusal => refusal.Offenders).ToHashSet();
        var isPart = !isWhole && IsLarge(document.Plan.Summary);
        if (isPart)
        {
            yield return $"A large plan: users {UserCounts(document.Plan.Summary)}; members {MemberCounts(document.Plan.Summary)}. What takes nothing away is shown in part; --verbose shows all of it, and so does show FILE for a plan saved with -o FILE.\n\n";
        }

        var seen = new SortedDictionary<Operation, int>();
        foreach (var change in document.Plan.Changes)
        {
            var isCut = isPart && !TakesAway(change.Operation) && !refused.Contains(change.Address);
            seen[change.Operation] = seen.GetValueOrDefault(change.Operation) + (isCut ? 1 : 0);
            if (seen[change.Operation] <= ShownOfKind || !isCut)
            {
                yield return $"{Of(change, refused.Contains(change.Address), peopleMax: isCut ? PeopleShown : int.MaxValue)}\n";
            }
        }

        var left = seen.Where(kind => kind.Value > ShownOfKind).Select(kind => $"  … and {kind.Value - ShownOfKind} more: {Words.Of(kind.Key)}\n").ToArray();
        yield return left.Length == 0 ? "" : $"{string.Concat(left)}\n";
        yield return Tail(document);
    }

    private static bool IsLarge(PlanSummary summary) =>
        summary.Totals.Add + summary.Totals.Change + summary.Totals.Destroy + summary.MembersAdded + summary.MembersRemoved > LargePlan;

    private static bool TakesAway(Operation operation) => operation is Operation.Deactivate or Operation.Delete or Operation.RemoveMembers;

    private static string Head(PlanDocument document)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Untrusted.Show(document.Organization)} ({Untrusted.Show(document.Target)}): ");
        text.Append(Found(document.Read)).Append("\n\n");
        if (document.Undoes is { } undone)
        {
            text.Append(CultureInfo.InvariantCulture, $"Takes back the plan {Untrusted.Show(undone)}; the state files have no say in it.\n\n");
        }

        AppendPart(text, document.Part);
        return text.ToString();
    }

    private static string Tail(PlanDocument document)
    {
        var text = new StringBuilder();
        AppendUnlisted(text, document.Plan);
        AppendWarnings(text, document);
        AppendCounts(text, document);
        return text.ToString();
    }

    public static string Found(PlanRead read) =>
        $"{Words.Count(read.Active, "active user")}, {read.Inactive} inactive, {Words.Count(read.Groups, "group")}.";

    /// <summary>One change on its lines.</summary>
    /// <param name="namesOnly">No values, and nobody whom no file declares.</param>
    /// <param name="peopleMax">How many members are named.</param>
    public static string Of(Change change, bool isRefused, bool namesOnly = false, int peopleMax = int.MaxValue)
    {
        var text = new StringBuilder();
        var symbol = isRefused ? "!" : Words.Symbol(change.Operation);
        text.Append(CultureInfo.InvariantCulture, $"  {symbol} {Untrusted.Show(change.Address.ToString())}  {Words.Phrase(change)}");
        if (change.At is { } at)
        {
            text.Append(CultureInfo.InvariantCulture, $"  ({Untrusted.Show(at.File)}:{at.Line})");
        }

        text.Append('\n');
        var lines = (namesOnly ? Lines(change with { People = change.Operation == Operation.RemoveMembers ? [] : change.People }).Select(line => (line.Name, Value: line.Name == "reason" ? line.Value : "")) : Lines(change, peopleMax)).ToArray();
        var width = lines.Length == 0 ? 0 : lines.Max(line => line.Name.Length);
        foreach (var (name, value) in lines)
        {
            text.Append("      ").Append(value.Length > 0 ? $"{name.PadRight(width)}  {value}" : name).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<(string Name, string Value)> Lines(Change change, int peopleMax = int.MaxValue)
    {
        if (change.Note is { } note)
        {
            yield return ("reason", Untrusted.Show(note));
        }

        foreach (var attribute in change.Attributes.Where(attribute => !IsSaidAlready(change, attribute)))
        {
            yield return (Untrusted.Show(attribute.Name), ValueText.Of(attribute, change.Operation == Operation.Create) + (attribute.Origin is null ? "" : $"  {From(attribute.Origin)}"));
        }

        if (change.IsMembership)
        {
            var sign = change.Operation == Operation.AddMembers ? "+" : "-";
            foreach (var person in change.People.Take(peopleMax))
            {
                yield return ($"{sign} {Untrusted.Show(person.UserName)}", Words.Detail(person));
            }

            if (change.People.Length > peopleMax)
            {
                yield return ($"… and {change.People.Length - peopleMax} more", "");
            }
        }
    }

    private static string From(string? origin) => origin is null ? "" : $"(from {Untrusted.Show(origin)})";

    /// <summary>The address names the user, and the phrase says what happens to <c>active</c>.</summary>
    private static bool IsSaidAlready(Change change, AttributeChange attribute) =>
        (attribute.Name == "userName" && attribute.Before.IsEmpty)
        || change.Operation == Operation.CreateGroup
        || (attribute.Name == "active" && !(change.Operation == Operation.Create && attribute.After.Equals(AttributeValue.False)));

    private static void AppendUnlisted(StringBuilder text, Plan plan)
    {
        var unlisted = plan.Unlisted;
        if (unlisted.IsEmpty)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"{Words.Count(unlisted.Length, "unmanaged user")} (not in any state file):\n");
        foreach (var (user, effect) in Words.Unmanaged(plan).Take(UnlistedShown))
        {
            text.Append(CultureInfo.InvariantCulture, $"  ? {Untrusted.Show(user.Address.ToString())}  {effect}\n");
        }

        if (unlisted.Length > UnlistedShown)
        {
            text.Append(CultureInfo.InvariantCulture, $"    and {unlisted.Length - UnlistedShown} more\n");
        }

        text.Append('\n');
    }

    public static string NothingToDo(PlanDocument document) =>
        document.Undoes is not null ? "Nothing to undo."
        : document.Part is not null ? "Nothing to do for these."
        : "Nothing to do: the organization is as declared.";

    private static void AppendCounts(StringBuilder text, PlanDocument document)
    {
        var summary = document.Plan.Summary;
        if (document.Plan.IsEmpty)
        {
            text.Append(NothingToDo(document)).Append("\n\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"Users: {UserCounts(summary)}.\n");
        if (summary.CreateGroups > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"Groups: {summary.CreateGroups} to create.\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"Members: {MemberCounts(summary)}.\n");
        text.Append(CultureInfo.InvariantCulture, $"Requests: {document.Read.Requests} to read, {document.Forecast.Requests} to write{Waiting(document.Forecast)}.\n");
        AppendVerdict(text, document);

        text.Append(Words.LastLine(summary)).Append('\n');
    }

    private static string UserCounts(PlanSummary summary) =>
        $"{summary.Create} to create, {summary.Update} to update, {summary.Activate} to activate, {summary.Deactivate} to deactivate, {summary.Delete} to delete";

    private static string MemberCounts(PlanSummary summary) => $"{summary.MembersAdded} to add, {summary.MembersRemoved} to remove";

    private static void AppendPart(StringBuilder text, PartialPlan? part)
    {
        if (part is null)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"Part of a plan, only for {string.Join(", ", part.Only.Select(Shown))}.\n");
        foreach (var companion in part.Companions)
        {
            text.Append(CultureInfo.InvariantCulture, $"  with {Shown(companion.Address)}, which {Shown(companion.NeededBy)} needs\n");
        }

        text.Append('\n');
    }

    private static void AppendWarnings(StringBuilder text, PlanDocument document)
    {
        // Those about approvals are shown where other findings of files are.
        var warnings = document.Warnings.Where(warning => !CommandDiagnostics.IsAboutApproval(warning)).ToArray();
        if (warnings.Length == 0)
        {
            return;
        }

        text.Append("Worth knowing:\n");
        foreach (var warning in warnings)
        {
            text.Append(CultureInfo.InvariantCulture, $"  * {Untrusted.Show(warning.Message)} ({warning.Code})\n");
        }

        text.Append('\n');
    }

    /// <summary>What is refused, and the few lines that would allow exactly this plan.</summary>
    private static void AppendVerdict(StringBuilder text, PlanDocument document)
    {
        foreach (var (refusal, approval) in document.Verdict.Approved)
        {
            text.Append(CultureInfo.InvariantCulture, $"Approved: {Untrusted.Show(refusal.Guard)}, by {Untrusted.Show(approval.By)} until {JsonParts.Day(approval.Until)}: {Untrusted.Show(approval.Reason)}\n");
        }

        if (document.IsAllowed)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"Refused by {Words.Count(document.Refusals.Length, "guard")}; nothing will be written. A file in approvals/ would allow exactly this plan:\n");
        foreach (var line in ApprovalOf(document).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {line}\n");
        }
    }

    /// <summary>The file that would allow exactly this plan, for somebody to fill in who and why.</summary>
    public static string ApprovalOf(PlanDocument document)
    {
        var allow = string.Join(", ", document.Refusals.Select(refusal => Untrusted.Show(refusal.Guard)).Distinct(StringComparer.Ordinal));
        return $"plan: {Untrusted.Show(document.Digest)}\nallow: [{allow}]\nby:      # the name or e-mail address of the approver\nreason:  # why this plan is right, for example a ticket\nuntil: {JsonParts.Day(document.Today.AddDays(ApprovalDays))}\n";
    }

    private static string Shown(Address address) => Untrusted.Show(address.ToString());

    private static string Waiting(Forecast forecast) =>
        forecast.Seconds == 0 ? "" : $", about {forecast.Seconds / 60} min at {forecast.QuotaPerMinute} requests a minute{(forecast.OutlastsJob ? ", longer than a GitHub Actions job may take" : "")}";
}
