using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Scim;

/// <summary>
/// Memberships that are written as a whole: in the user, with all his groups, or in the group, with all its members. What is
/// sent is what was read a moment before, with what the plan means changed; memberships that nobody declares stay.
/// </summary>
internal sealed class MembershipPut(ScimRequests requests, Server server, Readback readback) : IDisposable
{
    /// <summary>By user, the groups he was shown in by an answer to a write of this run.</summary>
    private readonly ConcurrentDictionary<string, IReadOnlySet<string>> _shown = new(StringComparer.Ordinal);

    /// <summary>The memberships, by user and group, that went along with another one and were shown as meant by the answer.</summary>
    private readonly ConcurrentDictionary<(string User, string Group), bool> _made = new();

    /// <summary>Two groups of one wave may have a member in common, and one write of that user would undo the other.</summary>
    private readonly SemaphoreSlim _one = new(1);

    public void Dispose() => _one.Dispose();

    /// <summary>Takes note of what a write of a user showed.</summary>
    public void Learn(string? userId, IReadOnlySet<string>? groups)
    {
        if (userId is not null && groups is not null)
        {
            _shown[userId] = groups;
        }
    }

    /// <summary>An answer to another change is believed when it shows the membership; the lack of one is looked up.</summary>
    public bool IsMade(Change change, string userId) => _made.ContainsKey((userId, change.Id!))
        || (IsMeant(change) && _shown.TryGetValue(userId, out var groups) && groups.Contains(change.Id!));

    /// <summary>One person after the other; one who cannot be changed stops nobody else.</summary>
    public async Task<WriteResult> OfUsersAsync(
        Change change, Sending sending, IReadOnlyDictionary<string, string> ids, CancellationToken cancellationToken)
    {
        var result = new WriteResult(Problem: null) { Id = change.Id, Status = 200 };
        var problems = ImmutableArray.CreateBuilder<(Person Person, WriteResult Result)>();
        var along = change.Along.SelectMany(other => other.People.Select(person => (person.UserName, other)))
            .ToLookup(pair => pair.UserName, pair => pair.other, StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < change.People.Length; index++)
        {
            var person = change.People[index];
            if (cancellationToken.IsCancellationRequested)
            {
                return result with { Problem = OrganizationDiagnostics.Interrupted(change.Address), PeopleMissing = problems.Count + change.People.Length - index };
            }

            var one = await OfUserAsync(change, Wire.Id(person, ids), [.. along[person.UserName]], sending);
            result = one.Status == 0 ? result : result with { Status = one.Status, CorrelationId = one.CorrelationId };
            if (!one.Succeeded)
            {
                problems.Add((person, one));
            }
        }

        return problems.Count == 0 ? result : result with
        {
            Problem = problems.Count == 1 ? problems[0].Result.Problem : OrganizationDiagnostics.SomePeople(
                change.Address, [.. problems.Select(pair => pair.Person.UserName)], problems[0].Result.Problem!),
            IsAccepted = problems.All(pair => pair.Result.IsAccepted),
            IsUnknown = problems.Any(pair => pair.Result.IsUnknown),
            PeopleMissing = problems.Count,
        };
    }

