using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>A group while files are bound: its members so far, each user once.</summary>
internal sealed class GroupDraft(YamlScalar displayName)
{
    private readonly Dictionary<UserDraft, int> _positions = [];
    private readonly ImmutableArray<DesiredMember>.Builder _members = ImmutableArray.CreateBuilder<DesiredMember>();
    private int _expected;

    public string DisplayName { get; } = displayName.Text;

    public SourceSpan At { get; } = displayName.At;

    public Membership Membership { get; init; }

    public bool IsDeclaredExclusive { get; init; }

    public int MinMembers { get; init; }

    /// <summary>The membership of this user so far; null when there is none.</summary>
    public DesiredMember? Find(UserDraft user) => _positions.TryGetValue(user, out var position) ? _members[position] : null;

    /// <summary>A member that the group names. Of two memberships of one user the longer one counts; one without an end is the longest.</summary>
    public void Add(UserDraft user, SourceSpan at, DateOnly? until, string? reason)
    {
        if (_positions.TryAdd(user, _members.Count))
        {
            _members.Add(new(user.UserName, at, until, reason));
        }
        else
        {
            Lengthen(_positions[user], user, at, until, reason);
        }
    }

    /// <summary>One more user names the group, and is going to <see cref="Join"/>: room for all is made at once.</summary>
    public void Expect() => _expected++;

    /// <summary>A user who names the group, once and for good.</summary>
    public void Join(UserDraft user, SourceSpan at, string? origin)
    {
        if (_expected > 0)
        {
            _members.Capacity = Math.Max(_members.Capacity, _members.Count + _expected);
            _expected = 0;
        }

        if (_positions.TryGetValue(user, out var position))
        {
            Lengthen(position, user, at, until: null, reason: null, origin);
        }
        else
        {
            // Not noted where: nobody joins twice, and groups name their members before.
            _members.Add(new(user.UserName, at, Origin: origin));
        }
    }

    private void Lengthen(int position, UserDraft user, SourceSpan at, DateOnly? until, string? reason, string? origin = null)
    {
        if (_members[position].Until is { } end && (until is null || until > end))
        {
            _members[position] = new(user.UserName, at, until, reason ?? _members[position].Reason, origin);
        }
    }

    /// <summary>The group, once all its members are known; the draft is empty then.</summary>
    public DesiredGroup ToDesired()
    {
        _positions.Clear();
        return new(DisplayName, Membership, _members.DrainToImmutable(), MinMembers, At)
        {
            IsDeclaredExclusive = IsDeclaredExclusive,
        };
    }
}
