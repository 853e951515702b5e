using System.Collections.Immutable;
using System.Text;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Scim;

/// <summary>
/// Adds members to a group and removes them. The condition is not a version, which a busy group changes all the time, but
/// whether a member is in it: when the server refuses, the group is read, those who are as meant already count as done,
/// and only the others are sent again.
/// </summary>
internal sealed class GroupWrite(ScimRequests requests, Server server, Readback readback)
{
    public async Task<WriteResult> SendAsync(
        Call call, Change change, IReadOnlyDictionary<string, string> ids, CancellationToken cancellationToken)
    {
        var left = change;
        for (var turn = 1; ; turn++)
        {
            var answer = await requests.SendAsync(call, cancellationToken);
            var result = new WriteResult(Problem: null)
            {
                Id = change.Id,
                Status = answer.Status,
                CorrelationId = answer.CorrelationId,
            };
            if (answer.IsSuccess)
            {
                var shown = Readback.GroupWithMembers(answer, change.Id);
                var isShown = shown is not null && readback.Compare(ids).Unsettled(change, shown.MemberIds).IsEmpty;
                return result with { IsUnchecked = !isShown };
            }

            var (problem, rest) = await JudgeAsync(call, left, answer, ids);
            if (rest.IsEmpty || turn == ScimLimits.Conflicts)
            {
                return result with { Problem = problem };
            }

            left = left with { People = rest };
            call = WriteCall.Of(left, server.Dialect, ids) with { Sending = call.Sending };
        }
    }

    /// <returns>No problem when nothing is left to do; people when the change may be sent again for them.</returns>
    private async Task<(Diagnostic? Problem, ImmutableArray<Person> Again)> JudgeAsync(
        Call call, Change change, Answer answer, IReadOnlyDictionary<string, string> ids)
    {
        var refusal = requests.Refuse(call, answer);
        var problem = Diagnosis.IsVersionConflict(refusal)
            ? OrganizationDiagnostics.VersionConflict(refusal, []) : requests.Problem(call, answer);
        var isAboutMembers = answer.Status is 400 or 404 or 409 or 412 or 422;
        var mayBeOurs = call.Sending.IsAmbiguous && answer.Status is >= 400 and < 500;
        if (!isAboutMembers && !mayBeOurs)
        {
            return (problem, []);
        }

        try
        {
            if (await readback.GroupAsync(change.Address, change.Id!) is not { } group)
            {
                return (OrganizationDiagnostics.NotFound(refusal), []);
            }

            var rest = readback.Compare(ids).Unsettled(change, group.MemberIds);
            return rest.IsEmpty ? (null, [])
                : Diagnosis.IsVersionConflict(refusal) || rest.Length < change.People.Length ? (problem, rest)
                : change.Operation == Operation.AddMembers && await UnknownAsync(change, answer, ids) is [_, ..] unknown
                    ? (OrganizationDiagnostics.MembersUnknown(refusal, unknown), [])
                : (problem, []);
        }
        catch (OrganizationException)
        {
            // The refusal that led here is what is reported then.
            return (problem, []);
        }
    }

    /// <summary>The people whom the answer names by their ids; where it names none, those who cannot be found.</summary>
    private async Task<string[]> UnknownAsync(Change change, Answer answer, IReadOnlyDictionary<string, string> ids)
    {
        var said = Encoding.UTF8.GetString(answer.Body.Span);
        var named = change.People.Where(person => said.Contains($"\"{Wire.Id(person, ids)}\"", StringComparison.Ordinal)
            || said.Contains($"\\\"{Wire.Id(person, ids)}\\\"", StringComparison.Ordinal)).ToArray();
        var unknown = new List<string>();
        foreach (var person in named.Length > 0 ? named : change.People.Take(ScimLimits.Lookups))
        {
            if (await readback.UserAsync(Address.User(person.UserName), Wire.Id(person, ids)) is null)
            {
                unknown.Add(person.UserName);
            }
        }

        return [.. unknown];
    }
}
