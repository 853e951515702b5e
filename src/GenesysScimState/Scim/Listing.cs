using System.Collections.Immutable;
using System.Text.Json;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Scim;

/// <summary>One page as it came (RFC 7644 §3.4.2.4).</summary>
internal sealed record Page<T>(int Total, ImmutableArray<T> Items);

/// <summary>A listing as far as it could be read.</summary>
/// <param name="Total">How many the server counts.</param>
/// <param name="Problem">Why it cannot be shown to be complete; null when it is.</param>
internal sealed record Walk<T>(ImmutableArray<T> Items, int Total, string? Problem = null)
{
    public int Pages { get; init; } = 1;

    /// <summary>Whether the problem is that entries came or went meanwhile.</summary>
    public bool HasMoved { get; init; }

    /// <summary>Where a page brought only known entries; 0 when none did.</summary>
    public int LoopedAt { get; init; }
}

/// <summary>
/// Reads a listing to its end and proves it. The first page says how many there are; the rest is fetched side by side as
/// long as every page is as full as it was asked to be. A shorter one is a server with a page size of its own: from there on
/// page after page, each starting where the last one ended. The walk ends at an empty page or one without anything new.
/// Complete is a listing whose pages all name the same total, whose ids are all different, and are as many as that.
/// </summary>
/// <param name="name">For messages: <c>active users</c>.</param>
/// <param name="read">Reads one entry; throws <see cref="FormatException"/> for what is none.</param>
/// <param name="id">The entry's id.</param>
internal sealed class Listing<T>(string name, string resource, string? filter, Func<JsonElement, T> read, Func<T, string> id)
{
    public string Name { get; } = name;

    public required ScimRequests Requests { get; init; }

    /// <summary>Bounds the requests of all listings together.</summary>
    public required SemaphoreSlim Gate { get; init; }

    public required int PageSize { get; init; }

    public required string Permissions { get; init; }

    public async Task<Walk<T>> WalkAsync(CancellationToken cancellationToken)
    {
        var first = await PageAsync(1, PageSize, cancellationToken);
        var pages = new List<Page<T>> { first };
        if (first.Items.Length == PageSize && first.Total > PageSize)
        {
            pages.AddRange(await RestAsync(first.Total, cancellationToken));
        }

        return Judge(pages) ?? await GoOnAsync(pages, cancellationToken);
    }

    /// <summary>How many there are now, without reading any.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken) =>
        (await PageAsync(1, 0, cancellationToken)).Total;

    /// <summary>Counts once more, for what has come or gone meanwhile.</summary>
    public async Task<Walk<T>> CountAgainAsync(Walk<T> walk, CancellationToken cancellationToken) =>
        await CountAsync(cancellationToken) is var after && after == walk.Total
            ? walk : walk with { Problem = $"{walk.Total} before, {after} after", HasMoved = true };

    /// <summary>
    /// Asks behind the end: a server whose totals are only those of the page has more there, and one that pays no attention
    /// to startIndex has its first page. Past the end of a listing that did page, known entries mean nothing; another total is
    /// asked for once more.
    /// </summary>
    public async Task<Walk<T>> LookBehindAsync(Walk<T> walk, CancellationToken cancellationToken)
    {
        var known = walk.Items.Select(id).ToHashSet(StringComparer.Ordinal);
        var behind = known.Count + 1;
        var page = await PageAsync(behind, PageSize, cancellationToken);
        if (page.Items.Any(item => !known.Contains(id(item))))
        {
            return walk with { Problem = $"totalResults is {walk.Total}, and there are more" };
        }

        return !page.Items.IsEmpty && walk.Pages == 1 && known.Count >= PageSize && !await StartsWhereAskedAsync(id(walk.Items[0]), cancellationToken)
            ? walk with { Problem = "a page came again", LoopedAt = behind }
            : page.Total == walk.Total ? walk
            : await CountAgainAsync(walk, cancellationToken);
    }

    /// <summary>Some servers page, and show their last page again to whoever asks behind it.</summary>
    private async Task<bool> StartsWhereAskedAsync(string first, CancellationToken cancellationToken) =>
        !(await PageAsync(2, PageSize, cancellationToken)).Items.Any(item => id(item) == first);

