namespace GenesysScimState.Scim;

/// <summary>
/// Reads a listing whose <c>totalResults</c> is the number of entries on the page, or is missing. Such a total proves nothing,
/// so pages are read until one is empty, and then all of them once more: complete is a listing that has the same ids both
/// times. The second time the first page is asked for without startIndex, which finds servers that count it from 0.
/// </summary>
internal sealed class PageTotals<T>(Listing<T> listing)
{
    /// <summary>A server that leaves out the first entry.</summary>
    public const string CountsFromZero = "startIndex=1 leaves out the first entry, so the server counts startIndex from 0 and not from 1";

    /// <param name="begun">The first page.</param>
    /// <param name="next">The page after it.</param>
    public async Task<Walk<T>> FollowAsync(Walk<T> begun, Page<T> next, CancellationToken cancellationToken)
    {
        var first = await ReadAsync(begun, next, cancellationToken);
        if (first.Problem is not null)
        {
            return first;
        }

        var page = await listing.Pages.ReadAsync(startIndex: null, listing.PageSize, cancellationToken);
        var again = new Walk<T>(page.Items, page.Total) { HasPageTotals = true };
        if (page.Items is [var item, ..] && !first.Items.Any(other => listing.IdOf(other) == listing.IdOf(item)))
        {
            return first with { Problem = CountsFromZero };
        }

        again = page.IsOwnTotal
            ? await ReadAsync(again, await listing.Pages.ReadAsync(page.Items.Length + 1, listing.PageSize, cancellationToken), cancellationToken)
            : again with { Problem = "another total" };
        var isSame = again.Problem is null && first.Items.Select(listing.IdOf).ToHashSet(StringComparer.Ordinal).SetEquals(again.Items.Select(listing.IdOf));
        return isSame ? first
            : first with { Problem = $"{first.Items.Length} the first time, {again.Items.Length} the second", HasMoved = true };
    }

    /// <summary>Page after page, until one is empty.</summary>
    private async Task<Walk<T>> ReadAsync(Walk<T> begun, Page<T> next, CancellationToken cancellationToken)
    {
        var items = begun.Items.ToBuilder();
        var known = items.Select(listing.IdOf).ToHashSet(StringComparer.Ordinal);
        for (var pages = begun.Pages; ; pages++)
        {
            var walk = begun with { Items = items.ToImmutable(), Total = items.Count, Pages = pages, HasPageTotals = true };
            if (!next.IsOwnTotal)
            {
                return walk with { Problem = $"totalResults was the size of the page and then {next.Total}", HasMoved = true };
            }

            if (next.Items.IsEmpty)
            {
                return walk;
            }

            var fresh = next.Items.Count(item => known.Add(listing.IdOf(item)));
            if (fresh < next.Items.Length)
            {
                return walk with { Problem = $"{next.Items.Length - fresh} came twice", HasMoved = true, LoopedAt = fresh == 0 ? items.Count + 1 : 0 };
            }

            items.AddRange(next.Items);
            next = await listing.Pages.ReadAsync(items.Count + 1, listing.PageSize, cancellationToken);
        }
    }
}
