using System.Collections.Immutable;

namespace GenesysScimState.Scim;

/// <summary>One page as it came (RFC 7644 §3.4.2.4).</summary>
/// <param name="Total"><c>totalResults</c>; the number of its entries where the server leaves that out.</param>
internal sealed record Page<T>(int Total, ImmutableArray<T> Items)
{
    /// <summary>Whether the answer has <c>totalResults</c>.</summary>
    public bool IsCounted { get; init; } = true;

    /// <summary><c>nextCursor</c> (RFC 9865 §2); null on the last page.</summary>
    public string? NextCursor { get; init; }

    /// <summary>Whether the total may be that of the page alone.</summary>
    public bool IsOwnTotal => Total == Items.Length;
}

/// <summary>A listing as far as it could be read.</summary>
/// <param name="Total">How many the server counts.</param>
/// <param name="Problem">Why it cannot be shown to be complete; null when it is.</param>
internal sealed record Walk<T>(ImmutableArray<T> Items, int Total, string? Problem = null)
{
    public int Pages { get; init; } = 1;

    /// <summary>Whether the problem is that entries came or went meanwhile.</summary>
    public bool HasMoved { get; init; }

    /// <summary>The <c>startIndex</c> from which a page brought only known entries; 0 when none did.</summary>
    public int LoopedAt { get; init; }

    /// <summary>Whether the listing ended at an empty page, because the totals are those of the pages.</summary>
    public bool HasPageTotals { get; init; }

    /// <summary>Whether the pages were asked for by cursor (RFC 9865).</summary>
    public bool IsByCursor { get; init; }

    /// <summary>Whether a total cannot be told from the size of the page: one page that holds as many entries as it counts.</summary>
    public bool IsOnePage => Pages == 1 && Total == Items.Length && !IsByCursor;
}
