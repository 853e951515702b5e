using System.Collections.Immutable;
using GenesysScimState.Core.Applying;

namespace GenesysScimState;

/// <summary>What a command may do to the organization.</summary>
internal enum Access
{
    /// <summary>The transport refuses anything but GET and the token's POST.</summary>
    ReadOnly,
    ReadWrite,
}

/// <summary>An organization that can be talked to, and how many requests that took.</summary>
internal sealed class Connection(
    IOrganization organization,
    Func<ImmutableSortedDictionary<string, int>> requests,
    Func<CancellationToken, Task<ImmutableArray<Probe>>> probe,
    Action dispose) : IDisposable
{
    public IOrganization Organization => organization;

    /// <summary>Sent so far, by method, retries and token included.</summary>
    public ImmutableSortedDictionary<string, int> Requests => requests();

    /// <summary>False with a ready token, which is used until it ends.</summary>
    public bool RenewsToken { get; init; } = true;

    /// <summary>Looks at what works, with GET alone.</summary>
    public Task<ImmutableArray<Probe>> ProbeAsync(CancellationToken cancellationToken) => probe(cancellationToken);

    public void Dispose() => dispose();
}
