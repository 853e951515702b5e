namespace GenesysScimState.Tests.Simulation;

/// <summary>
/// Two runs at once, one piece at a time: before each request the dice say who goes on, so that a seed is one order of
/// events here too.
/// </summary>
internal sealed class Turns(Dice dice, int count) : IDisposable
{
    private readonly List<int> _waiting = [.. Enumerable.Range(0, count)];
    private readonly SemaphoreSlim[] _calls = [.. Enumerable.Range(0, count).Select(who => new SemaphoreSlim(who == 0 ? 1 : 0))];

    /// <summary>Waits to be the first time at work.</summary>
    public void Begin(int who) => _calls[who].Wait();

    /// <summary>Lets somebody go on, and waits for the next turn.</summary>
    public void Next(int who)
    {
        var next = dice.One(_waiting);
        if (next != who)
        {
            _calls[next].Release();
            _calls[who].Wait();
        }
    }

    public void Leave(int who)
    {
        _waiting.Remove(who);
        if (_waiting.Count > 0)
        {
            _calls[dice.One(_waiting)].Release();
        }
    }

    public void Dispose()
    {
        foreach (var call in _calls)
        {
            call.Dispose();
        }
    }
}
