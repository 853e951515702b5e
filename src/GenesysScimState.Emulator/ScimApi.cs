using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Resources;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator;

/// <summary>
/// From a request to an answer: the token endpoint, or gateway (token, quota, size) and then the resource. All base paths
/// of a dialect lead to the same; letter case of paths does not matter.
/// </summary>
internal sealed class ScimApi
{
    private readonly EmulatorOptions _options;
    private readonly Tokens _tokens;
    private readonly Quota _quota;
    private readonly ResourceEndpoint _users;
    private readonly UserEndpoint _userLife;
    private readonly ResourceEndpoint _groups;
    private readonly GroupEndpoint _groupLife;
    private readonly Dialect _dialect;
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
        var search = new Search(options, organization, mirrors, presentation);
        var rules = new UserRules(options, organization, mirrors);
        var canonical = new Canonical(options, organization.Knows);
        _options = options;
        _dialect = options.Spoken;
        _tokens = new(options, time, identifiers);
        _quota = new(options.RequestsPerMinute ?? _dialect.RequestsPerMinute, time);
        _discovery = new(options);
        _names = new(options, organization, identifiers);
        _users = new(_dialect.Users, options, canonical, time)
        {
            Shelf = organization.Users,
            Search = search.Users,
            Show = (user, _) => presentation.User(user),
            Mirror = mirrors.Show,
            Settle = rules.Settle,
            Commit = organization.PutUser,
        };
        _userLife = new(_users, _dialect, canonical, rules, organization, identifiers, time);
        _groups = new(_dialect.Groups, options, canonical, time)
        {
            Shelf = organization.Groups,
            Search = search.Groups,
            Show = (group, projection) => presentation.Group(group, projection.Shows("members")),
            Mirror = _ => { },
            Settle = (id, attributes, _) => _groupLife!.Settle(id, attributes),
            Commit = organization.PutGroup,
        };
        _groupLife = new(_groups, options, canonical, organization, identifiers, time);
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
            response = refusal.Render(correlationId, _dialect.IsPlatform);
        }

        return (isCounted ? _quota.Stamp(response) : response).With("ININ-Correlation-Id", correlationId);
    }

    public void ForgetTokens() => _tokens.Forget();

    private EmulatorResponse AnswerToken(EmulatorRequest request) =>
        request.Method == "POST" ? _tokens.Issue(request) : throw NotAllowed("POST");

    private EmulatorResponse AnswerApi(EmulatorRequest request, string[] segments, out bool isCounted)
    {
        isCounted = false;
        var answer = Route(segments) ?? throw RefusalException.NotFound($"The path {request.Path}");

        _tokens.Check(request);
        isCounted = true;
        if (!_quota.TryTake())
        {
            throw RefusalException.TooManyRequests(_quota.SecondsLeft, _quota.Allowed);
        }

        if (request.Body.Length > _options.MaxRequestBytes)
        {
            throw RefusalException.Platform(
                413,
                "request.too.large",
                $"The request is over the size limit. Maximum bytes: {_options.MaxRequestBytes}");
        }

        return answer(new(request));
    }

    /// <summary>What answers at a path; null when nothing does, whoever asks.</summary>
    private Func<Call, EmulatorResponse>? Route(string[] segments)
    {
        if (_dialect.IsPlatform && NameListing.At(segments) is { } kind)
        {
            return call => call.Method == "GET" ? _names.List(call, kind) : throw NotAllowed("GET");
        }

        if (_dialect.IsPlatform && Is(segments, "api", "v2", "groups"))
        {
            return call => call.Method == "POST" ? _groupLife.PostToPlatform(call) : throw NotAllowed("POST");
        }

        foreach (var parts in _dialect.Bases.Select(path => path.Split('/')))
        {
            if (segments.Length >= parts.Length && Is(segments[..parts.Length], parts))
            {
                return call => Answer(call, segments[parts.Length..]);
            }
        }

        return null;
    }

    private EmulatorResponse Answer(Call call, string[] segments)
    {
        var id = segments is [_, var second] ? second : "";
        return (segments is [var first, ..] ? first.ToLowerInvariant() : "", segments.Length, call.Method) switch
        {
            ("users", 1, "GET") => _users.List(call),
            ("users", 1, "POST") => _userLife.Post(call),
            ("users", 1, _) => throw NotAllowed("GET, POST"),
            (".search", 1, "POST") when _dialect.IsStandard => SearchAll(call.ToList()),
            ("users", 2, "POST") when IsSearch(id) => Standard(call, _users),
            ("groups", 2, "POST") when IsSearch(id) => Standard(call, _groups),
            ("users", 2, "GET") => _users.Get(call, id),
            ("users", 2, "PUT") => _users.Put(call, id),
            ("users", 2, "PATCH") => _users.Patch(call, id),
            ("users", 2, "DELETE") => _userLife.Delete(call, id),
            ("users", 2, _) => throw NotAllowed("GET, PUT, PATCH, DELETE"),
            ("groups", 1, "GET") => _groups.List(call),
            ("groups", 2, "GET") => _groups.Get(call, id),
            ("groups", 1 or 2, _) => WriteGroup(call, segments.Length, id),
            ("serviceproviderconfig", 1, "GET") => _discovery.ServiceProviderConfig(call),
            ("resourcetypes", 1, "GET") => _discovery.ResourceTypes(call),
            ("resourcetypes", 2, "GET") => _discovery.ResourceType(call, id),
            ("schemas", 1, "GET") => _discovery.Schemas(call),
            ("schemas", 2, "GET") => _discovery.Schema(call, id),
            ("serviceproviderconfig", 1, _) or ("resourcetypes" or "schemas", 1 or 2, _) => throw NotAllowed("GET"),
            _ => throw RefusalException.NotFound("The path"),
        };
    }

    private static bool IsSearch(string id) => id.Equals(".search", StringComparison.OrdinalIgnoreCase);

    private EmulatorResponse Standard(Call call, ResourceEndpoint endpoint) => _dialect.IsStandard
        ? endpoint.List(call.ToList())
        : throw RefusalException.NotFound("The path");

    /// <summary>Users and then groups in one list; an attribute that only one kind has matches none of the other.</summary>
    private EmulatorResponse SearchAll(Call call)
    {
        var users = _users.Finds(call);
        var groups = _groups.Finds(call);
        if ((users ?? groups) is null)
        {
            throw RefusalException.Filter("The filter names an attribute that neither users nor groups have.");
        }

        return Listing.ReplyAll(call, _options, [.. users ?? [], .. groups ?? []]);
    }

    private EmulatorResponse WriteGroup(Call call, int length, string id)
    {
        switch (length, call.Method, _dialect.GroupWrites)
        {
            case (1, "POST", GroupWrites.All):
                GroupRules.CheckSize(call, _options);
                return _groupLife.Post(call);
            case (2, "PUT", not GroupWrites.None):
                GroupRules.CheckSize(call, _options);
                return _groups.Put(call, id);
            case (2, "PATCH", not GroupWrites.None):
                GroupRules.CheckSize(call, _options);
                return _groups.Patch(call, id);
            case (2, "DELETE", GroupWrites.All):
                return _groupLife.Delete(call, id);
            default:
                throw NotAllowed((length, _dialect.GroupWrites) switch
                {
                    (1, GroupWrites.All) => "GET, POST",
                    (2, GroupWrites.All) => "GET, PUT, PATCH, DELETE",
                    (2, GroupWrites.Update) => "GET, PUT, PATCH",
                    _ => "GET",
                });
        }
    }

    private static bool Is(string[] segments, params string[] expected) =>
        segments.SequenceEqual(expected, StringComparer.OrdinalIgnoreCase);

    private static RefusalException NotAllowed(string allowed) =>
        RefusalException.Platform(405, "method.not.allowed", $"Allowed here: {allowed}.", ("Allow", allowed));
}
