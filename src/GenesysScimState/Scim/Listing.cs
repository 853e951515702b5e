using System.Globalization;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Scim;

/// <summary>
/// Reads a listing to its end and proves it. The first page has the number of entries; the rest is fetched side by side as
/// long as every page is as full as it was asked to be. A shorter page is a server with a page size of its own: from there on
/// page after page, each starting where the last one ended. The walk ends at an empty page or one without anything new.
/// Complete is a listing whose pages all name the same total, whose ids are all different, and are as many as that.
/// Where each page counts only itself (<see cref="PageTotals{T}"/>) or pages have cursors (<see cref="CursorWalk{T}"/>),
/// the end is proved otherwise.
/// </summary>
/// <param name="pages">Reads the pages.</param>
/// <param name="id">The entry's id.</param>
internal sealed class Listing<T>(PageReader<T> pages, Func<T, string> id)
{
    /// <summary>
    /// Sizes at which servers commonly limit a page. A server that ignores startIndex and counts only its page may have more.
    /// </summary>
    private static readonly int[] CommonPageLimits = [10, 20, 25, 30, 40, 50, 100, 150, 200, 250, 300, 400, 500, 1000];

    /// <summary>How pages are asked for; null: by index, unless the first page has a cursor.</summary>
    public Paging? Paging { get; init; }

    /// <summary>Reads the pages one by one.</summary>
    public PageReader<T> Pages => pages;

    public int PageSize => pages.Size;

    public string IdOf(T item) => id(item);

    public async Task<Walk<T>> WalkAsync(CancellationToken cancellationToken)
    {
        if (Paging == Core.Model.Paging.Cursor)
        {
            return await new CursorWalk<T>(this).ReadAsync(cancellationToken);
        }

        var first = await pages.ReadAsync(1, PageSize, cancellationToken);
        if (Paging is null && first.NextCursor is not null)
        {
            return await new CursorWalk<T>(this).ReadAsync(cancellationToken);
        }

        var found = new List<Page<T>> { first };
        if (first.Items.Length == PageSize && first.Total > PageSize)
        {
            found.AddRange(await RestAsync(first.Total, cancellationToken));
            if (IsRepeated(first, found[1]))
            {
                return Collect(found, "a page came again") with { LoopedAt = PageSize + 1 };
            }
        }

        return Judge(found) ?? await GoOnAsync(found, cancellationToken);
    }

    /// <summary>
    /// The number of entries, read without them: with <c>count=0</c>, and where a server refuses that or pays no attention to it,
    /// with <c>count=1</c>. Null when the answer counts only its own entries.
    /// </summary>
    public async Task<int?> CountAsync(CancellationToken cancellationToken)
    {
        if (Paging != Core.Model.Paging.Cursor
            && await pages.TryReadAsync(1, 0, cancellationToken) is { IsCounted: true, Items.IsEmpty: true } counted)
        {
            return counted.Total;
        }

        var page = await pages.ReadShortestAsync(isByCursor: Paging == Core.Model.Paging.Cursor, cancellationToken);
        return page.IsCounted && (page.Items.Length <= 1 || !page.IsOwnTotal) ? page.Total : null;
    }

    /// <summary>Counts once more, for entries that came or went meanwhile.</summary>
    public async Task<Walk<T>> CountAgainAsync(Walk<T> walk, CancellationToken cancellationToken) =>
        await CountAsync(cancellationToken) is var after && after == walk.Total
            ? walk : walk with { Problem = $"{walk.Total} before, {after?.ToString(CultureInfo.InvariantCulture) ?? "no total"} after", HasMoved = true };

    /// <summary>
    /// Reads an empty listing once more. One entry is asked for, because a server may refuse <c>count=0</c>, and the total may be
    /// that of the page.
    /// </summary>
    public async Task<Walk<T>> ConfirmEmptyAsync(Walk<T> walk, CancellationToken cancellationToken)
    {
        var page = await pages.ReadShortestAsync(isByCursor: Paging == Core.Model.Paging.Cursor, cancellationToken);
        var after = Math.Max(page.Total, page.Items.Length);
        return after == 0 ? walk : walk with { Problem = $"0 before, {after} after", HasMoved = true };
    }

    /// <summary>
    /// Reads past the end. A server whose totals are only those of the page has more there, or counts 0; one that pays no
    /// attention to startIndex has its first page. Past the end of a listing that did page, known entries mean nothing; another
    /// total is asked for once more.
    /// </summary>
    public async Task<Walk<T>> LookBehindAsync(Walk<T> walk, CancellationToken cancellationToken)
    {
        if (walk.IsByCursor || walk.HasPageTotals)
        {
            return walk;
        }

        var known = walk.Items.Select(id).ToHashSet(StringComparer.Ordinal);
        var behind = known.Count + 1;
        var page = await pages.TryReadAsync(behind, PageSize, cancellationToken);
        if (page is null)
        {
            var counted = await CountAgainAsync(walk, cancellationToken);
            return counted.Problem is null || !walk.IsOnePage ? counted
                : walk with { Problem = $"the server answers startIndex {behind} with an error and reports the page size as totalResults" };
        }

        var isFresh = page.Items.Any(item => !known.Contains(id(item)));
        return isFresh && !walk.IsOnePage ? walk with { Problem = $"totalResults is {walk.Total}, and there are more" }
            : isFresh && !page.IsOwnTotal ? Moved(walk, page)
            : isFresh || (walk.IsOnePage && page is { Items.IsEmpty: true, Total: 0 })
                ? await new PageTotals<T>(this).FollowAsync(walk, page, cancellationToken)
            : !page.Items.IsEmpty && walk.Pages == 1 ? await RepeatedAsync(walk, page, behind, cancellationToken)
            : page.Total == walk.Total ? walk
            : await CountAgainAsync(walk, cancellationToken);
    }

