using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>Who is who: declared users beside the organization's users.</summary>
/// <param name="ByUserName">For each declared user, by userName without case, the organization's user; missing: not there.</param>
/// <param name="ById">The declared user behind an organization's id; missing: nobody declares that user.</param>
internal sealed record Matches(
    Dictionary<string, ActualUser> ByUserName,
    Dictionary<string, DesiredUser> ById)
{
    public ActualUser? Of(DesiredUser desired) => ByUserName.GetValueOrDefault(Key(desired));

    public bool IsDeclared(ActualUser actual) => ById.ContainsKey(actual.Id);

    /// <summary>
    /// A tombstone and a joiner may share a userName, so a tombstone has a key of its own; and so has who is wanted by id.
    /// </summary>
    public static string Key(DesiredUser desired) => desired.Id is { } id ? "id " + id : desired.IsAbsent ? "absent " + desired.UserName : desired.UserName;
}

/// <summary>
/// Finds each declared user in the organization: by externalId first, by userName second; who is wanted by the
/// organization's own id, by that alone. First everybody is looked for
/// by externalId, so that a userName which changes hands is never taken for the person who had it before. Without an
/// externalId nobody can say whether the userName means the one who has it now or somebody new: that is an error.
/// </summary>
internal static class Matcher
{
    public static (Matches Matches, ImmutableArray<Diagnostic> Diagnostics) Match(DesiredState desired, ActualState actual)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var byOwnId = actual.Users.ToLookup(user => user.Id, StringComparer.Ordinal);
        var byExternalId = actual.Users.Where(user => user.ExternalId is not null)
            .ToLookup(user => user.ExternalId!, StringComparer.Ordinal);
        var byUserName = actual.Users.ToLookup(user => user.UserName, StringComparer.OrdinalIgnoreCase);
        var byKey = new Dictionary<string, ActualUser>(StringComparer.OrdinalIgnoreCase);
        var byId = new Dictionary<string, DesiredUser>(StringComparer.Ordinal);

        foreach (var user in desired.Users.Where(user => user.Id is not null))
        {
            Take(user, byOwnId[user.Id!], PlanDiagnostics.UserNameNotUnique);
        }

        foreach (var user in desired.Users.Where(user => user is { Id: null, ExternalId: not null }))
        {
            Take(user, byExternalId[user.ExternalId!], PlanDiagnostics.ExternalIdNotUnique);
        }

        foreach (var user in desired.Users.Where(user => user.Id is null && !byKey.ContainsKey(Matches.Key(user))))
        {
            var candidates = byUserName[user.UserName].ToLookup(candidate => byId.ContainsKey(candidate.Id));
            if (candidates[true].FirstOrDefault() is { } taken && user is { ExternalId: null, IsAbsent: false })
            {
                diagnostics.Add(PlanDiagnostics.DeclaredTwice(user, byId[taken.Id], taken));
            }

            Take(user, candidates[false].Where(candidate => MayBe(user, candidate)), PlanDiagnostics.UserNameNotUnique);
        }

        // Others refer to them by userName as well, unless that is meant to be somebody new.
        var names = desired.Users.Where(user => user.Id is null).Select(user => user.UserName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var user in desired.Users.Where(user => user is { Id: not null, IsAbsent: false } && byKey.ContainsKey(Matches.Key(user)) && names.Add(user.UserName)))
        {
            byKey[user.UserName] = byKey[Matches.Key(user)];
        }

        return (new Matches(byKey, byId), diagnostics.ToImmutable());

        void Take(DesiredUser user, IEnumerable<ActualUser> found, Func<DesiredUser, ActualUser, ActualUser, Diagnostic> ambiguous)
        {
            switch (found.ToArray())
            {
                case []:
                    break;
                case [var only]:
                    byKey[Matches.Key(user)] = only;
                    byId[only.Id] = user;
                    break;
                case { Length: > 1 } several:
                    var sorted = several.OrderBy(candidate => candidate.Id, StringComparer.Ordinal).ToArray();
                    diagnostics.Add(ambiguous(user, sorted[0], sorted[1]));
                    break;
            }
        }
    }

    /// <summary>An e-mail address may have been given to somebody else: a tombstone never takes a user of another externalId.</summary>
    private static bool MayBe(DesiredUser user, ActualUser candidate) =>
        !user.IsAbsent || user.ExternalId is null || candidate.ExternalId is null;
}
