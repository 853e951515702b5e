using System.Collections.Immutable;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using static GenesysScimState.Core.Model.Untrusted;

namespace GenesysScimState.Core.Diagnostics;

/// <summary>GSS3xx: the files and the organization do not fit together.</summary>
public static class PlanDiagnostics
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

    public static Diagnostic RequiredToCreate(Change change, string attribute, bool isIgnored) => Error(
        "GSS304", change.At, change.Address,
        $"user \"{Show(change.Address.Name)}\" is not in the organization and cannot be created without \"{attribute}\"; {(isIgnored ? "take it off \"ignore\" in scimstate.yaml" : "add it")}, or correct userName or externalId if the user should exist");

    public static Diagnostic GroupNotInOrganization(DesiredGroup group, IEnumerable<string> existing) => Error(
        "GSS305", group.At, group.Address,
        $"group \"{Show(group.DisplayName)}\" is not in the organization; {(Suggestion.For(group.DisplayName, existing) is { } close ? $"did you mean \"{Show(close)}\"? Otherwise create" : "create")} it in Genesys Cloud under Admin > Directory > Groups (SCIM cannot), with exactly this name, or let scimstate create it: \"capabilities: {{createGroups: platform}}\" in a dialect file");

    public static Diagnostic GroupInOtherCase(DesiredGroup group, ActualGroup other) => Error(
        "GSS340", group.At, group.Address,
        $"group \"{Show(group.DisplayName)}\" is not in the organization, and \"{Show(other.DisplayName)}\" is; no second one is created: write the name as it is there, or rename that one");

    public static Diagnostic GroupNotUnique(DesiredGroup group, ActualGroup first, ActualGroup second) => Error(
        "GSS306", group.At, group.Address,
        $"two groups in the organization are named \"{Show(group.DisplayName)}\": {Show(first.Id)} and {Show(second.Id)}; rename one of them");

    public static Diagnostic Circle(Change change, IEnumerable<Change> circle) => Error(
        "GSS307", change.At, change.Address,
        $"these changes wait for each other: {string.Join(" -> ", circle.Select(step => $"\"{Show(step.Address.Name)}\""))}; take one manager or one userName out of the files, apply, then put it back");

    public static Diagnostic Shrunken(int users, int before, int percent) => new(
        "GSS308", Severity.Error,
        $"the organization shows {GuardDiagnostics.Count(users, "user")} and had {before} at the last recorded run, more than {percent} % fewer; find out who is missing before anything is planned, or, if that is right, set \"limits: {{shrink: {{percent: {(before - users) * 100 / before + 1}}}}}\" in scimstate.yaml");

    public static Diagnostic DeclaredTwice(DesiredUser user, DesiredUser other, ActualUser holder) => Error(
        "GSS311", user.At, user.Address,
        $"\"{Show(user.UserName)}\" and \"{Show(other.UserName)}\" at {other.At} are both the organization's user {Named(holder)}, by userName and by externalId; keep one of the two, or give the first an externalId if it is somebody new");

    /// <param name="change">To a user.</param>
    /// <param name="attribute">The part of the change that holds the name.</param>
    /// <param name="source">What such names are called, and where they are made.</param>
    /// <param name="name">The one that does not exist.</param>
    /// <param name="existing">All that do.</param>
    public static Diagnostic NameUnknown(Change change, AttributeChange attribute, NameSource source, string name, IEnumerable<string> existing) => Error(
        "GSS309", attribute.PlaceOf(name) ?? change.At, change.Address,
        $"{source.Noun} {Quote.Of(name)} does not exist in the organization; {(Suggestion.For(name, existing) is { } close ? $"did you mean {Quote.Of(close)}?" : $"correct it, or create it{(source.CreatedIn is null ? "" : $" under {source.CreatedIn}")}, with exactly this name")}");

    /// <param name="row">With <see cref="AttributeRow.Names"/>.</param>
    /// <param name="refusal">The answer to the client.</param>
    public static Diagnostic NamesNotListed(AttributeRow row, ApiRefusal refusal) => Warning(
        "GSS310", null, null,
        $"names in \"{Show(row.Name)}\" are not checked, and one that does not exist fails only when it is applied: {refusal}; give the client a role with {row.Names?.Permission ?? "the permission that the answer names"}");

    public static Diagnostic GroupLeftEmpty(Address group, SourceSpan? at) => Warning(
        "GSS321", at, group, $"group \"{Show(group.Name)}\" is left without members");

    public static Diagnostic DefaultRoleOnly(ImmutableArray<Address> users, string role) => Warning(
        "GSS322", null, null, $"left with the default role \"{role}\" only: {GuardDiagnostics.First(users)}");

    public static Diagnostic ManagerLeaves(Change manager, ImmutableArray<Address> reports) => Warning(
        "GSS323", manager.At, manager.Address,
        $"\"{Show(manager.Address.Name)}\" leaves and is still the manager of {GuardDiagnostics.Count(reports.Length, "active user")}: {GuardDiagnostics.First(reports)}");

    public static Diagnostic InactiveMembers(Change group, ImmutableArray<Address> members) => Warning(
        "GSS324", group.At, group.Address, $"inactive users become members of group \"{Show(group.Address.Name)}\": {GuardDiagnostics.First(members)}");

    public static Diagnostic NoRecordedRun() => Warning(
        "GSS325", null, null, "first run (no record in .scimstate): scimstate cannot tell which removals are new; review every removal, and keep .scimstate between runs");

    /// <param name="group">As declared, exclusive.</param>
    /// <param name="ids">Members that are neither among the users nor among the groups.</param>
    public static Diagnostic MembersUnknown(DesiredGroup group, IReadOnlyCollection<string> ids) => Warning(
        "GSS326", group.At, group.Address,
        $"group \"{Show(group.DisplayName)}\" has {(ids.Count == 1 ? "a member that is" : "members that are")} no user and no group of the organization, left alone: id {Quote.AllOf(ids)}; find out what {(ids.Count == 1 ? "it is" : "they are")}, and remove {(ids.Count == 1 ? "it" : "them")} by hand if nobody needs {(ids.Count == 1 ? "it" : "them")}");

    /// <param name="circle">Each one's manager is the next one, and the last one's the first.</param>
    public static Diagnostic ManagerCircle(Address user, string attribute, IReadOnlyList<string> circle, SourceSpan? at)
    {
        const int ShownMax = 6;
        var shown = circle.Take(ShownMax).Select(Quote.Of)
            .Concat(circle.Count > ShownMax ? [$"({circle.Count - ShownMax} more)"] : []).Append(Quote.Of(circle[0]));
        return Warning("GSS328", at, user,
            $"the plan makes these users each other's {Show(attribute)}: {string.Join(" → ", shown)}; give one of them another {Show(attribute)}");
    }

    /// <param name="minutes">How long the plan will take at least.</param>
    public static Diagnostic TokenNotRenewed(int minutes) => Warning(
        "GSS327", null, null,
        $"applying this takes about {minutes.ToString(System.Globalization.CultureInfo.InvariantCulture)} min, and the token in GENESYSCLOUD_ACCESS_TOKEN cannot be renewed: when it ends, the rest is not done; give a client id and secret instead");

    /// <summary>What a finding says without its advice, for who has no state file to correct.</summary>
    internal static string Fact(Diagnostic finding) => finding.Message.Split("; ")[0];

    private static string Named(ActualUser user) =>
        $"\"{Show(user.UserName)}\" (id {Show(user.Id)}, {(user.ExternalId is null ? "no externalId" : $"externalId \"{Show(user.ExternalId)}\"")}, {(user.Active ? "active" : "inactive")})";

    private static Diagnostic Warning(string code, SourceSpan? at, Address? subject, string message) =>
        new(code, Severity.Warning, message, at, subject);

    private static Diagnostic Error(string code, SourceSpan? at, Address subject, string message) =>
        new(code, Severity.Error, message, at, subject);
}
