using GenesysScimState.Scim;

namespace GenesysScimState.Tests.Simulation;

/// <summary>
/// A clock on which waiting takes no time: a timer fires inside the call that sets it, on the same thread, so nothing of
/// a run depends on threads. The limit of a single try is the exception; it ends when <see cref="EndTries"/> says so.
/// </summary>
internal sealed class SimulatedClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private readonly List<Timer> _tries = [];
    private TimeSpan _passed;

    public SimulatedClock() => Server = new TrueTime(this);

    /// <summary>The server's clock, which is right.</summary>
    public TimeProvider Server { get; }

    /// <summary>How far the program's clock is off.</summary>
    public TimeSpan Skew { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Start + _passed + Skew;

    public override long GetTimestamp() => _passed.Ticks;

    public void Pass(TimeSpan time) => _passed += time;

    /// <summary>Time passes until every request under way has run into its limit.</summary>
    public void EndTries()
    {
        Pass(ScimLimits.AttemptTimeout);
        foreach (var timer in _tries.ToArray())
        {
            timer.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class TrueTime(SimulatedClock clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Start + clock._passed;
    }

    private sealed class Timer(SimulatedClock clock, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock._tries.Remove(this);
            if (dueTime == ScimLimits.AttemptTimeout)
            {
                clock._tries.Add(this);
            }
            else if (dueTime >= TimeSpan.Zero)
            {
                clock.Pass(dueTime);
                callback(state);
            }

            return true;
        }

        public void Fire() => callback(state);

        public void Dispose() => clock._tries.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
