using System.Text.Json;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Scim;

/// <summary>
/// Creates a user once. A POST is never sent again blindly: after a failure that leaves open whether the user was created
/// he is looked up, active and inactive, by userName and by externalId. Found and ours: created. Found and somebody else's: a
/// duplicate. Not found: sent again, <see cref="ScimLimits.Creations"/> times in all.
/// </summary>
/// <param name="update">Changes the user who is there already, where the dialect says that this is what a conflict means.</param>
internal sealed class UserCreation(
    ScimRequests requests,
    Server server,
    UserSearch search,
    Readback readback,
    ScimConnection connection,
    MembershipPut members,
    KnownResources known,
    Func<Change, IReadOnlyDictionary<string, string>, CancellationToken, Task<WriteResult>> update)
{
    public async Task<WriteResult> CreateAsync(
        Call call, Change change, IReadOnlyDictionary<string, string> ids, CancellationToken cancellationToken)
    {
        for (var turn = 1; ; turn++)
        {
            var (answer, problem) = await PostAsync(call, cancellationToken);
            if (answer is { IsSuccess: true })
            {
                return await CreatedAsync(answer, change, ids);
            }

            // Without an answer, or with a failure of the server, nothing is decided yet.
            var isOpen = call.Sending.IsAmbiguous && answer is null or { Status: 408 or >= 500 };
            var isTaken = answer is { Status: 409 };
            if (isTaken && await TakeOverAsync(change, ids, cancellationToken) is { } takenOver)
            {
                return takenOver;
            }

            ActualUser? holder;
            try
            {
                holder = isTaken || call.Sending.IsAmbiguous ? await SearchAsync(change) : null;
            }
            catch (OrganizationException exception) when (call.Sending.IsAmbiguous)
            {
                return Unknown(answer, change, exception.Message);
            }

            if (Settle(call, change, answer, holder, ids) is { } settled)
            {
                return settled.Succeeded ? await readback.CheckUserAsync(change, holder, settled, ids) : settled;
            }

            if (!isOpen || turn == ScimLimits.Creations)
            {
                return isOpen ? Unknown(answer, change, problem!.Message) : Result(answer, problem);
            }

            await Task.Delay(RetryWait.Backoff(turn, connection.Jitter()), connection.Time, cancellationToken);
        }
    }

    /// <summary>
    /// Who came to be since the plan was made is found by externalId, then by userName, and becomes what the plan says, if he
    /// has the declared externalId or none.
    /// </summary>
    private async Task<WriteResult?> TakeOverAsync(Change change, IReadOnlyDictionary<string, string> ids, CancellationToken cancellationToken)
    {
        if (server.Dialect.Capabilities.CreateConflict != CreateConflict.Update)
        {
            return null;
        }

        var holder = await search.FindAsync(change.ExternalId, CancellationToken.None)
            ?? await search.FindAsync(UserName(change), externalId: null, CancellationToken.None);
        var comparison = readback.Compare(ids);
        if (holder is null || (holder.ExternalId is not null && holder.ExternalId != change.ExternalId)
            || !known.IsSent(holder, change, comparison))
        {
            return null;
        }

        return await update(
            change with
            {
                Operation = Operation.Update,
                Id = holder.Id,
                ExpectedVersion = holder.Version,
                Found = holder,
                Attributes =
                [
                    .. change.Attributes.Where(attribute => !comparison.Same(attribute.Name, holder[attribute.Name], attribute.After))
                        .Select(attribute => attribute with { Before = holder[attribute.Name] }),
                ],
            },
            ids,
            cancellationToken);
    }

    private async Task<(Answer? Answer, Diagnostic? Problem)> PostAsync(Call call, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await requests.SendAsync(call, cancellationToken);
            return (answer, answer.IsSuccess ? null : requests.Problem(call, answer));
        }
        catch (OrganizationException exception)
        {
            return (null, exception.Problem);
        }
    }

    /// <summary>
    /// What the user that was found, or the lack of one, says about the creation; null when it decides nothing.
    /// </summary>
    private WriteResult? Settle(Call call, Change change, Answer? answer, ActualUser? holder, IReadOnlyDictionary<string, string> ids)
    {
        if (holder is not null && call.Sending.IsAmbiguous && known.IsSent(holder, change, readback.Compare(ids)))
        {
            return Result(answer, null) with { Id = holder.Id };
        }

        if (holder is null && answer is not { Status: 409 })
        {
            return null;
        }

        // The directory may not show yet what the server already refuses to create a second time.
        var refusal = new ApiRefusal(call.Doing, 409) { Subject = change.Address };
        return holder is null && call.Sending.IsAmbiguous
            ? Unknown(answer, change, "the name is taken, and no user is found that has it")
            : Result(answer, OrganizationDiagnostics.Duplicate(answer is null ? refusal : requests.Refuse(call, answer), Describe(holder)));
    }

    /// <summary>Who has a name, for messages.</summary>
    public static string? Describe(ActualUser? holder)
    {
        if (holder is null)
        {
            return null;
        }

        var externalId = holder.ExternalId is null ? "no externalId" : $"externalId \"{holder.ExternalId}\"";
        return $"{Address.User(holder.UserName)} ({(holder.Active ? "active" : "inactive")}, {externalId}, id {holder.Id})";
    }

    /// <summary>Not to be cancelled: without it nobody knows what the POST did.</summary>
    private Task<ActualUser?> SearchAsync(Change change) =>
        search.FindAsync(UserName(change), change.ExternalId, CancellationToken.None);

    private static string UserName(Change change) =>
        change.Of("userName")?.After.Text ?? change.Address.Name;

    /// <summary>
    /// The id is the answer's when it shows the user that was sent. Otherwise an id that comes without a user is looked at,
    /// then the user is looked up; an answer that shows another user is not an answer.
    /// </summary>
    private async Task<WriteResult> CreatedAsync(Answer answer, Change change, IReadOnlyDictionary<string, string> ids)
    {
        var comparison = readback.Compare(ids);
        var shown = readback.User(answer);
        if (shown is not null && known.IsSent(shown, change, comparison))
        {
            members.Learn(shown.Id, readback.Memberships(answer, shown.Id));
            return await readback.CheckUserAsync(change, shown, Result(answer, null) with { Id = shown.Id }, ids);
        }

        var reason = shown is null ? "the server accepted it, and its answer does not show the user"
            : $"the answer shows user/{shown.UserName} (id {shown.Id}) instead";
        try
        {
            var found = await readback.AwaitAsync(async () =>
                (shown is null && await HintedAsync(answer, change) is { } hinted && known.IsSent(hinted, change, comparison) ? hinted : null)
                ?? (await SearchAsync(change) is { } holder && known.IsSent(holder, change, comparison) ? holder : null));
            return found is null ? Unknown(answer, change, $"{reason}, and no user is found that has the name")
                : await readback.CheckUserAsync(change, found, Result(answer, null) with { Id = found.Id }, ids);
        }
        catch (OrganizationException exception)
        {
            return Unknown(answer, change, $"{reason}; {exception.Message}");
        }
    }

    /// <summary>The user with the id that stands in the answer, or at the end of Location; null when there is none.</summary>
    private async Task<ActualUser?> HintedAsync(Answer answer, Change change)
    {
        try
        {
            return IdIn(answer) is { } id and not ("." or "..") ? await readback.UserAsync(change.Address, id) : null;
        }
        catch (OrganizationException)
        {
            // Then the user is looked up.
            return null;
        }
    }

    private string? IdIn(Answer answer)
    {
        try
        {
            using var document = WholeJson.Parse(answer.Body);
            if (ResourceJson.Text(document.RootElement, "id") is { Length: > 0 } id)
            {
                return id;
            }
        }
        catch (JsonException)
        {
            // Location may have it.
        }

        var path = answer.Location?.OriginalString.TrimEnd('/') ?? "";
        var last = path[(path.LastIndexOf('/') + 1)..];
        return last.Length == 0 || last.Equals(server.Dialect.Paths.Users, StringComparison.OrdinalIgnoreCase)
            ? null : Uri.UnescapeDataString(last);
    }

    private static WriteResult Unknown(Answer? answer, Change change, string reason) =>
        Result(answer, OrganizationDiagnostics.CreationUnknown(change.Address, reason)) with { IsUnknown = true };

    private static WriteResult Result(Answer? answer, Diagnostic? problem) =>
        new(problem) { Status = answer?.Status ?? 0, CorrelationId = answer?.CorrelationId };
}
