using System.Collections.Immutable;

namespace GenesysScimState.Core.Planning;

/// <summary>What the audit log tells of the last run on this organization: how many users there were, and what was managed.</summary>
/// <param name="Users">Active and inactive, after that run.</param>
/// <param name="ExclusiveGroups">displayNames of the groups whose undeclared members that run would have removed.</param>
/// <param name="Unlisted">What happened to users in no file.</param>
/// <param name="Scope">Which of them that was about.</param>
public sealed record RecordedRun(int Users, ImmutableArray<string> ExclusiveGroups, UnlistedAction Unlisted, UnlistedScope Scope)
{
    /// <summary>What the next run will be told of this one.</summary>
    public static RecordedRun Of(Plan plan, Model.DesiredState desired, Model.ActualState actual, Policy policy) => new(
        actual.Users.Length + plan.Summary.Create - plan.Summary.Delete,
        [.. desired.Groups.Where(group => group.Membership == Model.Membership.Exclusive).Select(group => group.DisplayName).Order(StringComparer.Ordinal)],
        policy.Unlisted,
        policy.Scope);
}
