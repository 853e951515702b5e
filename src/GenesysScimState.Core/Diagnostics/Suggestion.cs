namespace GenesysScimState.Core.Diagnostics;

/// <summary>
/// The known name closest to one that is not known: fewest letters inserted, deleted, replaced or swapped with their
/// neighbour (optimal string alignment), upper and lower case alike. Of equally close names the first by ordinal order.
/// </summary>
public static class Suggestion
{
    /// <summary>Longer texts are nobody's typing error; it also bounds the work.</summary>
    public const int LengthMax = 100;

    private const int DistanceMax = 3;

    /// <summary>Null when nothing is close: more than a third of the letters, or more than three, differ.</summary>
    public static string? For(string text, IEnumerable<string> candidates)
    {
        if (text.Length is 0 or > LengthMax)
        {
            return null;
        }

        var folded = text.ToLowerInvariant();
        var allowed = Math.Clamp(text.Length / 3, 1, DistanceMax);
        string? best = null;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - text.Length) > allowed || candidate.Length > LengthMax)
            {
                continue;
            }

            var distance = Distance(folded, candidate.ToLowerInvariant(), allowed);
            var isCloser = distance < allowed || (distance == allowed && best is null);
            if (isCloser || (distance == allowed && string.CompareOrdinal(candidate, best) < 0))
            {
                best = candidate;
                allowed = distance;
            }
        }

        return best;
    }

    /// <summary>The distance, or any number above <paramref name="allowed"/> as soon as that is certain.</summary>
    private static int Distance(string left, string right, int allowed)
    {
        Span<int> beforeLast = stackalloc int[right.Length + 1];
        Span<int> last = stackalloc int[right.Length + 1];
        Span<int> current = stackalloc int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            var least = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var isSame = left[i - 1] == right[j - 1];
                var isSwapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
                var cost = Math.Min(Math.Min(last[j], current[j - 1]) + 1, last[j - 1] + (isSame ? 0 : 1));
                current[j] = isSwapped ? Math.Min(cost, beforeLast[j - 2] + 1) : cost;
                least = Math.Min(least, current[j]);
            }

            if (least > allowed)
            {
                return allowed + 1;
            }

            var spare = beforeLast;
            beforeLast = last;
            last = current;
            current = spare;
        }

        return last[right.Length];
    }
}
