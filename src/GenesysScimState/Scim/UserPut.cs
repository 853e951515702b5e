using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Scim;

/// <summary>
/// Changes users of servers that take only whole ones. The user is read, <see cref="ConflictRule"/> says whether the change
/// still is what the plan meant, and all that was read goes back with the change in it; when somebody was faster the same
/// again, up to <see cref="ScimLimits.Conflicts"/> times in all.
/// </summary>
internal sealed class UserPut(ScimRequests requests, Server server, UserSearch search, Readback readback, MembershipPut members)
{
    public async Task<WriteResult> SendAsync(Change change, Sending sending, IReadOnlyDictionary<string, string> ids, CancellationToken cancellationToken)
    {
        for (var turn = 1; ; turn++)
        {
            var (now, settled) = await ReadAsync(change, ids);
            if (now is null)
            {
                return settled!;
            }

            cancellationToken.ThrowIfCancellationRequested();
            var call = CallOf(change, now, ids) with { Sending = sending };
            var answer = await requests.SendAsync(call, cancellationToken);
            var result = new WriteResult(Problem: null) { Id = change.Id, Status = answer.Status, CorrelationId = answer.CorrelationId };
            if (answer.IsSuccess)
            {
                members.Learn(change.Id, readback.Memberships(answer, change.Id));
                return await readback.CheckUserAsync(change, readback.User(answer, change.Id), result, ids);
            }

            var refusal = requests.Refuse(call, answer);
            if (await UserWrite.DuplicateAsync(search, change, refusal) is { } duplicate)
            {
                return result with { Problem = duplicate };
            }

            if (!Diagnosis.IsVersionConflict(refusal))
            {
                return result with { Problem = requests.Problem(call, answer) };
            }

            if (turn == ScimLimits.Conflicts)
            {
                return result with { Problem = OrganizationDiagnostics.VersionConflict(refusal, []) };
            }
        }
    }

    private Call CallOf(Change change, WholeUser now, IReadOnlyDictionary<string, string> ids)
    {
        var dialect = server.Dialect;
        return WriteCall.Whole(
            change, dialect.Paths.Users, change.Id!, UserBody.With(now.Json, change, dialect, ids),
            dialect.Capabilities.Etag ? now.User.Version : null);
    }

    /// <summary>The user as he is, or the result when nothing is to be sent.</summary>
    private async Task<(WholeUser? Now, WriteResult? Settled)> ReadAsync(Change change, IReadOnlyDictionary<string, string> ids)
    {
        var now = await readback.WholeUserAsync(change.Address, change.Id!);
        var conflict = ConflictRule.Decide(change, now?.User, readback.Compare(ids));
        return conflict.Verdict switch
        {
            ConflictVerdict.SendAgain => (now, null),
            ConflictVerdict.Done when change.Along.IsEmpty => (null, Settled(problem: null)),
            ConflictVerdict.Done => (now, null),
            ConflictVerdict.Gone => (null, Settled(OrganizationDiagnostics.NotFound(
                new ApiRefusal($"reading {change.Address}", 404) { Subject = change.Address }))),
            ConflictVerdict.LeaveAlone => (null, Settled(OrganizationDiagnostics.ChangedMeanwhile(change.Address, conflict.Changed))),
        };

        WriteResult Settled(Diagnostic? problem) => new(problem) { Id = change.Id, Status = now is null ? 404 : 200 };
    }
}