    /// <summary>The pages after the first, in order, up to the first that is not as full as it should be.</summary>
    private async Task<IEnumerable<Page<T>>> RestAsync(int total, CancellationToken cancellationToken)
    {
        var pages = new Page<T>?[((total - 1) / PageSize) + 1];
        var isMoved = false;
        await Parallel.ForAsync(1, pages.Length, Bounded(cancellationToken), async (index, token) =>
        {
            if (!Volatile.Read(ref isMoved))
            {
                var page = await PageAsync(1 + (index * PageSize), PageSize, token);
                pages[index] = page;
                Volatile.Write(ref isMoved, isMoved || page.Total != total);
            }
        });

        if (Array.Find(pages, page => page is not null && page.Total != total) is { } moved)
        {
            return [moved];
        }

        var full = pages.Skip(1).TakeWhile(page => page?.Items.Length == PageSize).Count();
        return pages.Skip(1).Take(full + 1).OfType<Page<T>>();
    }

    // The gate bounds what is sent; this bounds only the tasks that wait for it. They run where the caller does, so that a
    // caller who does one thing at a time has one order of requests.
    private static ParallelOptions Bounded(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = 64, CancellationToken = cancellationToken, TaskScheduler = TaskScheduler.Current };

    private async Task<Walk<T>> GoOnAsync(List<Page<T>> pages, CancellationToken cancellationToken)
    {
        var known = pages.SelectMany(page => page.Items).Select(id).ToHashSet(StringComparer.Ordinal);
        var got = pages.Sum(page => page.Items.Length);
        while (true)
        {
            var page = await PageAsync(got + 1, PageSize, cancellationToken);
            pages.Add(page);
            var fresh = page.Items.Count(item => known.Add(id(item)));
            got += page.Items.Length;
            if (Judge(pages) is { } walk)
            {
                return walk;
            }

            if (fresh == 0)
            {
                var end = Collect(pages, $"{known.Count} of {pages[0].Total} came, then nothing new");
                return end with { LoopedAt = page.Items.IsEmpty ? 0 : got - page.Items.Length + 1 };
            }
        }
    }

    /// <summary>Null while there is more to read.</summary>
    private Walk<T>? Judge(List<Page<T>> pages)
    {
        var total = pages[0].Total;
        if (pages.Find(page => page.Total != total) is { } other)
        {
            return Collect(pages, $"totalResults was {total} and then {other.Total}") with { HasMoved = true };
        }

        var count = pages.Sum(page => page.Items.Length);
        var distinct = pages.SelectMany(page => page.Items).Select(id).Distinct(StringComparer.Ordinal).Count();
        return count > total ? Collect(pages, $"totalResults is {total}, and {count} came")
            : count == total && distinct < count ? Collect(pages, $"{count - distinct} came twice") with { HasMoved = true }
            : count == total ? Collect(pages, null)
            : null;
    }

    private static Walk<T> Collect(List<Page<T>> pages, string? problem) =>
        new([.. pages.SelectMany(page => page.Items)], pages[0].Total, problem) { Pages = pages.Count };

    private async Task<Page<T>> PageAsync(int startIndex, int count, CancellationToken cancellationToken)
    {
        var doing = $"reading {Name}";
        var call = new Call(doing, HttpMethod.Get, ScimUrl.List(resource, filter, startIndex, count), Permissions);
        await Gate.WaitAsync(cancellationToken);
        Answer answer;
        try
        {
            answer = await Requests.ReadAsync(call, cancellationToken);
        }
        finally
        {
            Gate.Release();
        }

        // The next page is on its way meanwhile.
        try
        {
            return Parse(answer, doing);
        }
        finally
        {
            answer.Release();
        }
    }

    private ImmutableArray<T> Entries(JsonElement array)
    {
        var entries = ImmutableArray.CreateBuilder<T>(array.GetArrayLength());
        foreach (var entry in array.EnumerateArray())
        {
            entries.Add(read(entry));
        }

        return entries.MoveToImmutable();
    }

    private Page<T> Parse(Answer answer, string doing)
    {
        using var document = answer.Json(doing);
        try
        {
            var total = document.RootElement.TryGetProperty("totalResults", out var number)
                && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var found) && found >= 0
                ? found : throw new FormatException("no totalResults");
            var resources = ResourceJson.Member(document.RootElement, "Resources");
            return new(total, resources is { ValueKind: JsonValueKind.Array } array ? Entries(array) : []);
        }
        catch (FormatException exception)
        {
            throw new OrganizationException(OrganizationDiagnostics.NotScim(doing, exception.Message), exception);
        }
    }
}
