using System.Globalization;

namespace GenesysScimState.Scim;

/// <summary>How long to wait before a request is sent again.</summary>
internal static class RetryWait
{
    /// <summary>
    /// What the server asks for: Retry-After (RFC 9110 §10.2.3), Genesys Cloud's <c>inin-ratelimit-reset</c> in seconds, or
    /// the number of seconds in its message. Null when it does not say.
    /// </summary>
    /// <param name="response">Its content is in memory already.</param>
    public static TimeSpan? Asked(HttpResponseMessage response, DateTimeOffset now)
    {
        var after = response.Headers.RetryAfter;
        var asked = after?.Delta ?? (after?.Date is { } date ? date - now : null);
        if (asked is null && (int)response.StatusCode == 429)
        {
            asked = Seconds(response, "inin-ratelimit-reset") ?? InMessage(response);
        }

        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked;
    }

    /// <summary>1 s, 2 s, 4 s … up to the longest; of each a part between half and the whole.</summary>
    /// <param name="attempt">Counts from 0.</param>
    /// <param name="jitter">From 0 to 1.</param>
    public static TimeSpan Backoff(int attempt, double jitter)
    {
        var whole = Math.Min(
            ScimLimits.FirstBackoff.TotalSeconds * Math.Pow(2, attempt), ScimLimits.LongestBackoff.TotalSeconds);
        return TimeSpan.FromSeconds(whole * (0.5 + (0.5 * jitter)));
    }

    /// <summary>A header with a number; null when it is missing or holds something else.</summary>
    public static double? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values)
        && double.TryParse(
            values.FirstOrDefault(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? number : null;

    private static TimeSpan? Seconds(HttpResponseMessage response, string header) =>
        Number(response, header) is { } seconds and < 1e9 ? TimeSpan.FromSeconds(seconds) : null;

    // "Retry the request in [12] seconds"; also "the maximum [300] requests within [60] seconds".
    private static TimeSpan? InMessage(HttpResponseMessage response)
    {
        var body = response.Content.ReadAsStream();
        var text = new StreamReader(body).ReadToEnd();
        body.Position = 0;

        var end = text.IndexOf("] seconds", StringComparison.Ordinal);
        var start = end < 0 ? -1 : text.LastIndexOf('[', end);
        var number = start < 0 ? [] : text.AsSpan(start + 1, end - start - 1);
        return ushort.TryParse(number, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
    }
}