    private bool IsRepeated(Page<T> first, Page<T> second) =>
        !second.Items.IsEmpty && second.Total == first.Total && first.Items.Select(id).SequenceEqual(second.Items.Select(id), StringComparer.Ordinal);

    private static Walk<T> Moved(Walk<T> walk, Page<T> page) =>
        walk with { Problem = $"totalResults was {walk.Total} and then {page.Total}", HasMoved = true };

    /// <summary>Past the end came entries of the only page before.</summary>
    private async Task<Walk<T>> RepeatedAsync(Walk<T> walk, Page<T> page, int behind, CancellationToken cancellationToken)
    {
        if (walk.Items.Length >= PageSize && !await StartsWhereAskedAsync(id(walk.Items[0]), cancellationToken))
        {
            return walk with { Problem = "a page came again", LoopedAt = behind };
        }

        if (page.Total != walk.Total)
        {
            return await CountAgainAsync(walk, cancellationToken);
        }

        // A total that is right, or that every page has, proves the end. The size of a page does not, where it may be a limit.
        var mayBeLimit = Array.IndexOf(CommonPageLimits, walk.Items.Length) >= 0 && walk.Items.Length < PageSize;
        return mayBeLimit && await CountAsync(cancellationToken) != walk.Total
            && !await StartsWhereAskedAsync(id(walk.Items[0]), cancellationToken)
                ? walk with { Problem = "a page came again, and its size may be a limit of the server", LoopedAt = behind } : walk;
    }

    /// <summary>Some servers page, and show their last page again past the end.</summary>
    private async Task<bool> StartsWhereAskedAsync(string first, CancellationToken cancellationToken) =>
        !(await pages.ReadAsync(2, PageSize, cancellationToken)).Items.Any(item => id(item) == first);

    /// <summary>The pages after the first, in order, up to the first that is not as full as it should be.</summary>
    private async Task<IEnumerable<Page<T>>> RestAsync(int total, CancellationToken cancellationToken)
    {
        var rest = new Page<T>?[((total - 1) / PageSize) + 1];
        var isMoved = false;
        await Parallel.ForAsync(1, rest.Length, Bounded(cancellationToken), async (index, token) =>
        {
            if (!Volatile.Read(ref isMoved))
            {
                var page = await pages.ReadAsync(1 + (index * PageSize), PageSize, token);
                rest[index] = page;
                Volatile.Write(ref isMoved, isMoved || page.Total != total);
            }
        });

        if (Array.Find(rest, page => page is not null && page.Total != total) is { } moved)
        {
            return [moved];
        }

        var full = rest.Skip(1).TakeWhile(page => page?.Items.Length == PageSize).Count();
        return rest.Skip(1).Take(full + 1).OfType<Page<T>>();
    }

    // The gate bounds what is sent; this bounds only the tasks that wait for it. They run where the caller does, so that a
    // caller who does one thing at a time has one order of requests.
    private static ParallelOptions Bounded(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = 64, CancellationToken = cancellationToken, TaskScheduler = TaskScheduler.Current };

    private async Task<Walk<T>> GoOnAsync(List<Page<T>> found, CancellationToken cancellationToken)
    {
        var known = found.SelectMany(page => page.Items).Select(id).ToHashSet(StringComparer.Ordinal);
        var got = found.Sum(page => page.Items.Length);
        while (true)
        {
            if (await pages.TryReadAsync(got + 1, PageSize, cancellationToken) is not { } page)
            {
                return Collect(found, $"{known.Count} of {found[0].Total} came, then startIndex {got + 1} was refused");
            }

            found.Add(page);
            var fresh = page.Items.Count(item => known.Add(id(item)));
            got += page.Items.Length;
            if (Judge(found) is { } walk)
            {
                return walk;
            }

            if (fresh == 0)
            {
                return await EndedAsync(found, known, got, cancellationToken);
            }
        }
    }

    /// <summary>Why a listing ends before its total: a server that counts startIndex from 0 leaves an entry out of each page.</summary>
    private async Task<Walk<T>> EndedAsync(List<Page<T>> found, HashSet<string> known, int got, CancellationToken cancellationToken)
    {
        var last = found[^1];
        if (last.Items.IsEmpty && await pages.ReadAsync(startIndex: null, PageSize, cancellationToken) is { Items: [var first, ..] } && !known.Contains(id(first)))
        {
            return Collect(found, PageTotals<T>.CountsFromZero);
        }

        var end = Collect(found, $"{known.Count} of {found[0].Total} came, then nothing new");
        return end with { LoopedAt = last.Items.IsEmpty ? 0 : got - last.Items.Length + 1 };
    }

    /// <summary>Null while there is more to read.</summary>
    private Walk<T>? Judge(List<Page<T>> found)
    {
        var total = found[0].Total;
        if (found.Find(page => page.Total != total) is { } other)
        {
            return Collect(found, $"totalResults was {total} and then {other.Total}") with { HasMoved = true };
        }

        var count = found.Sum(page => page.Items.Length);
        var distinct = found.SelectMany(page => page.Items).Select(id).Distinct(StringComparer.Ordinal).Count();
        return count > total ? Collect(found, $"totalResults is {total}, and {count} came")
            : count == total && distinct < count ? Collect(found, $"{count - distinct} came twice") with { HasMoved = true }
            : count == total ? Collect(found, null)
            : null;
    }

    private static Walk<T> Collect(List<Page<T>> found, string? problem) =>
        new([.. found.SelectMany(page => page.Items)], found[0].Total, problem) { Pages = found.Count };
}
