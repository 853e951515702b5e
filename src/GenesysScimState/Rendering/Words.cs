using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>The words of a plan, the same in text, JSON and Markdown.</summary>
internal static class Words
{
    /// <summary>The <c>operation</c> of the plan file.</summary>
    public static string Of(Operation operation) => operation switch
    {
        Operation.Create => "create",
        Operation.Update => "update",
        Operation.Activate => "activate",
        Operation.Deactivate => "deactivate",
        Operation.Delete => "delete",
        Operation.AddMembers => "add-members",
        Operation.RemoveMembers => "remove-members",
        Operation.CreateGroup => "create-group",
    };

    /// <summary>The word of Terraform's plan format that its policy tools look for.</summary>
    public static string TerraformAction(Operation operation) => operation switch
    {
        Operation.Create or Operation.CreateGroup => "create",
        Operation.Delete => "delete",
        Operation.Update or Operation.Activate or Operation.Deactivate or Operation.AddMembers or Operation.RemoveMembers => "update",
    };

    /// <summary>The <c>action_reason</c> of the plan file.</summary>
    public static string Of(ActionReason reason) => reason switch
    {
        ActionReason.NotInOrganization => "not_in_organization",
        ActionReason.Differs => "differs",
        ActionReason.Adopted => "adopted",
        ActionReason.TemporaryName => "temporary_name",
        ActionReason.DeclaredActive => "declared_active",
        ActionReason.DeclaredInactive => "declared_inactive",
        ActionReason.Ended => "ended",
        ActionReason.DeclaredAbsent => "declared_absent",
        ActionReason.Unlisted => "unlisted",
        ActionReason.DeclaredMembers => "declared_members",
        ActionReason.UndeclaredMembers => "undeclared_members",
        ActionReason.Undo => "undo",
    };

    /// <summary>What a change does and why, after its address.</summary>
    public static string Phrase(Change change) => (change.Operation, change.Reason) switch
    {
        (Operation.AddMembers, _) => $"add {Count(change.People.Length, "member")}",
        (Operation.RemoveMembers, ActionReason.Undo) => $"remove {Count(change.People.Length, "member")}",
        (Operation.RemoveMembers, ActionReason.Ended) => $"remove {Count(change.People.Length, "member")} (membership ended)",
        (Operation.RemoveMembers, _) => $"remove {Count(change.People.Length, "member")} (not in the state files)",
        (Operation.CreateGroup, _) => "create the group",
        (_, ActionReason.Undo) => Of(change.Operation),
        (_, ActionReason.Adopted) => "update: matched by userName; externalId will be set (adopted)",
        (_, ActionReason.TemporaryName) => "update: temporary userName, because userNames are swapped",
        (Operation.Deactivate, ActionReason.Ended) => "deactivate: the last day has passed",
        (Operation.Deactivate, ActionReason.Unlisted) => "deactivate (not in any state file)",
        (Operation.Delete, ActionReason.Unlisted) => "delete (not in any state file)",
        (Operation.Delete, _) => "delete: declared absent",
        (Operation.Deactivate, _) => "deactivate: declared inactive",
        (Operation.Activate, _) => "activate: declared active",
        _ => Of(change.Operation),
    };

    /// <summary>Why a member is removed, or the template that a membership comes from; empty when there is nothing to add.</summary>
    public static string Detail(Person person) =>
        person.Ended is { } end ? $"membership ended {JsonParts.Day(end.Until)}{(end.Reason is null ? "" : $" ({Untrusted.Show(end.Reason)})")}"
        : person.Origin is { } origin ? $"(from {Untrusted.Show(origin)})"
        : "";

    /// <summary>What a plan does to each user in no file: the account stays, and groups may lose it.</summary>
    public static IEnumerable<(UnlistedUser User, string Effect)> Unmanaged(Plan plan)
    {
        var left = plan.Changes.Where(change => change.Operation == Operation.RemoveMembers)
            .SelectMany(change => change.People).Where(person => person.Id is not null)
            .CountBy(person => person.Id!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return plan.Unlisted.Select(user => (user, left.TryGetValue(user.Id, out var groups)
            ? $"account unchanged, leaves {Count(groups, "group")}" : "account unchanged"));
    }

    public static string Symbol(Operation operation) => operation switch
    {
        Operation.Create or Operation.CreateGroup => "+",
        Operation.Update or Operation.Activate or Operation.AddMembers or Operation.RemoveMembers => "~",
        Operation.Deactivate or Operation.Delete => "-",
    };

    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    /// <summary>Terraform's last line, which people and scripts look for.</summary>
    public static string LastLine(PlanSummary summary)
    {
        var (add, change, destroy) = summary.Totals;
        return $"Plan: {add} to add, {change} to change, {destroy} to destroy.";
    }

    /// <summary>One value, quoted and safe to print.</summary>
    public static string Quoted(string text) => $"\"{Untrusted.Show(Untrusted.EscapeQuotes(text))}\"";
}
