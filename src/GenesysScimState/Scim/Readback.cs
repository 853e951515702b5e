using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Scim;

/// <summary>A user, and all that the server shows of him.</summary>
/// <param name="GroupIds">Of servers that keep memberships in the user.</param>
internal sealed record WholeUser(ActualUser User, JsonObject Json, IReadOnlySet<string> GroupIds);

/// <summary>A group, and all that the server shows of it.</summary>
internal sealed record WholeGroup(ActualGroup Group, JsonObject Json);

/// <summary>
/// Reads one user or group, and holds what an answer shows against what was meant. An answer that shows all of it costs
/// nothing; one that shows nothing, or something else, is asked for once more with a GET, whose word counts: servers that
/// answer a PATCH with a part of the resource, or with the one before, are not accused.
/// </summary>
/// <remarks>
/// A server may take some seconds to show what it has stored, so a look that shows something else is repeated, up to
/// <see cref="ScimLimits.Looks"/> times with growing waits. After <see cref="ScimLimits.WaitsInVain"/> waits in a row that
/// changed nothing the server is taken for one that drops values, and nobody waits for it any more.
/// </remarks>
internal sealed class Readback(ScimRequests requests, Dialect dialect, TimeProvider time, Func<double> jitter)
{
    private readonly UserJson _users = new(dialect);
    private int _inVain;

    public Comparison Compare(IReadOnlyDictionary<string, string> ids) => new(dialect, ids);

    /// <returns>Null when there is no such user.</returns>
    /// <exception cref="OrganizationException">It cannot be said.</exception>
    public Task<ActualUser?> UserAsync(Address subject, string id) =>
        ReadAsync(Get(dialect.Paths.Users, subject, id, Permissions.ReadUsers), id, (_, user) => ReadUser(user), user => user.Id);

    /// <returns>Null when there is no such group.</returns>
    /// <exception cref="OrganizationException">It cannot be said.</exception>
    public Task<ActualGroup?> GroupAsync(Address subject, string id) =>
        ReadAsync(Get(dialect.Paths.Groups, subject, id, Permissions.Groups), id, (_, group) => Group(group), group => group.Id);

    /// <summary>A user with all that the server shows of him, for sending him back as a whole.</summary>
    /// <returns>Null when there is no such user.</returns>
    /// <exception cref="OrganizationException">It cannot be said.</exception>
    public Task<WholeUser?> WholeUserAsync(Address subject, string id) => ReadAsync(
        Get(dialect.Paths.Users, subject, id, Permissions.ReadUsers), id,
        (answer, user) => new WholeUser(ReadUser(user), WholeJson.ParseObject(answer.Body)!, ResourceJson.Members(user)), whole => whole.User.Id);

    /// <summary>As <see cref="WholeUserAsync"/>.</summary>
    public Task<WholeGroup?> WholeGroupAsync(Address subject, string id) => ReadAsync(
        Get(dialect.Paths.Groups, subject, id, Permissions.Groups), id,
        (answer, group) => new WholeGroup(Group(group), WholeJson.ParseObject(answer.Body)!), whole => whole.Group.Id);

    /// <summary>The user in an answer, whoever it is; null when there is none.</summary>
    public ActualUser? User(Answer answer) => Parse(answer, ReadUser);

    /// <summary>The user in an answer to a write of that user; null when it shows none, or another one.</summary>
    public ActualUser? User(Answer answer, string? id) => User(answer) is { } user && user.Id == id ? user : null;

    private ActualUser ReadUser(JsonElement user) => _users.Read(user, assumedActive: true);

    private ActualGroup Group(JsonElement group) => ResourceJson.Group(group, _users.Ids);

    /// <summary>The group in an answer to a write of it; null when it shows none, another one, or one without its members.</summary>
    public static ActualGroup? GroupWithMembers(Answer answer, string? id) => Parse(
        answer, group => ResourceJson.Member(group, "members") is null ? null : ResourceJson.Group(group, new())) is { } shown
            && shown.Id == id ? shown : null;

