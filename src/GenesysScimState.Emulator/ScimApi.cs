using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Resources;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator;

/// <summary>
/// From a request to an answer: the token endpoint, or gateway (token, quota, size) and then the resource. Both base
/// paths of Genesys, <c>/api/v2/scim</c> and <c>/api/v2/scim/v2</c>, lead to the same; letter case of paths does not
/// matter.
/// </summary>
internal sealed class ScimApi
{
    private readonly EmulatorOptions _options;
    private readonly Tokens _tokens;
    private readonly Quota _quota;
    private readonly ResourceEndpoint _users;
    private readonly UserEndpoint _userLife;
    private readonly ResourceEndpoint _groups;
    private readonly Discovery _discovery;
    private readonly NameListing _names;

    public ScimApi(
        EmulatorOptions options,
        Organization organization,
        Presentation presentation,
        Identifiers identifiers,
        TimeProvider time)
    {
        var mirrors = new Mirrors(options);
        var search = new Search(options, organization, mirrors);
        var rules = new UserRules(options, organization, mirrors);
        var canonical = new Canonical(options, organization.Knows);
        _options = options;
        _tokens = new(options, time, identifiers);
        _quota = new(options.RequestsPerMinute, time);
        _discovery = new(options);
        _names = new(options, organization, identifiers);
        _users = new(ResourceKind.User, options, canonical, time)
        {
            Shelf = organization.Users,
            Search = search.Users,
            Show = presentation.User,
            Mirror = mirrors.Show,
            Settle = rules.Settle,
            Commit = organization.PutUser,
        };
        _userLife = new(_users, canonical, rules, organization, identifiers, time);
        _groups = new(ResourceKind.Group, options, canonical, time)
        {
            Shelf = organization.Groups,
            Search = search.Groups,
            Show = Presentation.Group,
            Mirror = _ => { },
            Settle = (_, _, _) => { },
            Commit = organization.PutGroup,
        };
    }

    public EmulatorResponse Answer(EmulatorRequest request, string correlationId)
    {
        var segments = request.Path.Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        var isCounted = false;
        EmulatorResponse response;
        try
        {
            response = Is(segments, "oauth", "token")
                ? AnswerToken(request)
                : AnswerApi(request, segments, out isCounted);
        }
        catch (RefusalException refusal)
        {
            response = refusal.Render(correlationId);
        }

        return (isCounted ? _quota.Stamp(response) : response).With("ININ-Correlation-Id", correlationId);
    }

    private EmulatorResponse AnswerToken(EmulatorRequest request) =>
        request.Method == "POST" ? _tokens.Issue(request) : throw NotAllowed("POST");

    private EmulatorResponse AnswerApi(EmulatorRequest request, string[] segments, out bool isCounted)
    {
        isCounted = false;
        var names = NameListing.At(segments);
        if (names is null && !Is(segments[..Math.Min(3, segments.Length)], "api", "v2", "scim"))
        {
            throw RefusalException.NotFound($"The path {request.Path}");
        }

        _tokens.Check(request);
        isCounted = true;
        if (!_quota.TryTake())
        {
            throw RefusalException.TooManyRequests(_quota.SecondsLeft, _options.RequestsPerMinute);
        }

        if (request.Body.Length > _options.MaxRequestBytes)
        {
            throw RefusalException.Platform(
                413,
                "request.too.large",
                $"The request is over the size limit. Maximum bytes: {_options.MaxRequestBytes}");
        }

        var call = new Call(request);
        return names is { } kind
            ? call.Method == "GET" ? _names.List(call, kind) : throw NotAllowed("GET")
            : Route(call, segments is [_, _, _, "v2" or "V2", ..] ? segments[4..] : segments[3..]);
    }

    private EmulatorResponse Route(Call call, string[] segments)
    {
        var id = segments is [_, var second] ? second : "";
        return (segments is [var first, ..] ? first.ToLowerInvariant() : "", segments.Length, call.Method) switch
        {
            ("users", 1, "GET") => _users.List(call),
            ("users", 1, "POST") => _userLife.Post(call),
            ("users", 1, _) => throw NotAllowed("GET, POST"),
            ("users", 2, "GET") => _users.Get(call, id),
            ("users", 2, "PUT") => _users.Put(call, id),
            ("users", 2, "PATCH") => _users.Patch(call, id),
            ("users", 2, "DELETE") => _userLife.Delete(call, id),
            ("users", 2, _) => throw NotAllowed("GET, PUT, PATCH, DELETE"),
            ("groups", 1, "GET") => _groups.List(call),
            ("groups", 1, _) => throw NotAllowed("GET"),
            ("groups", 2, "GET") => _groups.Get(call, id),
            ("groups", 2, "PUT") => WriteGroup(call, () => _groups.Put(call, id)),
            ("groups", 2, "PATCH") => WriteGroup(call, () => _groups.Patch(call, id)),
            ("groups", 2, _) => throw NotAllowed("GET, PUT, PATCH"),
            ("serviceproviderconfig", 1, "GET") => _discovery.ServiceProviderConfig(call),
            ("resourcetypes", 1, "GET") => Discovery.ResourceTypes(call),
            ("resourcetypes", 2, "GET") => Discovery.ResourceType(call, id),
            ("schemas", 1, "GET") => Discovery.Schemas(call),
            ("schemas", 2, "GET") => Discovery.Schema(call, id),
            ("serviceproviderconfig", 1, _) or ("resourcetypes" or "schemas", 1 or 2, _) => throw NotAllowed("GET"),
            _ => throw RefusalException.NotFound("The path"),
        };
    }

    private EmulatorResponse WriteGroup(Call call, Func<EmulatorResponse> write)
    {
        GroupRules.CheckSize(call, _options);
        return write();
    }

    private static bool Is(string[] segments, params string[] expected) =>
        segments.SequenceEqual(expected, StringComparer.OrdinalIgnoreCase);

    private static RefusalException NotAllowed(string allowed) =>
        RefusalException.Platform(405, "method.not.allowed", $"Allowed here: {allowed}.", ("Allow", allowed));
}
