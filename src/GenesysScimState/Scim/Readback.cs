using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Scim;

/// <summary>A user, and all that the server shows of him.</summary>
internal sealed record WholeUser(ActualUser User, JsonObject Json);

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
        ReadAsync(Get(dialect.Paths.Users, subject, id, Permissions.ReadUsers), User);

    /// <returns>Null when there is no such group.</returns>
    /// <exception cref="OrganizationException">It cannot be said.</exception>
    public Task<ActualGroup?> GroupAsync(Address subject, string id) =>
        ReadAsync(Get(dialect.Paths.Groups, subject, id, Permissions.Groups), answer => Parse(answer, Group));

    /// <summary>A user with all that the server shows of him, for sending him back as a whole.</summary>
    /// <returns>Null when there is no such user.</returns>
    /// <exception cref="OrganizationException">It cannot be said.</exception>
    public Task<WholeUser?> WholeUserAsync(Address subject, string id) => ReadAsync(
        Get(dialect.Paths.Users, subject, id, Permissions.ReadUsers),
        answer => User(answer) is { } user && Whole(answer) is { } json ? new WholeUser(user, json) : null);

    /// <summary>As <see cref="WholeUserAsync"/>.</summary>
    public Task<WholeGroup?> WholeGroupAsync(Address subject, string id) => ReadAsync(
        Get(dialect.Paths.Groups, subject, id, Permissions.Groups),
        answer => Parse(answer, Group) is { } group && Whole(answer) is { } json ? new WholeGroup(group, json) : null);

    /// <summary>The user in an answer; null when there is none.</summary>
    public ActualUser? User(Answer answer) => Parse(answer, user => _users.Read(user, assumedActive: true));

    private ActualGroup Group(JsonElement group) => ResourceJson.Group(group, _users.Ids);

    /// <summary>The group in an answer; null when there is none, or one without its members.</summary>
    public static ActualGroup? GroupWithMembers(Answer answer) => Parse(
        answer, group => ResourceJson.Member(group, "members") is null ? null : ResourceJson.Group(group, new()));

    /// <summary>The ids of the groups that an answer shows a user in; null when it shows no user.</summary>
    public static IReadOnlySet<string>? Memberships(Answer answer) => Parse(answer, _ => Memberships(Whole(answer)!));

    public static IReadOnlySet<string> Memberships(JsonObject user) => (user["members"] as JsonArray ?? [])
        .Select(member => member is JsonObject found ? found["value"]?.ToString() : member?.ToString())
        .OfType<string>().ToHashSet(StringComparer.Ordinal);

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
        return (now is not null && Memberships(now.Json).Contains(change.Id!)) == isMeant
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

    /// <summary>Looks until all is as meant, or nothing more is to be expected.</summary>
    private async Task<WriteResult> LookAsync(Change change, WriteResult result, Func<Task<WriteResult>> look)
    {
        try
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
        catch (OrganizationException exception)
        {
            return result with { Problem = ApplyDiagnostics.NotReadBack(change, exception.Message), IsAccepted = true };
        }
    }

    private static Call Get(string resource, Address subject, string id, string permissions) =>
        new($"reading {subject}", HttpMethod.Get, ScimUrl.Of(resource, id), permissions) { Subject = subject };

    /// <summary>A write is waiting for this, so it is not cancelled.</summary>
    private async Task<T?> ReadAsync<T>(Call call, Func<Answer, T?> parse)
        where T : class
    {
        var answer = await requests.SendAsync(call, CancellationToken.None);
        return answer.Status == 404 ? null
            : !answer.IsSuccess ? throw new OrganizationException(requests.Problem(call, answer))
            : parse(answer) ?? throw new OrganizationException(OrganizationDiagnostics.NotScim(call.Doing, "neither a user nor a group"));
    }

    private static JsonObject? Whole(Answer answer) => JsonNode.Parse(answer.Body.Span) as JsonObject;

    private static T? Parse<T>(Answer answer, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return null;
        }
    }
}
