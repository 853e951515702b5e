using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace GenesysScimState.GitHub;

/// <param name="Key">See <see cref="Difference.Key"/>.</param>
/// <param name="Since">The day it appeared, the last time that it did.</param>
/// <param name="Last">The last day it was seen.</param>
/// <param name="Times">How often it has appeared, with days between on which it was gone.</param>
internal sealed record KnownDifference(string Key, DateOnly Since, DateOnly Last, int Times)
{
    /// <summary>Whether it is there now.</summary>
    public bool IsOpen { get; init; }
}

/// <summary>
/// What earlier nights saw, kept in the issue itself in a comment that is not shown: the only place that is there from one
/// run to the next. It holds hashes and days, no names. Somebody can edit it; then the days are wrong, and nothing else.
/// </summary>
internal sealed class DriftMemory
{
    private const string Start = "<!-- scimstate-memory 1\n";
    private const string End = "-->\n";

    /// <summary>The most that are remembered: some 20 KB, which leaves the issue room for what people read.</summary>
    private const int KnownMax = 450;

    /// <summary>After which a difference that is gone counts as new when it comes back.</summary>
    private const int DaysKept = 90;

    private readonly ImmutableDictionary<string, KnownDifference> _known;

    private DriftMemory(IEnumerable<KnownDifference> known) =>
        _known = known.DistinctBy(item => item.Key, StringComparer.Ordinal).ToImmutableDictionary(item => item.Key, StringComparer.Ordinal);

    public static DriftMemory Empty { get; } = new([]);

    /// <summary>Of an issue's text; what cannot be read is forgotten.</summary>
    public static DriftMemory Of(string body)
    {
        var text = body.ReplaceLineEndings("\n");
        var start = text.LastIndexOf(Start, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf(End, start, StringComparison.Ordinal);
        return end < 0 ? Empty : new(text[(start + Start.Length)..end].Split('\n').Select(Parse).OfType<KnownDifference>());
    }

    public bool IsEmpty => _known.IsEmpty;

    public KnownDifference? this[string key] => _known.GetValueOrDefault(key);

    /// <summary>After a night on which these were seen.</summary>
    public DriftMemory After(IEnumerable<string> seen, DateOnly today)
    {
        var now = seen.Distinct(StringComparer.Ordinal).Select(key => _known.GetValueOrDefault(key) switch
        {
            null => new KnownDifference(key, today, today, 1) { IsOpen = true },
            { IsOpen: true } known => known with { Last = today },
            var known => known with { Since = today, Last = today, Times = known.Times + 1, IsOpen = true },
        }).ToDictionary(item => item.Key, StringComparer.Ordinal);
        var gone = _known.Values.Where(item => !now.ContainsKey(item.Key) && item.Last.AddDays(DaysKept) >= today).Select(item => item with { IsOpen = false });
        // What comes back is worth more than what is new, and what is there more than what was.
        return new(now.Values.Concat(gone)
            .OrderByDescending(item => item.Times > 1).ThenByDescending(item => item.IsOpen).ThenByDescending(item => item.Last).ThenBy(item => item.Key, StringComparer.Ordinal)
            .Take(KnownMax));
    }

    public override string ToString()
    {
        var text = new StringBuilder(Start);
        foreach (var item in _known.Values.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{item.Key} {item.Since:yyyy-MM-dd} {item.Last:yyyy-MM-dd} {item.Times} {(item.IsOpen ? '1' : '0')}\n");
        }

        return text.Append(End).ToString();
    }

    private static KnownDifference? Parse(string line) =>
        line.Split(' ') is [{ Length: 16 } key, var since, var last, var times, var open]
        && key.All(char.IsAsciiHexDigitLower)
        && DateOnly.TryParseExact(since, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
        && DateOnly.TryParseExact(last, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var seen)
        && int.TryParse(times, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 100_000
            ? new KnownDifference(key, first, seen, count) { IsOpen = open == "1" } : null;
}
