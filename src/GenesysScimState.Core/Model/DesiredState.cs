using System.Collections.Immutable;
using System.Runtime.InteropServices;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Core.Model;

/// <summary>
/// What the state files ask for, across all files, already checked: names are unique, references lead to a declared
/// user. A different type than <see cref="ActualState"/> on purpose, so that the two can never be swapped.
/// </summary>
public sealed record DesiredState(ImmutableArray<DesiredUser> Users, ImmutableArray<DesiredGroup> Groups)
{
    public static DesiredState Empty { get; } = new([], []);
}

/// <summary>An attribute's value and where it was written.</summary>
/// <param name="Places">Where each entry stands, in the order of the value's entries; none where the value is one text.</param>
/// <param name="Origin">The templates or defaults that it, or a part of it, comes from; null when the user says it all itself.</param>
public readonly record struct DesiredValue(AttributeValue Value, SourceSpan At, ImmutableArray<SourceSpan> Places = default, string? Origin = null)
{
    // Of a million values hardly any has both, so that they share a place: an array, a text, or the two together.
    private readonly object? _rest = Rest(Places, Origin);

    public ImmutableArray<SourceSpan> Places => _rest switch
    {
        SourceSpan[] places => ImmutableCollectionsMarshal.AsImmutableArray(places),
        Both both => both.Places,
        _ => [],
    };

    public string? Origin => _rest as string ?? (_rest as Both)?.Origin;

    private static object? Rest(ImmutableArray<SourceSpan> places, string? origin) =>
        places.IsDefaultOrEmpty ? origin
        : origin is null ? ImmutableCollectionsMarshal.AsArray(places)
        : new Both(places, origin);

    private sealed record Both(ImmutableArray<SourceSpan> Places, string Origin);
}

/// <summary>
/// A user as declared. <see cref="Attributes"/> holds only what the file mentions: an attribute that is missing there is
/// unmanaged and never touched, one with an empty value is cleared.
/// </summary>
/// <param name="UserName">As written; compared without case.</param>
/// <param name="ExternalId">The identity provider's id; compared with case. Null when not mentioned.</param>
/// <param name="Attributes">
/// By attribute name (<c>title</c>, <c>phoneNumbers.mobile</c>), values as written, made canonical by the planner. The bare
/// name of a keyed attribute (<c>phoneNumbers</c>) only ever holds the empty value and clears every key. Always holds <c>userName</c> and, unless
/// the user is absent, <c>active</c>; <c>externalId</c> when mentioned. A <see cref="AttributeType.Person"/> holds the <see cref="UserName"/> of a declared user.
/// </param>
/// <param name="At">Where the user's <c>userName</c> stands.</param>
public sealed record DesiredUser(
    string UserName,
    string? ExternalId,
    AttributeMap<DesiredValue> Attributes,
    SourceSpan At)
{
    /// <summary>
    /// The organization's id, by which alone the user is found then; null for what files declare, which know no ids.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>A tombstone: the user is to be deleted.</summary>
    public bool IsAbsent { get; init; }

    /// <summary>Why, in the author's words; shown in the plan.</summary>
    public string? Reason { get; init; }

    /// <summary>The last day as an active user, in UTC; null when it does not end.</summary>
    public DateOnly? Until { get; init; }

    public Address Address => Address.User(UserName);

    /// <summary>The user as he is meant to be on a day: inactive once his last day has passed.</summary>
    public DesiredUser On(DateOnly day) => HasEnded(day) && Attributes.TryGetValue("active", out var active)
        ? this with { Attributes = Attributes.SetItem("active", active with { Value = AttributeValue.False }) }
        : this;

    public bool HasEnded(DateOnly day) => Until is { } until && until < day;
}

/// <summary>Who may be a member beside those declared.</summary>
public enum Membership
{
    /// <summary>Nobody: members that are not declared are removed.</summary>
    Exclusive,

    /// <summary>Members that are not declared stay; declared ones are added, and removed when their last day has passed.</summary>
    Additive,
}

/// <summary>A declared membership, from the group's <c>members</c> or the user's <c>groups</c>.</summary>
/// <param name="UserName">The <see cref="DesiredUser.UserName"/> of a declared user.</param>
/// <param name="At">Where the membership is written, at the group or at the user.</param>
/// <param name="Until">The last day of the membership; null when it does not end.</param>
/// <param name="Origin">The template or defaults that it comes from; null when the group or the user says it itself.</param>
public readonly record struct DesiredMember(string UserName, SourceSpan At, DateOnly? Until = null, string? Reason = null, string? Origin = null)
{
    // Of a million memberships hardly any has them: together they take the room of one.
    private readonly Terms? _terms = Terms.Of(Until, Reason, Origin);

    public DateOnly? Until => _terms?.Until;

    public string? Reason => _terms?.Reason;

    public string? Origin => _terms?.Origin;

    private sealed record Terms(DateOnly? Until, string? Reason, string? Origin)
    {
        public static Terms? Of(DateOnly? until, string? reason, string? origin) =>
            until is null && reason is null && origin is null ? null : new(until, reason, origin);
    }
}

/// <summary>A group as declared. Each user is a member at most once.</summary>
/// <param name="MinMembers">The fewest members the group may be left with; 0 when not mentioned.</param>
/// <param name="At">Where the group's <c>displayName</c> stands.</param>
public sealed record DesiredGroup(
    string DisplayName,
    Membership Membership,
    ImmutableArray<DesiredMember> Members,
    int MinMembers,
    SourceSpan At)
{
    /// <summary>
    /// Whether the group itself says <c>membership: exclusive</c>. Without it the first plan that manages the group removes
    /// no undeclared member without an approval.
    /// </summary>
    public bool IsDeclaredExclusive { get; init; }

    public Address Address => Address.Group(DisplayName);
}
