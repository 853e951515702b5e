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
        if (!_byUserName.TryAdd(user.UserName, user))
        {
            findings.Add(StateDiagnostics.DuplicateUser(user.UserName, _byUserName[user.UserName].At, user.At));
        }
        else if (user.ExternalId is { } externalId && !_byExternalId.TryAdd(externalId, user))
        {
            var at = user.Attributes["externalId"].At;
            findings.Add(StateDiagnostics.DuplicateExternalId(externalId, _byExternalId[externalId].At, at));
        }
    }

    public UserDraft? Find(string userNameOrExternalId) =>
        _byUserName.GetValueOrDefault(userNameOrExternalId) ?? _byExternalId.GetValueOrDefault(userNameOrExternalId);

    public string? Closest(string userNameOrExternalId) => closest.For(
        userNameOrExternalId,
        _all.Where(user => !user.IsAbsent).Select(user => user.UserName).Concat(_byExternalId.Keys),
        _all.Count + _byExternalId.Count);
}
