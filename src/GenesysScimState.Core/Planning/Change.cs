using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// What one change does. Each user has at most one change in a plan, and one more when his name is in the way
/// (<see cref="ActionReason.TemporaryName"/>); each group has at most one of each kind.
/// </summary>
public enum Operation
{
    Create,
    Update,

    /// <summary>An inactive user becomes active again; other attributes may change with it.</summary>
    Activate,

    /// <summary>An active user becomes inactive and can no longer log in; the record and its roles stay.</summary>
    Deactivate,
    Delete,
    AddMembers,
    RemoveMembers,

    /// <summary>A declared group that is not there; where the dialect can. Its members follow as a change of their own.</summary>
    CreateGroup,
}

/// <summary>Why a change is in the plan; a value, so that a reader and a policy tool can ask for it.</summary>
public enum ActionReason
{
    /// <summary>Declared, and no such user or group in the organization.</summary>
    NotInOrganization,

    /// <summary>Declared, and the organization holds something else.</summary>
    Differs,

    /// <summary>Found by userName alone: the user is taken over by setting the declared externalId.</summary>
    Adopted,

    /// <summary>userNames go round among several users, and this one steps aside for a moment.</summary>
    TemporaryName,

    /// <summary>Declared active (the default), and inactive in the organization.</summary>
    DeclaredActive,

    /// <summary>Declared with <c>active: false</c>.</summary>
    DeclaredInactive,

    /// <summary>Declared with an <c>until</c> that has passed: an account, or memberships alone.</summary>
    Ended,

    /// <summary>Declared with <c>state: absent</c>.</summary>
    DeclaredAbsent,

    /// <summary>In no state file, and <c>unlisted</c> says what happens to such users.</summary>
    Unlisted,

    /// <summary>Declared as members, and not members yet.</summary>
    DeclaredMembers,

    /// <summary>Members of an exclusive group that no file declares; members whose <c>until</c> has passed may be among them.</summary>
    UndeclaredMembers,

    /// <summary>An earlier plan did the opposite, and this one takes that back (<see cref="PlanDocument.Undoes"/>).</summary>
    Undo,
}

/// <summary>One attribute before and after, as it is shown and sent; a <see cref="AttributeType.Person"/> is a userName.</summary>
/// <param name="At">Where it is declared; null when nothing declares it.</param>
public readonly record struct AttributeChange(
    string Name,
    AttributeType Type,
    AttributeValue Before,
    AttributeValue After,
    SourceSpan? At = null)
{
    /// <summary>Where each entry of <see cref="After"/> stands, in their order; none where that is not known.</summary>
    public ImmutableArray<SourceSpan> Places { get; init; } = [];

    /// <summary>The templates or defaults that the value, or a part of it, comes from; null when the user says it all itself.</summary>
    public string? Origin { get; init; }

    /// <summary>Where an entry is written; where the attribute is, when nothing closer is known.</summary>
    public SourceSpan? PlaceOf(string name) =>
        Places.Length == After.Entries.Length && After.Entries.ToList().FindIndex(entry => entry.Name == name) is var index and >= 0 ? Places[index] : At;
}

/// <summary>A user that a change refers to: a member, or a manager.</summary>
/// <param name="UserName">The userName once the plan is applied.</param>
/// <param name="Id">The organization's id; null while the user is still to be created by the same plan.</param>
public readonly record struct Person(string UserName, string? Id)
{
    /// <summary>The template or defaults that a membership comes from; null when the group or the user says it itself.</summary>
    public string? Origin { get; init; }

    /// <summary>Of a member that is removed because the last day of the membership has passed; else null.</summary>
    public MembershipEnd? Ended { get; init; }
}

/// <summary>A declared end of a membership that has passed.</summary>
/// <param name="Until">The last day of the membership, in UTC.</param>
/// <param name="Reason">The author's own reason, from the state file.</param>
public sealed record MembershipEnd(DateOnly Until, string? Reason);

/// <summary>
/// One thing to do to one user or group: inert data that prints, sorts and serialises as it is. Applying it is one
/// request (memberships: one a batch).
/// </summary>
public sealed record Change
{
    public required Operation Operation { get; init; }

    /// <summary>By the declared name; by the organization's name when nothing declares it.</summary>
    public required Address Address { get; init; }

    public required ActionReason Reason { get; init; }

    /// <summary>The organization's id; null for a user or group that is to be created, and for the first members of one.</summary>
    public string? Id { get; init; }

    public string? ExternalId { get; init; }

    /// <summary>The version the plan was made from, sent as <c>If-Match</c>. Null for creations and memberships: a busy
    /// group changes its version all the time without any of this plan's members being concerned.</summary>
    public string? ExpectedVersion { get; init; }

    /// <summary>
    /// The user as the plan found him, which decides about a version that is no longer current. Null for creations and
    /// memberships; not saved, because what is applied was planned in the same run.
    /// </summary>
    public ActualUser? Found { get; init; }

    /// <summary>In the dialect's order. Empty for deletions and memberships; of a new group its name.</summary>
    public AttributeChanges Attributes { get; init; } = AttributeChanges.None;

    /// <summary>
    /// Where the server takes memberships in the user, other changes of the same plan that are made by the same requests: of a
    /// change to a user the groups he is put into, of a membership what else becomes of its people, and only of them. The
    /// applier fills it in.
    /// </summary>
    public ImmutableArray<Change> Along { get; init; } = [];

    /// <summary>The members added or removed, by userName; of a change to a user, his new manager.</summary>
    public ImmutableArray<Person> People { get; init; } = [];

    /// <summary>What must be done first beside <see cref="People"/> who are to be created: the group itself, who gives up a userName.</summary>
    public ImmutableArray<Address> WaitsFor { get; init; } = [];

    /// <summary>What must be created, activated or renamed before this can work; if one of it fails, this is skipped.</summary>
    public IEnumerable<Address> DependsOn => People.IsEmpty ? WaitsFor
        : WaitsFor.Concat(People.Where(person => person.Id is null).Select(person => Address.User(person.UserName)));

    /// <summary>Counts from 0. Changes of one wave may run side by side; a wave begins when the one before it has ended.</summary>
    public int Wave { get; init; }

    /// <summary>The author's own reason, from the state file.</summary>
    public string? Note { get; init; }

    /// <summary>Where it was declared; null when nothing declares it.</summary>
    public SourceSpan? At { get; init; }

    /// <summary>The change of one attribute; null when it is not among them.</summary>
    public AttributeChange? Of(string attribute) => Attributes.Find(attribute);

    public bool IsMembership => Operation is Operation.AddMembers or Operation.RemoveMembers;
}
