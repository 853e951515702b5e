using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Config;

/// <summary>All users of all files, found by userName in any case or by externalId.</summary>
internal sealed class DeclaredUsers(ImmutableArray<Diagnostic>.Builder findings)
{
    /// <summary>Names looked through for suggestions in one run: enough for many typing errors, and a bound on their cost.</summary>
    private const int CandidatesMax = 2_000_000;

    private readonly List<UserDraft> _all = [];
    private readonly Dictionary<string, UserDraft> _byUserName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, UserDraft> _byExternalId = new(StringComparer.Ordinal);
    private int _candidatesLeft = CandidatesMax;

    /// <summary>In the order of files and lines, each name once.</summary>
    public IReadOnlyList<UserDraft> All => _all;

    public void Add(UserDraft user)
    {
        if (!_byUserName.TryAdd(user.UserName, user))
        {
            findings.Add(StateDiagnostics.DuplicateUser(user.UserName, _byUserName[user.UserName].At, user.At));
            return;
        }

        _all.Add(user);
        if (user.ExternalId is { } externalId && !_byExternalId.TryAdd(externalId, user))
        {
            var at = user.Attributes["externalId"].At;
            findings.Add(StateDiagnostics.DuplicateExternalId(externalId, _byExternalId[externalId].At, at));
        }
    }

    public UserDraft? Find(string userNameOrExternalId) =>
        _byUserName.GetValueOrDefault(userNameOrExternalId) ?? _byExternalId.GetValueOrDefault(userNameOrExternalId);

    public string? Closest(string userNameOrExternalId)
    {
        if (_candidatesLeft <= 0)
        {
            return null;
        }

        _candidatesLeft -= _byUserName.Count + _byExternalId.Count;
        return Suggestion.For(
            userNameOrExternalId, _all.Where(user => !user.IsAbsent).Select(user => user.UserName).Concat(_byExternalId.Keys));
    }
}
