using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace GenesysScimState.Core.Model;

/// <summary>
/// What the organization holds, from a read that was proved complete: every page fetched, every id unique, as many as
/// the server counted, active and inactive users walked.
/// </summary>
public sealed record ActualState(ImmutableArray<ActualUser> Users, ImmutableArray<ActualGroup> Groups)
{
    public static ActualState Empty { get; } = new([], []);

    /// <summary>Requests sent for this read; reported, and never part of a decision.</summary>
    public int Requests { get; init; }

    /// <summary>The requests a minute that the server said it allows; null when it said nothing.</summary>
    public int? QuotaPerMinute { get; init; }
}

/// <summary>A user as the organization has it.</summary>
/// <param name="Id">The organization's id.</param>
/// <param name="Version"><c>meta.version</c>, without quotes; null when the server has no versions.</param>
/// <param name="Attributes">
/// By attribute name, as read and not yet canonical; what the server leaves out is not in it. A
/// <see cref="AttributeType.Person"/> holds an id. <c>userName</c>, <c>externalId</c> and <c>active</c> are in it too.
/// </param>
public sealed record ActualUser(
    string Id,
    string? Version,
    string UserName,
    string? ExternalId,
    bool Active,
    AttributeMap<AttributeValue> Attributes)
{
    public AttributeValue this[string attribute] => Attributes.GetValueOrDefault(attribute, AttributeValue.Empty);
}

/// <summary>A group as the organization has it.</summary>
/// <param name="MemberIds">Ids of users; of groups too where a server nests them.</param>
public sealed record ActualGroup(string Id, string? Version, string DisplayName, ReadOnlySet<string> MemberIds)
{
    public Address Address => Address.Group(DisplayName);
}
