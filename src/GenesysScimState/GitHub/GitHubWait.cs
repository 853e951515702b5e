using System.Globalization;
using System.Net;

namespace GenesysScimState.GitHub;

/// <summary>
/// When GitHub wants to be asked again: <c>Retry-After</c>, else the end of the window when nothing of it is left, else a
/// minute, doubled each time. That is the order of GitHub's own advice for its primary and secondary rate limits.
/// </summary>
internal static class GitHubWait
{
    /// <summary>The longest one wait may be; a job that only comments does not hold a runner for longer.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMinutes(15);

    /// <summary>How often a request is sent in all.</summary>
    public const int Attempts = 5;

    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstAfterFailure = TimeSpan.FromSeconds(2);

    /// <summary>Null when the answer asks for no wait.</summary>
    /// <param name="attempt">Counts from 0.</param>
    public static TimeSpan? AfterLimit(HttpResponseMessage response, string said, int attempt, DateTimeOffset now)
    {
        if (response.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests))
        {
            return null;
        }

        var after = response.Headers.RetryAfter;
        if ((after?.Delta ?? (after?.Date is { } date ? date - now : null)) is { } asked)
        {
            return asked < TimeSpan.Zero ? TimeSpan.Zero : asked;
        }

        if (Number(response, "x-ratelimit-remaining") == 0 && Number(response, "x-ratelimit-reset") is { } reset and < 253_402_300_799)
        {
            var left = DateTimeOffset.FromUnixTimeSeconds(reset) - now;
            return left < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : left;
        }

        // Without a header only the text tells a limit from a permission.
        return response.StatusCode == HttpStatusCode.TooManyRequests || said.Contains("rate limit", StringComparison.OrdinalIgnoreCase)
            ? First * Math.Pow(2, attempt)
            : null;
    }

    /// <summary>2 s, 4 s, 8 s …; of each a part between half and the whole.</summary>
    /// <param name="jitter">From 0 to 1.</param>
    public static TimeSpan AfterFailure(int attempt, double jitter) => FirstAfterFailure * Math.Pow(2, attempt) * (0.5 + (0.5 * jitter));

    private static long? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values)
        && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
