using System.Collections.Immutable;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Scim;

/// <summary>
/// Reads the whole organization: users, where the server needs it active and inactive apart, and groups. Everything at
/// once, and the number of active users once more at the end: a user who changes sides meanwhile is in both listings, or in
/// neither and missing in that number. Whatever moved is read again, up to <see cref="ScimLimits.Listings"/> times.
/// </summary>
internal sealed class OrganizationRead(ScimRequests requests, Server server, SemaphoreSlim gate)
{
    public const string InactiveFilter = "active eq false";

    private readonly UserJson _users = new(server.Declared);
    private volatile bool _hasPageTotals;

    /// <summary>Whether a listing ended at an empty page, because the server counts only the entries of a page.</summary>
    public bool HasPageTotals => _hasPageTotals;

    private Dialect Dialect => server.Dialect;

    private bool IsApart => Dialect.Capabilities.InactiveListedApart;

    public async Task<ActualState> ReadAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var users = RepeatAsync("users", UsersAsync, stop);
        var groups = RepeatAsync("groups", token => ProveAsync(Groups(), token), stop);
        await Task.WhenAll(users, groups);
        var known = IsApart && HasPageTotals && !(await groups).HasPageTotals
            ? await RepeatAsync("groups", token => ProveByReadingAsync(Groups(), token), stop) : await groups;
        return new([.. (await users).Items], [.. known.Items]);
    }

    /// <summary>All users, as <see cref="ReadAsync"/> reads them.</summary>
    public async Task<Walk<ActualUser>> ReadUsersAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return await RepeatAsync("users", UsersAsync, stop);
    }

    /// <summary>All groups, as <see cref="ReadAsync"/> reads them after the users.</summary>
    public async Task<Walk<ActualGroup>> ReadGroupsAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return await RepeatAsync("groups", token => HasPageTotals ? ProveByReadingAsync(Groups(), token) : ProveAsync(Groups(), token), stop);
    }

    /// <summary>All users or groups, as far as they can be read; the answer to a look-up where a server has no filter.</summary>
    public async Task<ImmutableArray<T>> AllAsync<T>(Listing<T> listing, CancellationToken cancellationToken) =>
        (await ProveAsync(listing, cancellationToken)).Items;

    public Listing<ActualUser> Users(string? filter, bool isActive = true) => Listing(
        new PageReader<ActualUser>(
            !IsApart ? "users" : isActive ? "active users" : "inactive users", Dialect.Paths.Users, filter, user => _users.Read(user, isActive))
        {
            Requests = requests,
            Gate = gate,
            Size = Dialect.Capabilities.PageSize,
            Permissions = Permissions.ReadUsers,
        },
        user => user.Id);

    public Listing<ActualGroup> Groups(string? filter = null) => Listing(
        new PageReader<ActualGroup>("groups", Dialect.Paths.Groups, filter, group => ResourceJson.Group(group, _users.Ids))
        {
            Requests = requests,
            Gate = gate,
            Size = Dialect.Capabilities.PageSize,
            Permissions = Permissions.Groups,
        },
        group => group.Id);

    private Listing<T> Listing<T>(PageReader<T> pages, Func<T, string> id) => new(pages, id) { Paging = Dialect.Capabilities.Paging };

    private async Task<Walk<T>> RepeatAsync<T>(
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
                        found.LoopedAt > 0 ? OrganizationDiagnostics.PageLoop(name, found.LoopedAt, Dialect.Capabilities.PageSize)
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
        // No inactive users is the answer that would cost most if it were wrong, so it is read twice. Both counts are of a time
        // after both walks, which is all that matters of them.
        var isNobody = walks[1].Items.IsEmpty && walks[0].Total > 0;
        var counts = await Task.WhenAll(
            RecountAsync(listing, walks[0], cancellationToken),
            isNobody ? inactive.ConfirmEmptyAsync(walks[1], cancellationToken) : Task.FromResult(walks[1]));
        if (counts[0] is { Problem: null, HasPageTotals: true } paged)
        {
            return await ByPagesAsync(paged, inactive, cancellationToken);
        }

        var problem = twice > 0 ? $"{twice} are listed as active and as inactive"
            : counts[1].Problem is { } nobody ? $"inactive users: {nobody}"
            : counts[0].Problem is { } active ? $"active users: {active}"
            : null;
        return new(both, both.Length, problem) { HasMoved = problem is not null };
    }

    /// <summary>Active users counted once more; read by pages where the count is that of a page.</summary>
    private async Task<Walk<T>> RecountAsync<T>(Listing<T> listing, Walk<T> walk, CancellationToken cancellationToken)
    {
        if (walk.IsByCursor)
        {
            var again = await listing.WalkAsync(cancellationToken);
            var isSame = again.Problem is null && again.Items.Select(listing.IdOf).ToHashSet(StringComparer.Ordinal).SetEquals(walk.Items.Select(listing.IdOf));
            return isSame ? walk : walk with { Problem = $"{walk.Total} before, {again.Total} after", HasMoved = true };
        }

        var counted = walk.Items.IsEmpty
            ? await listing.ConfirmEmptyAsync(walk, cancellationToken) : await listing.CountAgainAsync(walk, cancellationToken);
        return counted.Problem is null || !walk.IsOnePage || walk.Items.IsEmpty
            ? counted : Noted(await listing.LookBehindAsync(walk, cancellationToken)) is { Problem: null, HasPageTotals: true } paged ? paged : counted;
    }

    /// <summary>Both listings of a server whose totals are those of its pages.</summary>
    private async Task<Walk<ActualUser>> ByPagesAsync(Walk<ActualUser> active, Listing<ActualUser> inactive, CancellationToken cancellationToken)
    {
        var others = await ProveByReadingAsync(inactive, cancellationToken);
        var both = active.Items.AddRange(others.Items);
        var twice = both.Length - both.Select(user => user.Id).Distinct(StringComparer.Ordinal).Count();
        return others.Problem is not null ? others
            : new Walk<ActualUser>(both, both.Length, twice == 0 ? null : $"{twice} are listed as active and as inactive") { HasMoved = twice > 0, HasPageTotals = true };
    }

    /// <summary>
    /// A listing of one page is a moment; one of several is counted once more for entries that came or went meanwhile. No entries
    /// is the answer that would cost most if it were wrong, so it is read twice.
    /// </summary>
    private async Task<Walk<T>> ProveAsync<T>(Listing<T> listing, CancellationToken cancellationToken)
    {
        if (!IsApart)
        {
            return await ProveByReadingAsync(listing, cancellationToken);
        }

        var walk = await listing.WalkAsync(cancellationToken);
        return walk.Problem is not null || walk.IsByCursor ? walk
            : walk.Pages > 1 ? await listing.CountAgainAsync(walk, cancellationToken)
            : walk.Items.Length >= listing.PageSize ? Noted(await listing.LookBehindAsync(walk, cancellationToken))
            : walk;
    }

    private async Task<Walk<T>> ProveByReadingAsync<T>(Listing<T> listing, CancellationToken cancellationToken)
    {
        var walk = await listing.WalkAsync(cancellationToken);
        return walk.Problem is not null ? walk
            : walk.Items.IsEmpty ? await listing.ConfirmEmptyAsync(walk, cancellationToken)
            : Noted(await listing.LookBehindAsync(walk, cancellationToken));
    }

    private Walk<T> Noted<T>(Walk<T> walk)
    {
        _hasPageTotals |= walk.HasPageTotals;
        return walk;
    }
}
