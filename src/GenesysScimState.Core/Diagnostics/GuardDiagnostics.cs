using System.Collections.Immutable;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using static GenesysScimState.Core.Model.Untrusted;

namespace GenesysScimState.Core.Diagnostics;

/// <summary>GSS4xx: the plan is sound, and not allowed.</summary>
internal static class GuardDiagnostics
{
    private const int Shown = 5;

    public static Diagnostic ProtectedUsers(ImmutableArray<Address> offenders) => Refused(
        "GSS401", $"the plan changes protected users: {First(offenders)}; leave them as they are, or take them off \"protected.users\" in scimstate.yaml");

    public static Diagnostic ProtectedMembers(ImmutableArray<Address> offenders) => Refused(
        "GSS409", $"the plan takes protected users out of groups: {First(offenders)}; declare them as members, or take them off \"protected.users\" in scimstate.yaml");

    public static Diagnostic ProtectedGroups(ImmutableArray<Address> offenders) => Refused(
        "GSS402", $"the plan changes protected groups: {First(offenders)}; leave them as they are, or take them off \"protected.groups\" in scimstate.yaml");

    public static Diagnostic NewlyManagedGroups(ImmutableArray<Address> offenders) => Refused(
        "GSS410", $"the plan would remove undeclared members from {Count(offenders.Length, "group")} that no recorded run has managed: {First(offenders)}; declare the members that stay, set \"membership: additive\" or \"membership: exclusive\" in the group, or approve this plan");

    public static Diagnostic NewlyManagedUsers(ImmutableArray<Address> offenders) => Refused(
        "GSS411", $"\"unlisted\" has become stricter or wider since the last run, and {Count(offenders.Length, "user")} would lose access for the first time: {First(offenders)}; declare who is to stay, or approve this plan");

    public static Diagnostic EmptyDesiredState(ImmutableArray<Address> offenders) => Refused(
        "GSS403", $"the state files declare no user, yet the plan takes access from {Count(offenders.Length, "resource")}: {First(offenders)}; check \"state\" in scimstate.yaml, or declare the users who stay");

    public static Diagnostic NoRoleLeft(ImmutableArray<Address> offenders) => Refused(
        "GSS404", $"the plan leaves users without any role: {First(offenders)}; keep at least \"employee\", or deactivate the user");

    public static Diagnostic MinMembers(DesiredGroup group, int after) => new(
        "GSS405", Severity.Error,
        $"group \"{Show(group.DisplayName)}\" would be left with {Count(after, "active member")}, fewer than its minMembers of {group.MinMembers}; keep more members, or lower minMembers",
        group.At, group.Address);

    public static Diagnostic Takeover(ImmutableArray<Address> offenders) => Refused(
        "GSS412", $"the plan replaces the externalId of {Count(offenders.Length, "user")} found by userName: {First(offenders)}; correct userName or externalId, or approve this plan if it is the same person");

    /// <param name="pairs">At least one, in plan order.</param>
    /// <param name="created">How many users to create are among them.</param>
    public static Diagnostic Lookalikes(ImmutableArray<Lookalike> pairs, int created)
    {
        var shown = pairs.Take(Shown).Select(pair => Show($"{pair.Creation.Address} and {Address.User(pair.Existing.UserName)} ({pair.Attribute})"));
        var more = pairs.Length > Shown ? $" and {pairs.Length - Shown} more" : "";
        return Refused(
            "GSS413", $"{Count(created, "user")} to create may be in the organization already, with the same displayName: {string.Join(", ", shown)}{more}; to rename a user, first declare its externalId with the old userName, or approve this plan");
    }

    public static Diagnostic OverCount(string limit, int value, int most, ImmutableArray<Address> offenders) => Refused(
        "GSS406", $"{What(limit, value)}, more than the {most} allowed: {First(offenders)}; if that is meant, set \"limits: {{{limit}: {{count: {value}}}}}\" in scimstate.yaml");

    public static Diagnostic OverPercent(string limit, int value, int population, int percent, ImmutableArray<Address> offenders) => Refused(
        "GSS407", $"{What(limit, value)} of {population}, more than the {percent} % allowed: {First(offenders)}; if that is meant, set \"limits: {{{limit}: {{percent: {Percent(value, population)}}}}}\" in scimstate.yaml");

    public static Diagnostic OverGroupPercent(Change change, int size, int percent) => new(
        "GSS408", Severity.Error,
        $"group \"{Show(change.Address.Name)}\" would lose {change.People.Length} of its {size} members, more than the {percent} % allowed for one group; if that is meant, set \"limits: {{removeMembers: {{perGroupPercent: {Percent(change.People.Length, size)}}}}}\" in scimstate.yaml",
        change.At, change.Address);

    private static string What(string limit, int value) => limit switch
    {
        "create" => $"the plan creates {Count(value, "user")}",
        "activate" => $"the plan activates {Count(value, "user")}",
        "update" => $"the plan updates {Count(value, "user")}",
        "deactivate" => $"the plan deactivates {Count(value, "user")}",
        "delete" => $"the plan deletes {Count(value, "user")}",
        "roles" => $"the plan changes the roles of {Count(value, "user")}",
        _ => $"the plan removes {Count(value, "member")}",
    };

    internal static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static int Percent(int value, int population) => (int)(((long)value * 100 + population - 1) / population);

    internal static string First(ImmutableArray<Address> offenders) =>
        string.Join(", ", offenders.Take(Shown).Select(offender => Show(offender.ToString())))
        + (offenders.Length > Shown ? $" and {offenders.Length - Shown} more" : "");

    private static Diagnostic Refused(string code, string message) => new(code, Severity.Error, message);
}