    /// <summary>The ids of the groups that an answer to a write of a user shows it in; null when it does not show that user.</summary>
    public IReadOnlySet<string>? Memberships(Answer answer, string? id) => User(answer, id) is null
        ? null : Parse(answer, user => ResourceJson.Members(user));

    /// <param name="shown">What the answer shows; null when it shows nothing.</param>
    /// <param name="result">Of an accepted write.</param>
    public async Task<WriteResult> CheckUserAsync(
        Change change, ActualUser? shown, WriteResult result, IReadOnlyDictionary<string, string> ids)
    {
        var comparison = Compare(ids);
        if (shown is not null && comparison.Unlike(change, shown).IsEmpty)
        {
            return result;
        }

        return await LookAsync(change, result, async () =>
        {
            var now = await UserAsync(change.Address, result.Id ?? change.Id!);
            var problem = now is null ? ApplyDiagnostics.NotReadBack(change, "it is not there")
                : comparison.Unlike(change, now) is { IsEmpty: false } unlike ? ApplyDiagnostics.Unverified(change, unlike)
                : null;
            return result with { Problem = problem, IsAccepted = true };
        });
    }

    /// <summary>
    /// Whether a user who was deleted has left. A server that keeps the record shows none, or one that is not active
    /// (Genesys Cloud: whether it shows one is documented nowhere).
    /// </summary>
    /// <param name="result">Of an accepted deletion.</param>
    public Task<WriteResult> CheckDeletedAsync(Change change, WriteResult result) => LookAsync(change, result, async () =>
        await UserAsync(change.Address, change.Id!) is { Active: true }
            ? result with { Problem = ApplyDiagnostics.NotDeleted(change), IsAccepted = true }
            : result);

    /// <summary>Whether a user shows that he is in the group of the change, or that he is not. Who is gone is in none.</summary>
    public Task<WriteResult> CheckMembershipAsync(Change change, string userId, bool isMeant, WriteResult result) => LookAsync(change, result, async () =>
    {
        var now = await WholeUserAsync(change.Address, userId);
        return (now is not null && now.GroupIds.Contains(change.Id!)) == isMeant
            ? result : result with { Problem = ApplyDiagnostics.UnverifiedMembers(change, [now?.User.UserName ?? userId]), IsAccepted = true };
    });

    public Task<WriteResult> CheckGroupAsync(Change change, WriteResult result, IReadOnlyDictionary<string, string> ids) =>
        LookAsync(change, result, async () =>
        {
            if (await GroupAsync(change.Address, change.Id!) is not { } now)
            {
                return result with { Problem = ApplyDiagnostics.NotReadBack(change, "it is not there"), IsAccepted = true };
            }

            var missing = Compare(ids).Unsettled(change, now.MemberIds);
            return missing.IsEmpty ? result : result with
            {
                Problem = ApplyDiagnostics.UnverifiedMembers(change, [.. missing.Select(person => person.UserName)]),
                IsAccepted = true,
                PeopleMissing = missing.Length,
            };
        });

    /// <summary>
    /// What became of a write that was sent and whose answer does not tell: done when a read shows it, failed when everything
    /// is as it was before, unknown otherwise and when nothing can be read.
    /// </summary>
    /// <param name="result">Of the write, with its problem.</param>
    public async Task<WriteResult> ResolveAsync(Change change, WriteResult result, IReadOnlyDictionary<string, string> ids)
    {
        try
        {
            return await RepeatAsync(async () => change.IsMembership
                ? await ResolveMembersAsync(change, result, ids)
                : ResolveUser(change, result, await UserAsync(change.Address, change.Id!), Compare(ids)));
        }
        catch (OrganizationException exception)
        {
            return Unknown(result, exception.Message);
        }
    }

    /// <summary>As <see cref="ResolveAsync"/>, of one person whose memberships the server keeps in the user.</summary>
    public async Task<WriteResult> ResolveMembershipAsync(Change change, string userId, bool isMeant, WriteResult result)
    {
        try
        {
            return await RepeatAsync(async () => await WholeUserAsync(change.Address, userId) is var now
                && (now?.GroupIds.Contains(change.Id!) ?? false) == isMeant ? result with { Problem = null } : result);
        }
        catch (OrganizationException exception)
        {
            return Unknown(result, exception.Message);
        }
    }

