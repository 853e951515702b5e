using System.Collections.Immutable;

namespace GenesysScimState.Emulator;

/// <summary>The running counts behind <see cref="RequestCounts"/>.</summary>
internal sealed class RequestTally
{
    /// <summary>Requests that are remembered one by one.</summary>
    private const int LatestMax = 200;

    private readonly SortedDictionary<string, int> _byMethod = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, int> _byStatus = [];
    private readonly Queue<RequestEntry> _latest = [];
    private int _total;

    /// <summary>The newest last.</summary>
    public IReadOnlyCollection<RequestEntry> Latest => _latest;

    public void Add(RequestEntry entry)
    {
        var (method, status) = (entry.Method, entry.Status);
        _latest.Enqueue(entry);
        if (_latest.Count > LatestMax)
        {
            _latest.Dequeue();
        }

        _total++;
        _byMethod[method] = _byMethod.GetValueOrDefault(method) + 1;
        _byStatus[status] = _byStatus.GetValueOrDefault(status) + 1;
    }

    public void Reset()
    {
        _total = 0;
        _latest.Clear();
        _byMethod.Clear();
        _byStatus.Clear();
    }

    public RequestCounts Counts() => new(
        _total,
        _byMethod.ToImmutableSortedDictionary(StringComparer.Ordinal),
        _byStatus.ToImmutableSortedDictionary());
}
