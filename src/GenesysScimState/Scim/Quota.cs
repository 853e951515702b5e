namespace GenesysScimState.Scim;

/// <summary>
/// The rate limit as the server's answers tell it (<c>inin-ratelimit-allowed</c>, <c>-count</c>, <c>-reset</c>): a request
/// that would exceed our share waits until the window ends.
/// </summary>
/// <param name="sharePercent">Percent of the observed quota to use, 1 to 100.</param>
internal sealed class Quota(int sharePercent, TimeProvider time, Waiting waiting)
{
    private readonly Lock _lock = new();
    private int _inFlight;
    private double _share = double.PositiveInfinity;
    private double _count;
    private DateTimeOffset _windowEnds = DateTimeOffset.MinValue;
    private DateTimeOffset _closedUntil = DateTimeOffset.MinValue;

    /// <summary>Requests a minute that the server allows; null until it has said so.</summary>
    public int? PerMinute { get; private set; }

    /// <summary>Waits for a place. Each is given back with <see cref="Leave"/>.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (TryEnter() is { } wait)
        {
            waiting.Tell("The API's quota is used up; going on", wait);
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <param name="response">Null when none came.</param>
    public void Leave(HttpResponseMessage? response)
    {
        lock (_lock)
        {
            _inFlight--;
            if (response is not null)
            {
                Observe(response, time.GetUtcNow());
            }
        }
    }

    private TimeSpan? TryEnter()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now >= _windowEnds)
            {
                _count = 0;
            }

            var opens = _closedUntil > now ? _closedUntil
                : _windowEnds > now && _count + _inFlight >= _share ? _windowEnds
                : now;
            if (opens > now)
            {
                var wait = opens - now;
                return wait < ScimLimits.LongestWait ? wait : ScimLimits.LongestWait;
            }

            _inFlight++;
            return null;
        }
    }

    private void Observe(HttpResponseMessage response, DateTimeOffset now)
    {
        if ((int)response.StatusCode == 429
            && RetryWait.Asked(response, now) is { } asked && asked <= ScimLimits.LongestWait && now + asked > _closedUntil)
        {
            _closedUntil = now + asked;
        }

        // A window that ends later than anybody waits is left to the 429 that comes then, which says so.
        if (RetryWait.Number(response, "inin-ratelimit-allowed") is { } allowed and > 0
            && RetryWait.Number(response, "inin-ratelimit-count") is { } count
            && RetryWait.Number(response, "inin-ratelimit-reset") is { } reset
            && reset <= ScimLimits.LongestWait.TotalSeconds)
        {
            // Answers overtake each other: within one window the highest count is the newest.
            _count = now < _windowEnds ? Math.Max(_count, count) : count;
            PerMinute = (int)allowed;
            _share = Math.Max(1, Math.Floor(allowed * sharePercent / 100));
            _windowEnds = now + TimeSpan.FromSeconds(reset);
        }
    }
}