    private static WriteResult Unknown(WriteResult result, string read) => result with
    {
        IsUnknown = true,
        Problem = OrganizationDiagnostics.ResultUnknown(result.Problem!, read),
    };

    private static WriteResult ResolveUser(Change change, WriteResult result, ActualUser? now, Comparison comparison)
    {
        if (change.Operation == Operation.Delete && now is { Active: false })
        {
            // What a server shows of a deleted user is not active; a user who was not active before may be either.
            return change.Found is { Active: true }
                ? result with { Problem = null } : Unknown(result, "it shows an inactive user, as before");
        }

        return ConflictRule.Decide(change, now, comparison).Verdict switch
        {
            ConflictVerdict.Done => result with { Problem = null },
            ConflictVerdict.LeaveAlone => Unknown(result, "it shows the user neither as before nor as planned"),
            _ => result,
        };
    }

    private async Task<WriteResult> ResolveMembersAsync(Change change, WriteResult result, IReadOnlyDictionary<string, string> ids)
    {
        if (await GroupAsync(change.Address, change.Id!) is not { } now)
        {
            return result;
        }

        var missing = Compare(ids).Unsettled(change, now.MemberIds).Length;
        return missing == 0 ? result with { Problem = null }
            : missing < change.People.Length ? result with { PeopleMissing = missing } : result;
    }

    /// <summary>Looks until something is there, or nothing more is to be expected.</summary>
    /// <exception cref="OrganizationException">It cannot be said.</exception>
    public async Task<T?> AwaitAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        for (var turn = 0; ; turn++)
        {
            if (await look() is { } found)
            {
                return found;
            }

            if (turn == ScimLimits.Looks - 1)
            {
                return null;
            }

            await Task.Delay(RetryWait.Backoff(turn, jitter()), time);
        }
    }

    /// <summary>Looks until all is as meant, or nothing more is to be expected.</summary>
    private async Task<WriteResult> LookAsync(Change change, WriteResult result, Func<Task<WriteResult>> look)
    {
        try
        {
            return await RepeatAsync(look);
        }
        catch (OrganizationException exception)
        {
            return result with { Problem = ApplyDiagnostics.NotReadBack(change, exception.Message), IsAccepted = true };
        }
    }

    private async Task<WriteResult> RepeatAsync(Func<Task<WriteResult>> look)
    {
        for (var turn = 0; ; turn++)
        {
            var found = await look();
            if (found.Succeeded)
            {
                Volatile.Write(ref _inVain, turn > 0 ? 0 : Volatile.Read(ref _inVain));
                return found;
            }

            if (turn == ScimLimits.Looks - 1 || Volatile.Read(ref _inVain) >= ScimLimits.WaitsInVain)
            {
                Interlocked.Increment(ref _inVain);
                return found;
            }

            await Task.Delay(RetryWait.Backoff(turn, jitter()), time);
        }
    }

    private static Call Get(string resource, Address subject, string id, string permissions) =>
        new($"reading {subject}", HttpMethod.Get, ScimUrl.Of(resource, id), permissions) { Subject = subject };

    /// <summary>A write is waiting for this, so it is not cancelled.</summary>
    private async Task<T?> ReadAsync<T>(Call call, string id, Func<Answer, JsonElement, T> read, Func<T, string> idOf)
        where T : class
    {
        var answer = await requests.SendAsync(call, CancellationToken.None);
        if (!answer.IsSuccess)
        {
            return answer.Status == 404 ? null : throw new OrganizationException(requests.Problem(call, answer));
        }

        using var document = answer.Json(call.Doing);
        try
        {
            var found = read(answer, document.RootElement);
            return idOf(found) == id
                ? found : throw new FormatException($"it shows another resource: id \"{idOf(found)}\" instead of \"{id}\"");
        }
        catch (FormatException exception)
        {
            throw new OrganizationException(OrganizationDiagnostics.NotScim(call.Doing, exception.Message), exception);
        }
    }

    private static T? Parse<T>(Answer answer, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = WholeJson.Parse(answer.Body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return null;
        }
    }
}
