using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Config;

/// <summary>All users of all files, found by userName in any case or by externalId.</summary>
internal sealed class DeclaredUsers(ClosestNames closest, ImmutableArray<Diagnostic>.Builder findings)
{
    private readonly List<UserDraft> _all = [];
    private readonly Dictionary<string, UserDraft> _byUserName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, UserDraft> _byExternalId = new(StringComparer.Ordinal);

    /// <summary>In the order of files and lines; a user declared twice is in it twice.</summary>
    public IReadOnlyList<UserDraft> All => _all;

    public void Add(UserDraft user)
    {
        _all.Add(user);
        if (_byUserName.TryGetValue(user.UserName, out var other) && IsHandedOn(user, other))
        {
            // Whoever names the address means the one who stays.
            _byUserName[user.UserName] = user.IsAbsent ? other : user;
        }
        else if (!_byUserName.TryAdd(user.UserName, user))
        {
            findings.Add(StateDiagnostics.DuplicateUser(user.UserName, other!.At, user.At));
        }

        if (user.ExternalId is { } externalId && !_byExternalId.TryAdd(externalId, user))
        {
            var at = user.Attributes["externalId"].At;
            findings.Add(StateDiagnostics.DuplicateExternalId(externalId, _byExternalId[externalId].At, at));
        }
    }

    /// <summary>One person is deleted and another gets the address: their externalIds tell them apart.</summary>
    private static bool IsHandedOn(UserDraft user, UserDraft other) =>
        user.IsAbsent != other.IsAbsent
        && user.ExternalId is not null && other.ExternalId is not null && user.ExternalId != other.ExternalId;

    public UserDraft? Find(string userNameOrExternalId) =>
        _byUserName.GetValueOrDefault(userNameOrExternalId) ?? _byExternalId.GetValueOrDefault(userNameOrExternalId);

    public string? Closest(string userNameOrExternalId) => closest.For(
        userNameOrExternalId,
        _all.Where(user => !user.IsAbsent).Select(user => user.UserName).Concat(_byExternalId.Keys),
        _all.Count + _byExternalId.Count);
}
