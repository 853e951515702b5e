namespace GenesysScimState.Emulator.Protocol;

/// <summary>
/// Requests a minute in fixed windows; a window opens with the first request after the last one closed. There is one
/// because the emulator has one client. Genesys: client.credentials.token.rate.per.minute.
/// </summary>
/// <param name="allowed">Null: nobody counts, and no header speaks of it.</param>
/// <param name="time">The clock.</param>
internal sealed class Quota(int? allowed, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private DateTimeOffset _closes = DateTimeOffset.MinValue;
    private int _count;

    public int? Allowed => allowed;

    /// <summary>Takes one request from the quota; false when none is left.</summary>
    public bool TryTake()
    {
        if (time.GetUtcNow() >= _closes)
        {
            _closes = time.GetUtcNow() + Window;
            _count = 0;
        }

        if (_count >= allowed)
        {
            return false;
        }

        _count++;
        return true;
    }

    /// <summary>Seconds until the window closes, rounded up: after so long a request is served again.</summary>
    public int SecondsLeft => Math.Max(1, (int)Math.Ceiling((_closes - time.GetUtcNow()).TotalSeconds));

    public EmulatorResponse Stamp(EmulatorResponse response) => allowed is null ? response : response
        .With("inin-ratelimit-count", $"{_count}")
        .With("inin-ratelimit-allowed", $"{allowed}")
        .With("inin-ratelimit-reset", $"{SecondsLeft}");
}
