using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using static GenesysScimState.Core.Model.Untrusted;

namespace GenesysScimState.Core.Diagnostics;

/// <summary>GSS3xx: the files and the organization do not fit together.</summary>
internal static class PlanDiagnostics
{
    public static Diagnostic ExternalIdNotUnique(DesiredUser user, ActualUser first, ActualUser second) => Error(
        "GSS301", user.At, user.Address,
        $"two users in the organization have externalId \"{Show(user.ExternalId!)}\": {Named(first)} and {Named(second)}; remove it from the one who is not meant");

    public static Diagnostic UserNameNotUnique(DesiredUser user, ActualUser first, ActualUser second) => Error(
        "GSS302", user.At, user.Address,
        $"two users in the organization have userName \"{Show(user.UserName)}\": {Named(first)} and {Named(second)}; rename or delete the one who is not meant");

    public static Diagnostic UserNameTaken(Change change, ActualUser holder) => Error(
        "GSS303", change.At, change.Address,
        $"userName \"{Show(change.Address.Name)}\" belongs to another user of the organization: {Named(holder)}; declare that user with a new userName or with \"state: absent\", or choose another userName");

    public static Diagnostic RequiredToCreate(Change change, string attribute) => Error(
        "GSS304", change.At, change.Address,
        $"user \"{Show(change.Address.Name)}\" is not in the organization and cannot be created without \"{attribute}\"; add it, or correct userName or externalId if the user should exist");

    public static Diagnostic GroupNotInOrganization(DesiredGroup group, IEnumerable<string> existing) => Error(
        "GSS305", group.At, group.Address,
        $"group \"{Show(group.DisplayName)}\" is not in the organization; {(Suggestion.For(group.DisplayName, existing) is { } close ? $"did you mean \"{Show(close)}\"? Otherwise create" : "create")} it in Genesys Cloud under Admin > Directory > Groups (SCIM cannot), with exactly this name");

    public static Diagnostic GroupNotUnique(DesiredGroup group, ActualGroup first, ActualGroup second) => Error(
        "GSS306", group.At, group.Address,
        $"two groups in the organization are named \"{Show(group.DisplayName)}\": {Show(first.Id)} and {Show(second.Id)}; rename one of them");

    public static Diagnostic Circle(Change change, IEnumerable<Change> circle) => Error(
        "GSS307", change.At, change.Address,
        $"these users take over each other's userName in a circle: {string.Join(" -> ", circle.Select(step => $"\"{Show(step.Address.Name)}\""))}; give one of them a temporary userName, apply, then the final one");

    private static string Named(ActualUser user) =>
        $"\"{Show(user.UserName)}\" (id {Show(user.Id)}, {(user.ExternalId is null ? "no externalId" : $"externalId \"{Show(user.ExternalId)}\"")}, {(user.Active ? "active" : "inactive")})";

    private static Diagnostic Error(string code, SourceSpan? at, Address subject, string message) =>
        new(code, Severity.Error, message, at, subject);
}
