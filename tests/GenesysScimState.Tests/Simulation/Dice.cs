namespace GenesysScimState.Tests.Simulation;

/// <summary>
/// Random numbers that are the same for a seed on every machine and every version of .NET (SplitMix64).
/// </summary>
internal sealed class Dice(long seed)
{
    private ulong _state = (ulong)seed;

    /// <summary>From 0 up to, and without, <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public bool Chance(double probability) => (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    public T One<T>(params IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Numbers of its own, so that one thing more here changes nothing there.</summary>
    public Dice Fork() => new((long)Next());

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
