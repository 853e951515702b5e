using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Scim;

/// <summary>
/// Changes and deletes users. A version that is no longer current is not the end: the user is read again and
/// <see cref="ConflictRule"/> decides, up to <see cref="ScimLimits.Conflicts"/> times in all.
/// </summary>
internal sealed class UserWrite(ScimRequests requests, UserSearch search, Readback readback)
{
    public async Task<WriteResult> SendAsync(
        Call call, Change change, IReadOnlyDictionary<string, string> ids, CancellationToken cancellationToken)
    {
        for (var turn = 1; ; turn++)
        {
            var answer = await requests.SendAsync(call, cancellationToken);
            var accepted = Result(change, answer, null);
            if (change.Operation == Operation.Delete && answer.Status == 404)
            {
                return accepted;
            }

            if (answer.IsSuccess)
            {
                return change.Operation == Operation.Delete
                    ? await readback.CheckDeletedAsync(change, accepted)
                    : await readback.CheckUserAsync(change, readback.User(answer, change.Id), accepted, ids);
            }

            var (problem, version) = await JudgeAsync(call, change, answer, ids);
            if (version is null || turn == ScimLimits.Conflicts)
            {
                return accepted with { Problem = problem };
            }

            call = call with { Version = version };
        }
    }

    /// <returns>No problem when nothing is left to do; a version when the change may be sent again with it.</returns>
    private async Task<(Diagnostic? Problem, string? Version)> JudgeAsync(
        Call call, Change change, Answer answer, IReadOnlyDictionary<string, string> ids)
    {
        // An earlier try may have been done without its answer arriving; what refuses the next one is then our own work.
        var mayBeOurs = call.Sending.IsAmbiguous && answer.Status is >= 400 and < 500;
        var (now, conflict) = mayBeOurs ? await AgainAsync(change, ids) : default;
        if (conflict is { Verdict: ConflictVerdict.Done })
        {
            return default;
        }

        var refusal = requests.Refuse(call, answer);
        if (await DuplicateAsync(search, change, refusal) is { } duplicate)
        {
            return (duplicate, null);
        }

        if (!Diagnosis.IsVersionConflict(refusal))
        {
            return (requests.Problem(call, answer), null);
        }

        if (!mayBeOurs)
        {
            (now, conflict) = await AgainAsync(change, ids);
        }

        return conflict?.Verdict switch
        {
            ConflictVerdict.Done => default,
            ConflictVerdict.Gone => (OrganizationDiagnostics.NotFound(refusal), null),
            // A server that refuses the version it shows has another reason, and would refuse it again.
            ConflictVerdict.SendAgain => (
                OrganizationDiagnostics.VersionConflict(refusal, []), call.Version is null || now!.Version == call.Version ? null : now.Version),
            ConflictVerdict.LeaveAlone or null => (OrganizationDiagnostics.VersionConflict(refusal, conflict?.Changed ?? []), null),
        };
    }

    /// <summary>The user as he is now, and what follows; nothing when he cannot be read.</summary>
    private async Task<(ActualUser? Now, Conflict? Conflict)> AgainAsync(Change change, IReadOnlyDictionary<string, string> ids)
    {
        try
        {
            var now = await readback.UserAsync(change.Address, change.Id!);
            return (now, ConflictRule.Decide(change, now, readback.Compare(ids)));
        }
        catch (OrganizationException)
        {
            // The refusal that led here is what is reported then.
            return default;
        }
    }

    /// <summary>What to say when a new userName is somebody else's; null when that is not the reason.</summary>
    public static async Task<Diagnostic?> DuplicateAsync(UserSearch search, Change change, ApiRefusal refusal)
    {
        if (refusal.Status == 409 && NewName(change) is { } userName)
        {
            var holder = await search.FindAsync(userName, change.ExternalId, CancellationToken.None);
            if (Diagnosis.IsDuplicate(refusal) || (holder is not null && holder.Id != change.Id))
            {
                return OrganizationDiagnostics.Duplicate(refusal, UserCreation.Describe(holder));
            }
        }

        return Diagnosis.IsDuplicate(refusal) ? OrganizationDiagnostics.Duplicate(refusal, null) : null;
    }

    private static WriteResult Result(Change change, Answer answer, Diagnostic? problem) => new(problem)
    {
        Id = change.Id,
        Status = answer.Status,
        CorrelationId = answer.CorrelationId,
    };

    private static string? NewName(Change change) =>
        change.Of("userName")?.After.Text;
}
