using System.Collections.Immutable;

namespace GenesysScimState.Emulator;

/// <summary>The running counts behind <see cref="RequestCounts"/>.</summary>
internal sealed class RequestTally
{
    private readonly SortedDictionary<string, int> _byMethod = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, int> _byStatus = [];
    private int _total;

    public void Add(string method, int status)
    {
        _total++;
        _byMethod[method] = _byMethod.GetValueOrDefault(method) + 1;
        _byStatus[status] = _byStatus.GetValueOrDefault(status) + 1;
    }

    public void Reset()
    {
        _total = 0;
        _byMethod.Clear();
        _byStatus.Clear();
    }

    public RequestCounts Counts() => new(
        _total,
        _byMethod.ToImmutableSortedDictionary(StringComparer.Ordinal),
        _byStatus.ToImmutableSortedDictionary());
}
