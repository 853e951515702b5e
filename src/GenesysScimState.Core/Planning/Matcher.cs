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

    /// <summary>A tombstone and a joiner may share a userName, so a tombstone has a key of its own.</summary>
    public static string Key(DesiredUser desired) => desired.IsAbsent ? "absent " + desired.UserName : desired.UserName;
}

/// <summary>
/// Finds each declared user in the organization: by externalId first, by userName second. First everybody is looked for
/// by externalId, so that a userName which changes hands is never taken for the person who had it before. Without an
/// externalId nobody can say whether the userName means the one who has it now or somebody new: that is an error.
/// </summary>
internal static class Matcher
{
    public static (Matches Matches, ImmutableArray<Diagnostic> Diagnostics) Match(DesiredState desired, ActualState actual)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var byExternalId = actual.Users.Where(user => user.ExternalId is not null)
            .ToLookup(user => user.ExternalId!, StringComparer.Ordinal);
        var byUserName = actual.Users.ToLookup(user => user.UserName, StringComparer.OrdinalIgnoreCase);
        var byKey = new Dictionary<string, ActualUser>(StringComparer.OrdinalIgnoreCase);
        var byId = new Dictionary<string, DesiredUser>(StringComparer.Ordinal);

        foreach (var user in desired.Users.Where(user => user.ExternalId is not null))
        {
            Take(user, byExternalId[user.ExternalId!], PlanDiagnostics.ExternalIdNotUnique);
        }

        foreach (var user in desired.Users.Where(user => !byKey.ContainsKey(Matches.Key(user))))
        {
            var candidates = byUserName[user.UserName].ToLookup(candidate => byId.ContainsKey(candidate.Id));
            if (candidates[true].FirstOrDefault() is { } taken && user is { ExternalId: null, IsAbsent: false })
            {
                diagnostics.Add(PlanDiagnostics.DeclaredTwice(user, byId[taken.Id], taken));
            }

            Take(user, candidates[false].Where(candidate => MayBe(user, candidate)), PlanDiagnostics.UserNameNotUnique);
        }

        return (new Matches(byKey, byId), diagnostics.ToImmutable());

        void Take(DesiredUser user, IEnumerable<ActualUser> found, Func<DesiredUser, ActualUser, ActualUser, Diagnostic> ambiguous)
        {
            switch (found.OrderBy(candidate => candidate.Id, StringComparer.Ordinal).ToArray())
            {
                case []:
                    break;
                case [var only]:
                    byKey[Matches.Key(user)] = only;
                    byId[only.Id] = user;
                    break;
                case [var first, var second, ..]:
                    diagnostics.Add(ambiguous(user, first, second));
                    break;
            }
        }
    }

    /// <summary>An e-mail address may have been given to somebody else: a tombstone never takes a user of another externalId.</summary>
    private static bool MayBe(DesiredUser user, ActualUser candidate) =>
        !user.IsAbsent || user.ExternalId is null || candidate.ExternalId is null;
}
