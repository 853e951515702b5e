namespace GenesysScimState.Emulator.Generation;

/// <summary>SplitMix64: numbers that are the same for a seed on every platform and in every version.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>From 0 to one less than <paramref name="bound"/>.</summary>
    public int Below(int bound)
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)bound);
    }

    public T One<T>(ReadOnlySpan<T> items) => items[Below(items.Length)];

    public bool Chance(int percent) => Below(100) < percent;
}
