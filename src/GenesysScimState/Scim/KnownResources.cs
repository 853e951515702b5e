using System.Collections.Concurrent;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Scim;

/// <summary>
/// The users and groups that the plan was made from, by id. An answer to a creation that shows one of them shows another
/// resource than the new one.
/// </summary>
internal sealed class KnownResources
{
    private volatile Lazy<Dictionary<string, ActualUser>> _users = new(() => []);
    private volatile Lazy<HashSet<string>> _groups = new(() => []);
    private readonly ConcurrentDictionary<string, bool> _deleted = new(StringComparer.Ordinal);

    /// <summary>Takes the place of what was read before. The tables are made when a creation first needs them.</summary>
    public void Remember(ActualState state)
    {
        _users = new(() => state.Users.ToDictionary(user => user.Id, StringComparer.Ordinal));
        _groups = new(() => state.Groups.Select(group => group.Id).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>
    /// Whether a user that was found is the user that was sent: the same userName and no other externalId, or the same
    /// externalId; and not one that was known before under another name, unless this run has deleted it: a server may give a
    /// new user the record, and the id, of a deleted one.
    /// </summary>
    public bool IsSent(ActualUser found, Change change, Comparison comparison)
    {
        var userName = change.Of("userName")?.After ?? AttributeValue.Of(change.Address.Name);
        return IsSent(found) && (!_users.Value.TryGetValue(found.Id, out var known)
            || _deleted.ContainsKey(found.Id) || IsSent(known));

        bool IsSent(ActualUser user)
        {
            var hasName = UserSearch.HasName(user, userName.Text ?? "") || comparison.Same("userName", AttributeValue.Of(user.UserName), userName);
            return user.ExternalId is not null && change.ExternalId is not null
                ? user.ExternalId == change.ExternalId : hasName;
        }
    }

    /// <summary>The user was deleted by this run.</summary>
    public void Deleted(string id) => _deleted[id] = true;

    /// <summary>Whether the id belongs to a group that was there before.</summary>
    public bool HasGroup(string id) => _groups.Value.Contains(id);
}
