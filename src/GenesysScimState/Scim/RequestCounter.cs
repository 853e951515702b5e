using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace GenesysScimState.Scim;

/// <summary>Counts every request that leaves, repeated ones and those for tokens included.</summary>
internal sealed class RequestCounter : DelegatingHandler
{
    private readonly ConcurrentDictionary<string, int> _byMethod = new(StringComparer.Ordinal);

    public int Total => _byMethod.Values.Sum();

    /// <summary>The counts as they are now, by HTTP method.</summary>
    public ImmutableSortedDictionary<string, int> ByMethod => _byMethod.ToImmutableSortedDictionary(StringComparer.Ordinal);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _byMethod.AddOrUpdate(request.Method.Method, 1, (_, count) => count + 1);
        return base.SendAsync(request, cancellationToken);
    }
}
