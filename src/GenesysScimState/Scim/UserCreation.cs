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
                var created = await CreatedAsync(answer, change);
                members.Learn(created.Id, Readback.Memberships(answer));
                return await readback.CheckUserAsync(change, readback.User(answer), created, ids);
            }

            // Without an answer, or with a failure of the server, nothing is decided yet.
            var isOpen = call.Sending.IsAmbiguous && answer is null or { Status: 408 or >= 500 };
            var isTaken = answer is { Status: 409 };
            if (isTaken && await TakeOverAsync(change, ids, cancellationToken) is { } takenOver)
            {
                return takenOver;
            }

            var holder = isTaken || call.Sending.IsAmbiguous ? await HolderAsync(call, change) : null;
            if (Settle(call, change, answer, holder) is { } settled)
            {
                return settled.Succeeded ? await readback.CheckUserAsync(change, holder, settled, ids) : settled;
            }

            if (!isOpen || turn == ScimLimits.Creations)
            {
                return Result(
                    answer, isOpen ? OrganizationDiagnostics.CreationUnknown(change.Address, problem!.Message) : problem);
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
        if (holder is null || (holder.ExternalId is not null && holder.ExternalId != change.ExternalId))
        {
            return null;
        }

        var comparison = readback.Compare(ids);
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
    private WriteResult? Settle(Call call, Change change, Answer? answer, ActualUser? holder)
    {
        if (holder is not null && call.Sending.IsAmbiguous && IsOurs(holder, change))
        {
            return Result(answer, null) with { Id = holder.Id };
        }

        if (holder is null && answer is not { Status: 409 })
        {
            return null;
        }

        // The directory may not show yet what the server already refuses to create a second time.
        var refusal = new ApiRefusal(call.Doing, 409) { Subject = change.Address };
        return Result(answer, holder is null && call.Sending.IsAmbiguous
            ? OrganizationDiagnostics.CreationUnknown(change.Address, "the name is taken, and nobody is found who has it")
            : OrganizationDiagnostics.Duplicate(answer is null ? refusal : requests.Refuse(call, answer), Describe(holder)));
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

    private Task<ActualUser?> HolderAsync(Call call, Change change) =>
        SearchAsync(change, exception => new OrganizationException(call.Sending.IsAmbiguous
            ? OrganizationDiagnostics.CreationUnknown(change.Address, exception.Message) : exception.Problem, exception));

    private async Task<ActualUser?> SearchAsync(Change change, Func<OrganizationException, OrganizationException> failure)
    {
        try
        {
            // Not to be cancelled: without it nobody knows what the POST did.
            return await search.FindAsync(UserName(change), change.ExternalId, CancellationToken.None);
        }
        catch (OrganizationException exception)
        {
            throw failure(exception);
        }
    }

    /// <summary>A user half made by the POST may lack the externalId still; one that has another is somebody else's.</summary>
    private static bool IsOurs(ActualUser holder, Change change) => UserSearch.HasName(holder, UserName(change))
        && (holder.ExternalId is null || change.ExternalId is null || holder.ExternalId == change.ExternalId);

    private static string UserName(Change change) =>
        change.Of("userName")?.After.Text ?? change.Address.Name;

    /// <summary>The id is in the body, or at the end of Location, or has to be looked up.</summary>
    private async Task<WriteResult> CreatedAsync(Answer answer, Change change)
    {
        var id = IdIn(answer)
            ?? (await SearchAsync(change, exception => exception))?.Id
            ?? throw new OrganizationException(OrganizationDiagnostics.CreationUnknown(
                change.Address, "the server said so and gave no id, and nobody is found who has the name"));
        return Result(answer, null) with { Id = id };
    }

    private string? IdIn(Answer answer)
    {
        try
        {
            using var document = WholeJson.Parse(answer.Body);
            return ResourceJson.Text(document.RootElement, "id");
        }
        catch (JsonException)
        {
            var path = answer.Location?.OriginalString.TrimEnd('/') ?? "";
            var last = path[(path.LastIndexOf('/') + 1)..];
            return last.Length == 0 || last.Equals(server.Dialect.Paths.Users, StringComparison.OrdinalIgnoreCase)
                ? null : Uri.UnescapeDataString(last);
        }
    }

    private static WriteResult Result(Answer? answer, Diagnostic? problem) =>
        new(problem) { Status = answer?.Status ?? 0, CorrelationId = answer?.CorrelationId };
}
