using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Scim;

/// <summary>
/// Reads the whole organization: users, where the server needs it active and inactive apart, and groups. Everything at
/// once, and the number of active users once more at the end: a user who changes sides meanwhile is in both listings, or in
/// neither and missing in that number. Whatever moved is read again, up to <see cref="ScimLimits.Listings"/> times.
/// </summary>
internal sealed class OrganizationRead(ScimRequests requests, Dialect dialect, SemaphoreSlim gate)
{
    public const string InactiveFilter = "active eq false";

    private readonly UserJson _users = new(dialect);

    private bool IsApart => dialect.Capabilities.InactiveListedApart;

    public async Task<ActualState> ReadAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var users = RepeatAsync("users", UsersAsync, stop);
        var groups = RepeatAsync("groups", token => ProveAsync(Groups(), token), stop);
        await Task.WhenAll(users, groups);
        return new([.. (await users).Items], [.. (await groups).Items]);
    }

    public Listing<ActualUser> Users(string? filter, bool isActive = true) => new(
        !IsApart ? "users" : isActive ? "active users" : "inactive users", dialect.Paths.Users, filter,
        user => _users.Read(user, isActive), user => user.Id)
    {
        Requests = requests,
        Gate = gate,
        PageSize = dialect.Capabilities.PageSize,
        Permissions = Permissions.ReadUsers,
    };

    public Listing<ActualGroup> Groups(string? filter = null) => new("groups", dialect.Paths.Groups, filter, group => ResourceJson.Group(group, _users.Ids), group => group.Id)
    {
        Requests = requests,
        Gate = gate,
        PageSize = dialect.Capabilities.PageSize,
        Permissions = Permissions.Groups,
    };

    private static async Task<Walk<T>> RepeatAsync<T>(
        string name, Func<CancellationToken, Task<Walk<T>>> walk, CancellationTokenSource stop)
    {
        try
        {
            for (var time = 1; ; time++)
            {
                var found = await walk(stop.Token);
                if (found.Problem is null)
                {
                    return found;
                }

                if (time == ScimLimits.Listings)
                {
                    throw new OrganizationException(
                        found.LoopedAt > 0 ? OrganizationDiagnostics.PageLoop(name, found.LoopedAt)
                        : found.HasMoved ? OrganizationDiagnostics.ChangedWhileReading(name, found.Problem, time)
                        : OrganizationDiagnostics.IncompleteRead(name, found.Problem));
                }
            }
        }
        catch
        {
            // The other listing has no use any more.
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task<Walk<ActualUser>> UsersAsync(CancellationToken cancellationToken)
    {
        var listing = Users(filter: null);
        if (!IsApart)
        {
            return await ProveAsync(listing, cancellationToken);
        }

        var inactive = Users(InactiveFilter, isActive: false);
        var walks = await Task.WhenAll(listing.WalkAsync(cancellationToken), ProveAsync(inactive, cancellationToken));
        if (walks.FirstOrDefault(walk => walk.Problem is not null) is { } failed)
        {
            return failed;
        }

        var both = walks[0].Items.AddRange(walks[1].Items);
        var twice = both.Length - both.Select(user => user.Id).Distinct(StringComparer.Ordinal).Count();
        // Nobody is the answer that would cost most if it were wrong, so it is asked for twice. Both counts are of a time after
        // both walks, which is all that matters of them.
        var isNobody = walks[1].Items.IsEmpty && walks[0].Total > 0;
        var counts = await Task.WhenAll(
            listing.CountAsync(cancellationToken), isNobody ? inactive.CountAsync(cancellationToken) : Task.FromResult(0));
        var (after, nobody) = (counts[0], counts[1]);
        var problem = twice > 0 ? $"{twice} are listed as active and as inactive"
            : nobody > 0 ? $"no inactive user before, {nobody} after"
            : after != walks[0].Total ? $"{walks[0].Total} active users before, {after} after"
            : null;
        return new(both, both.Length, problem) { HasMoved = problem is not null };
    }

    /// <summary>
    /// A listing of one page is a moment; one of several is asked once more for what has come or gone meanwhile. Nobody is the
    /// answer that would cost most if it were wrong, so it is asked for twice.
    /// </summary>
    private async Task<Walk<T>> ProveAsync<T>(Listing<T> listing, CancellationToken cancellationToken)
    {
        var walk = await listing.WalkAsync(cancellationToken);
        if (walk.Problem is not null)
        {
            return walk;
        }

        if (!IsApart)
        {
            return await (walk.Items.IsEmpty
                ? listing.CountAgainAsync(walk, cancellationToken) : listing.LookBehindAsync(walk, cancellationToken));
        }

        return walk.Pages > 1 ? await listing.CountAgainAsync(walk, cancellationToken) : walk;
    }
}
