using System.Globalization;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Scim;

/// <summary>
/// What a server can do: what its dialect has, less what its <c>ServiceProviderConfig</c> denies (RFC 7643 §5). Only the way of
/// paging is added, where the dialect leaves it open (RFC 9865 §4).
/// </summary>
internal sealed class Server(Dialect declared)
{
    private volatile Dialect? _learnt;

    /// <summary>What the dialect file has.</summary>
    public Dialect Declared => declared;

    public Dialect Dialect => _learnt ?? declared;

    /// <summary>Reads <c>ServiceProviderConfig</c> once, where the dialect asks for it. Servers without one are as the dialect says.</summary>
    /// <exception cref="OrganizationException">No answer came.</exception>
    public async Task LearnAsync(ScimRequests requests, CancellationToken cancellationToken)
    {
        if (_learnt is not null || !declared.Capabilities.Discovery)
        {
            return;
        }

        var call = new Call("reading what the server can do", HttpMethod.Get, "ServiceProviderConfig", Permissions.Unknown);
        var answer = await requests.SendAsync(call, cancellationToken);
        if (answer.Status is 401 or >= 500)
        {
            throw new OrganizationException(requests.Problem(call, answer));
        }

        _learnt = answer.IsSuccess ? PagedBy(Less(declared, Supported(answer)), answer) : declared;
    }

    /// <summary><c>supported</c> of <c>patch</c>, <c>etag</c> and <c>filter</c>, and <c>cursor</c> and <c>index</c> of <c>pagination</c>, as far as given.</summary>
    public static IReadOnlyDictionary<string, bool> Supported(Answer answer)
    {
        var found = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        using var document = answer.Json("reading what the server can do");
        foreach (var name in new[] { "patch", "etag", "filter" })
        {
            if (ResourceJson.Member(document.RootElement, name) is { } part
                && bool.TryParse(ResourceJson.Text(part, "supported"), out var isSupported))
            {
                found[name] = isSupported;
            }
        }

        foreach (var name in new[] { "cursor", "index" })
        {
            if (ResourceJson.Member(document.RootElement, "pagination") is { } paging
                && bool.TryParse(ResourceJson.Text(paging, name), out var isSupported))
            {
                found[name] = isSupported;
            }
        }

        return found;
    }

    /// <summary>No larger pages than <c>pagination.maxPageSize</c>: a server may refuse to give more (RFC 9865 §2.1, invalidCount).</summary>
    private static Dialect PagedBy(Dialect dialect, Answer answer)
    {
        using var document = answer.Json("reading what the server can do");
        return ResourceJson.Member(document.RootElement, "pagination") is { } paging
            && int.TryParse(ResourceJson.Text(paging, "maxPageSize"), CultureInfo.InvariantCulture, out var most)
            && most > 0 && most < dialect.Capabilities.PageSize
                ? dialect with { Capabilities = dialect.Capabilities with { PageSize = most } } : dialect;
    }

    public static Dialect Less(Dialect dialect, IReadOnlyDictionary<string, bool> supported)
    {
        var (can, patches) = (dialect.Capabilities, supported.GetValueOrDefault("patch", true));
        return dialect with
        {
            Capabilities = can with
            {
                Write = patches ? can.Write : WriteMethod.Put,
                Members = patches || can.Members != MembershipWrite.GroupPatch ? can.Members : MembershipWrite.GroupPut,
                Etag = can.Etag && supported.GetValueOrDefault("etag", true),
                Filter = can.Filter && supported.GetValueOrDefault("filter", true),
                Paging = can.Paging ?? (supported.GetValueOrDefault("cursor", false) ? Paging.Cursor : null),
            },
        };
    }
}
