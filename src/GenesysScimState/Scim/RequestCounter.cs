using System.Collections.Concurrent;
using System.Collections.Immutable;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Scim;

/// <summary>Counts every request that leaves, repeated ones and those for tokens included.</summary>
/// <param name="trace">Told of each; null: nobody wants to know. Method, path, status, milliseconds. Never headers or bodies, where secrets are.</param>
internal sealed class RequestCounter(TimeProvider time, Action<string>? trace) : DelegatingHandler
{
    private readonly ConcurrentDictionary<string, int> _byMethod = new(StringComparer.Ordinal);

    public int Total => _byMethod.Values.Sum();

    /// <summary>The counts as they are now, by HTTP method.</summary>
    public ImmutableSortedDictionary<string, int> ByMethod => _byMethod.ToImmutableSortedDictionary(StringComparer.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _byMethod.AddOrUpdate(request.Method.Method, 1, (_, count) => count + 1);
        if (trace is null)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var started = time.GetTimestamp();
        var what = $"{request.Method} {Untrusted.Show(request.RequestUri?.PathAndQuery ?? "")}";
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            trace($"{what} {(int)response.StatusCode} ({time.GetElapsedTime(started).TotalMilliseconds:0} ms)");
            return response;
        }
        catch (Exception exception)
        {
            trace($"{what} {exception.GetType().Name} ({time.GetElapsedTime(started).TotalMilliseconds:0} ms)");
            throw;
        }
    }
}
