using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Scim;

/// <summary>
/// What a server can do: what its dialect says, less what the server itself says it cannot (RFC 7643 §5). Nothing is ever
/// added: a server that promises more than its dialect is not taken at its word.
/// </summary>
internal sealed class Server(Dialect declared)
{
    private volatile Dialect? _learnt;

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

        _learnt = answer.IsSuccess ? Less(declared, Supported(answer)) : declared;
    }

    /// <summary>What is said of <c>patch</c>, <c>etag</c> and <c>filter</c>; null where nothing is.</summary>
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

        return found;
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
            },
        };
    }
}
