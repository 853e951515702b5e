using System.Collections.Immutable;

namespace GenesysScimState.Core.Planning;

/// <summary>What happens to users in scope that no state file declares, from the mildest to the hardest.</summary>
public enum UnlistedAction
{
    Ignore,
    Report,
    Deactivate,
    Delete,
}

/// <summary>
/// Which undeclared users <c>unlisted</c> speaks of. All conditions that are set must hold; with none set, nobody is in
/// scope but users with an externalId, so that service accounts and administrators made by hand are left alone.
/// </summary>
public sealed record UnlistedScope
{
    /// <summary>The user must have an externalId.</summary>
    public bool ExternalIdPresent { get; init; }

    /// <summary>The externalId must begin with this text; case matters.</summary>
    public string? ExternalIdPrefix { get; init; }

    /// <summary>The part of userName after the at sign; case does not matter.</summary>
    public string? UserNameDomain { get; init; }

    /// <summary>The name of the division.</summary>
    public string? Division { get; init; }
}

/// <summary>
/// A limit trips when more than <see cref="Count"/> are concerned, or more than <see cref="Percent"/> of the population.
/// Percents are judged only from 20 on: two of three is no sign of anything. Null: no limit.
/// </summary>
public sealed record Limit(int? Count = null, int? Percent = null)
{
    /// <summary>The smallest population that a percentage is judged on.</summary>
    public const int SmallestPopulation = 20;

    public static Limit None { get; } = new();
}

/// <summary>The most a single plan may do, judged on the whole plan before the first write.</summary>
public sealed record Limits
{
    public Limit Create { get; init; } = Limit.None;

    public Limit Update { get; init; } = Limit.None;

    public Limit Activate { get; init; } = Limit.None;

    public Limit Roles { get; init; } = Limit.None;

    public Limit Deactivate { get; init; } = new(Count: 25, Percent: 10);

    public Limit Delete { get; init; } = new(Count: 0);

    public Limit RemoveMembers { get; init; } = new(Count: 100, Percent: 25);

    /// <summary>The most members, in percent, that any one group may lose.</summary>
    public int? RemoveMembersPerGroupPercent { get; init; } = 50;

    /// <summary>
    /// The most users, in percent, that the organization may have lost since the last recorded run; more, and the read is
    /// not believed. Null: no limit.
    /// </summary>
    public int? ShrinkPercent { get; init; } = 20;
}

/// <summary>What the configuration allows plans to do.</summary>
public sealed record Policy
{
    public UnlistedAction Unlisted { get; init; } = UnlistedAction.Report;

    public UnlistedScope Scope { get; init; } = new() { ExternalIdPresent = true };

    /// <summary>userNames or externalIds that no plan may change or take out of a group, declared or not.</summary>
    public ImmutableArray<string> ProtectedUsers { get; init; } = [];

    /// <summary>displayNames of groups that no plan may change, declared or not.</summary>
    public ImmutableArray<string> ProtectedGroups { get; init; } = [];

    public Limits Limits { get; init; } = new();

    /// <summary>Names of attributes that another system owns: never compared, never written.</summary>
    public ImmutableArray<string> Ignore { get; init; } = [];
}
