using GenesysScimState.Scim;

namespace GenesysScimState.Tests.Support;

/// <summary>A clock that jumps over every wait, and remembers it. The limit of a single try ends only when asked to.</summary>
internal sealed class ImpatientTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _waits = [];
    private DateTimeOffset _now = start;

    public ImpatientTime()
        : this(new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Whether every try runs into its limit of time.</summary>
    public bool TriesTimeOut { get; set; }

    public IReadOnlyList<double> Seconds
    {
        get
        {
            lock (_lock)
            {
                return [.. _waits.Select(wait => wait.TotalSeconds)];
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Advance(TimeSpan time)
    {
        lock (_lock)
        {
            _now += time;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Whether the timer fires, now.</summary>
    private bool Jump(TimeSpan dueTime)
    {
        if (dueTime < TimeSpan.Zero || (dueTime == ScimLimits.AttemptTimeout && !TriesTimeOut))
        {
            return false;
        }

        lock (_lock)
        {
            _waits.Add(dueTime);
            _now += dueTime;
            return true;
        }
    }

    private sealed class Timer(ImpatientTime time, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (time.Jump(dueTime))
            {
                ThreadPool.QueueUserWorkItem(_ => callback(state));
            }

            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