    /// <summary>The group with the members changed.</summary>
    public async Task<WriteResult> OfGroupAsync(
        Change change, Sending sending, IReadOnlyDictionary<string, string> ids, CancellationToken cancellationToken)
    {
        for (var turn = 1; ; turn++)
        {
            var result = new WriteResult(Problem: null) { Id = change.Id, Status = 200 };
            if (await readback.WholeGroupAsync(change.Address, change.Id!) is not { } now)
            {
                return result with { Status = 404, Problem = NotThere($"reading {change.Address}", change) };
            }

            var left = readback.Compare(ids).Unsettled(change, now.Group.MemberIds);
            if (left.IsEmpty)
            {
                return result;
            }

            cancellationToken.ThrowIfCancellationRequested();
            var version = server.Dialect.Capabilities.Etag ? now.Group.Version : null;
            var body = With(now.Json, change, [.. left.Select(person => Wire.Id(person, ids))]);
            var call = WriteCall.Whole(change, server.Dialect.Paths.Groups, change.Id!, body, version) with { Sending = sending };
            var answer = await requests.SendAsync(call, cancellationToken);
            result = result with { Status = answer.Status, CorrelationId = answer.CorrelationId };
            if (answer.IsSuccess)
            {
                var shown = Readback.GroupWithMembers(answer, change.Id);
                return result with { IsUnchecked = shown is null || !readback.Compare(ids).Unsettled(change, shown.MemberIds).IsEmpty };
            }

            var refusal = requests.Refuse(call, answer);
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

    private async Task<WriteResult> OfUserAsync(Change change, string userId, Change[] along, Sending sending)
    {
        await _one.WaitAsync();
        try
        {
            if (IsMade(change, userId))
            {
                return new WriteResult(Problem: null);
            }

            // One after the other: what is open is this person's.
            sending.IsAmbiguous = false;
            var result = await TryPutAsync(change, userId, along, sending);
            return sending.IsAmbiguous && result.Kind == OutcomeKind.Failed
                ? await readback.ResolveMembershipAsync(change, userId, IsMeant(change), result) : result;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<WriteResult> TryPutAsync(Change change, string userId, Change[] along, Sending sending)
    {
        try
        {
            return await PutAsync(change, userId, along, sending);
        }
        catch (OrganizationException exception)
        {
            return new WriteResult(exception.Problem with { Subject = change.Address });
        }
    }

    private async Task<WriteResult> PutAsync(Change change, string userId, Change[] along, Sending sending)
    {
        var isMeant = IsMeant(change);
        for (var turn = 1; ; turn++)
        {
            if (await readback.WholeUserAsync(change.Address, userId) is not { } now)
            {
                // Who is gone is in no group any more.
                return new WriteResult(isMeant ? NotThere($"reading a member of {change.Address}", change) : null) { Status = 404 };
            }

            if (now.GroupIds.Contains(change.Id!) == isMeant)
            {
                return new WriteResult(Problem: null) { Status = 200 };
            }

            var dialect = server.Dialect;
            var body = UserBody.With(now.Json, [change, .. along], dialect);
            var version = dialect.Capabilities.Etag ? now.User.Version : null;
            var call = WriteCall.Whole(change, dialect.Paths.Users, userId, body, version) with { Sending = sending };
            var answer = await requests.SendAsync(call, CancellationToken.None);
            var result = new WriteResult(Problem: null) { Status = answer.Status, CorrelationId = answer.CorrelationId };
            if (answer.IsSuccess)
            {
                Learn(userId, readback.Memberships(answer, userId), along);
                return readback.Memberships(answer, userId) is { } shown && shown.Contains(change.Id!) == isMeant
                    ? result : await readback.CheckMembershipAsync(change, userId, isMeant, result);
            }

            var refusal = requests.Refuse(call, answer);
            if (along.Length > 0 && (answer.Status is 400 or 404 or 409 or 422) && !Diagnosis.IsVersionConflict(refusal))
            {
                // What goes along may be what is refused, and is then refused again for itself.
                along = [];
                continue;
            }

            if (!Diagnosis.IsVersionConflict(refusal) || turn == ScimLimits.Conflicts)
            {
                return result with
                {
                    Problem = Diagnosis.IsVersionConflict(refusal)
                        ? OrganizationDiagnostics.VersionConflict(refusal, []) : requests.Problem(call, answer),
                };
            }
        }
    }

    private void Learn(string userId, IReadOnlySet<string>? groups, Change[] along)
    {
        Learn(userId, groups);
        foreach (var other in along.Where(other => groups?.Contains(other.Id!) == IsMeant(other)))
        {
            _made[(userId, other.Id!)] = true;
        }
    }

    private static bool IsMeant(Change change) => change.Operation == Operation.AddMembers;

    private static byte[] With(JsonObject group, Change change, ImmutableArray<string> ids)
    {
        group.Remove("meta");
        if (group["members"] is not JsonArray members)
        {
            group["members"] = members = [];
        }

        foreach (var id in ids)
        {
            if (change.Operation == Operation.AddMembers)
            {
                members.Add((JsonNode)new JsonObject { ["value"] = id });
            }
            else
            {
                UserBody.Remove(group, "members", "value", id);
            }
        }

        return Wire.Bytes(group);
    }

    private static Diagnostic NotThere(string doing, Change change) =>
        OrganizationDiagnostics.NotFound(new ApiRefusal(doing, 404) { Subject = change.Address });
}
