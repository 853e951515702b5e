namespace GenesysScimState.Scim;

/// <summary>
/// Reads a listing by cursor (RFC 9865): each page has the cursor of the next one, and the last has none. Complete is a listing
/// that ends so, with ids that are all different and, where the server has a total, as many as that.
/// </summary>
internal sealed class CursorWalk<T>(Listing<T> listing)
{
    /// <summary>Empty pages in a row after which a listing counts as endless.</summary>
    private const int EmptyPagesMax = 100;

    public async Task<Walk<T>> ReadAsync(CancellationToken cancellationToken)
    {
        var pages = new List<Page<T>>();
        var (known, cursors) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        for (var (cursor, empty) = ("", 0); ;)
        {
            var (page, refusal) = await listing.Pages.ReadByCursorAsync(cursor, cancellationToken);
            if (page is null)
            {
                return Collect(pages, $"the server refused a cursor of its own: {refusal}");
            }

            pages.Add(page);
            var fresh = page.Items.Count(item => known.Add(listing.IdOf(item)));
            empty = page.Items.IsEmpty ? empty + 1 : 0;
            if (fresh < page.Items.Length)
            {
                return Collect(pages, $"{page.Items.Length - fresh} came twice");
            }

            if (page.NextCursor is not { } next)
            {
                return Judge(pages);
            }

            if (!cursors.Add(next) || empty > EmptyPagesMax)
            {
                return Collect(pages, empty > EmptyPagesMax ? $"{empty} pages in a row were empty" : "the same nextCursor came twice");
            }

            cursor = next;
        }
    }

    /// <summary>A total may be left out, or count its page alone; else it is the number of entries.</summary>
    private static Walk<T> Judge(List<Page<T>> pages)
    {
        var count = pages.Sum(page => page.Items.Length);
        return pages.TrueForAll(page => !page.IsCounted || page.Total == count) || pages.TrueForAll(page => page.IsOwnTotal)
            ? Collect(pages, null)
            : Collect(pages, $"totalResults is {pages.Find(page => page.Total != count)!.Total}, and {count} came until nextCursor ended");
    }

    private static Walk<T> Collect(List<Page<T>> pages, string? problem)
    {
        var items = pages.SelectMany(page => page.Items).ToArray();
        return new([.. items], items.Length, problem) { Pages = Math.Max(1, pages.Count), IsByCursor = true };
    }
}
