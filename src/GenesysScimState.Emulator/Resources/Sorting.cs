using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator.Resources;

/// <summary>
/// <c>sortBy</c> and <c>sortOrder</c> (RFC 7644 §3.4.2.3): by the primary or else the first value; resources without a value
/// come last in ascending order.
/// </summary>
internal sealed class Sorting(ResourceKind kind, Func<Resource, JsonObject> show)
{
    private readonly FilterMatcher _matcher = new(kind);

    public IReadOnlyList<Resource> Sort(Call call, IReadOnlyList<Resource> all)
    {
        var path = call.Query("sortBy").ToString();
        if (path.Length == 0)
        {
            return all;
        }

        var order = call.Query("sortOrder").ToString().ToUpperInvariant();
        if (order is not ("" or "ASCENDING" or "DESCENDING"))
        {
            throw RefusalException.Value("sortOrder must be ascending or descending.");
        }

        if (_matcher.NameOf(path).Length == 0)
        {
            throw RefusalException.Value($"sortBy: attribute \"{path}\" is not known.");
        }

        var comparer = _matcher.IsCaseExact(path) ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        var keyed = all.Select(resource => (Resource: resource, Key: _matcher.SortKey(path, show(resource))));
        return order == "DESCENDING"
            ? [.. keyed.OrderBy(pair => pair.Key is not null).ThenByDescending(pair => pair.Key, comparer).Select(pair => pair.Resource)]
            : [.. keyed.OrderBy(pair => pair.Key is null).ThenBy(pair => pair.Key, comparer).Select(pair => pair.Resource)];
    }
}
