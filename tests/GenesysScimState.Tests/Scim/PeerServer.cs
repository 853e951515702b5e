using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Tests.Scim;

/// <summary>A request to a <see cref="PeerServer"/>.</summary>
/// <param name="Path">After the base path: <c>Users</c>, <c>Groups/7</c>.</param>
internal sealed record PeerRequest(string Method, string Path, System.Collections.Specialized.NameValueCollection Query, string Body, string? MediaType)
{
    public bool IsListing => Method == "GET" && Path is "Users" or "Groups";

    public int? Start => Number("startIndex");

    public int? Count => Number("count");

    private int? Number(string name) => Query[name] is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}

/// <summary>
/// A small SCIM server (RFC 7644) in memory. Each property changes one behaviour to that of a server in the field.
/// </summary>
internal sealed class PeerServer : HttpMessageHandler
{
    private readonly List<string> _writes = [];
    private int _next;
    private int _underWay;
    private bool _isBroken;

    /// <summary>The path of the API on its host.</summary>
    public string Base { get; init; } = "/scim/v2";

    public List<JsonObject> Users { get; } = [];

    public List<JsonObject> Groups { get; } = [];

    /// <summary>The most entries on a page.</summary>
    public int Cap { get; init; } = int.MaxValue;

    /// <summary>Whether <c>count=0</c> means as many as there are.</summary>
    public bool IgnoresZero { get; init; }

    /// <summary>The index of the first entry of a page, from 0.</summary>
    public Func<PeerRequest, int> Offset { get; init; } = request => Math.Max(1, request.Start ?? 1) - 1;

    /// <summary>Answers in place of the server; null: the server itself.</summary>
    public Func<PeerRequest, HttpResponseMessage?> Intercept { get; init; } = _ => null;

    /// <summary>Changes the answer to a listing.</summary>
    public Action<PeerRequest, JsonObject> Listed { get; init; } = (_, _) => { };

    /// <summary>The status of the answer to a listing.</summary>
    public int ListStatus { get; init; } = 200;

    /// <summary>Whether the listing without a filter has active users only, as at Genesys Cloud.</summary>
    public bool HidesInactive { get; init; }

    /// <summary>Attributes of users that the server does not keep.</summary>
    public string[] Drops { get; init; } = [];

    /// <summary>Members of <c>ServiceProviderConfig</c>; null: the server has none.</summary>
    public JsonObject? Config { get; init; }

    /// <summary>Whether every request fails once two were under way at a time.</summary>
    public bool FailsInParallel { get; init; }

    /// <summary>Whether requests that are sent at the same time are under way at the same time.</summary>
    public bool IsSlow { get; init; }

    /// <summary>Method and path of every request that changed something.</summary>
    public IReadOnlyList<string> Writes => _writes;

    public List<string> Log { get; } = [];

    /// <summary>The most requests that were under way at once.</summary>
    public int MostAtOnce { get; private set; }

    public PeerServer With(int users)
    {
        for (var number = 1; number <= users; number++)
        {
            Users.Add(new() { ["id"] = $"u{number}", ["userName"] = $"user{number}@x.test", ["externalId"] = $"e{number}", ["active"] = true });
        }

        return this;
    }

    public static HttpResponseMessage Error(int status, string detail, string? type = null) => Json(status, new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:Error"),
        ["status"] = status.ToString(CultureInfo.InvariantCulture),
        ["scimType"] = type,
        ["detail"] = detail,
    });

    public static HttpResponseMessage Json(int status, JsonObject body) => new((HttpStatusCode)status)
    {
        Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/scim+json"),
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var url = request.RequestUri!;
        lock (_writes)
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_underWay);
        }

        try
        {
            for (var turn = 0; (FailsInParallel || IsSlow) && Volatile.Read(ref _underWay) < 2 && turn < 2000; turn++)
            {
                // Lets requests that are sent at the same time arrive.
                await Task.Yield();
            }

            lock (_writes)
            {
                Log.Add($"{request.Method} {Uri.UnescapeDataString(url.PathAndQuery)}");
                var path = url.AbsolutePath.StartsWith($"{Base}/", StringComparison.Ordinal) ? url.AbsolutePath[(Base.Length + 1)..] : "";
                var peer = new PeerRequest(
                    request.Method.Method, Uri.UnescapeDataString(path), System.Web.HttpUtility.ParseQueryString(url.Query), body, request.Content?.Headers.ContentType?.MediaType);
                return path.Length == 0 ? Error(404, "no such path")
                    : FailsInParallel && (_isBroken |= _underWay > 1) ? Error(500, "Collection was modified; enumeration operation may not execute.")
                    : Intercept(peer) ?? Answer(peer);
            }
        }
        finally
        {
            lock (_writes)
            {
                _underWay--;
            }
        }
    }

    private HttpResponseMessage Answer(PeerRequest request)
    {
        var parts = request.Path.Split('/');
        if (parts[0] == "ServiceProviderConfig" && Config is not null)
        {
            return Json(200, (JsonObject)Config.DeepClone());
        }

        if (parts[0] is not ("Users" or "Groups"))
        {
            return Error(404, "no such endpoint");
        }

        var all = parts[0] == "Users" ? Users : Groups;
        var found = parts.Length > 1 ? all.Find(one => one["id"]!.GetValue<string>() == parts[1]) : null;
        if (request.Method != "GET")
        {
            _writes.Add($"{request.Method} {request.Path}");
        }

        return (request.Method, parts.Length) switch
        {
            ("GET", 1) => List(request, all),
            ("POST", 1) => Create(all, (JsonObject)JsonNode.Parse(request.Body)!),
            _ when found is null => Error(404, "no such resource"),
            ("GET", _) => Json(200, (JsonObject)found.DeepClone()),
            ("PUT", _) => Replace(all, found, (JsonObject)JsonNode.Parse(request.Body)!),
            ("PATCH", _) => Patch(found, (JsonObject)JsonNode.Parse(request.Body)!),
            _ => Delete(all, found),
        };
    }

    private HttpResponseMessage List(PeerRequest request, List<JsonObject> all)
    {
        var matching = request.Query["filter"]?.Split(" eq ") is [var name, var value]
            ? [.. all.Where(one => string.Equals(one[name]?.ToString(), value.Trim('"'), StringComparison.OrdinalIgnoreCase))]
            : HidesInactive ? all.FindAll(one => one["active"]?.ToString() != "false") : all;
        var (offset, count) = (Offset(request), Math.Min(Cap, request.Count is 0 && IgnoresZero ? 100 : request.Count ?? 100));
        JsonObject list;
        if (request.Query["cursor"] is { } cursor)
        {
            offset = int.TryParse(cursor.TrimStart('c'), CultureInfo.InvariantCulture, out var number) ? number : 0;
            list = Envelope(matching, offset, count);
            if (offset + count < matching.Count)
            {
                list["nextCursor"] = $"c{offset + count}";
            }
        }
        else
        {
            list = Envelope(matching, offset, count);
        }

        Listed(request, list);
        return Json(ListStatus, list);
    }

    private static JsonObject Envelope(List<JsonObject> all, int offset, int count) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:ListResponse"),
        ["totalResults"] = all.Count,
        ["itemsPerPage"] = count,
        ["startIndex"] = offset + 1,
        ["Resources"] = new JsonArray([.. all.Skip(offset).Take(count).Select(one => one.DeepClone())]),
    };

    private HttpResponseMessage Create(List<JsonObject> all, JsonObject resource)
    {
        resource["id"] = $"n{++_next}";
        all.Add(Kept(resource));
        return Json(201, (JsonObject)resource.DeepClone());
    }

    private HttpResponseMessage Replace(List<JsonObject> all, JsonObject found, JsonObject resource)
    {
        resource["id"] = found["id"]!.DeepClone();
        all[all.IndexOf(found)] = Kept(resource);
        return Json(200, (JsonObject)resource.DeepClone());
    }

    private static HttpResponseMessage Delete(List<JsonObject> all, JsonObject found)
    {
        all.Remove(found);
        return new(HttpStatusCode.NoContent) { Content = new ByteArrayContent([]) };
    }

    private HttpResponseMessage Patch(JsonObject found, JsonObject patch)
    {
        foreach (var operation in patch["Operations"]!.AsArray().Select(node => node!.AsObject()))
        {
            Apply(found, operation["op"]!.GetValue<string>(), ScimPath.Parse(operation["path"]!.GetValue<string>()), operation["value"]);
        }

        Kept(found);
        return Json(200, (JsonObject)found.DeepClone());
    }

    private JsonObject Kept(JsonObject resource)
    {
        if (Users.Contains(resource) || resource.ContainsKey("userName"))
        {
            Array.ForEach(Drops, name => resource.Remove(name));
        }

        return resource;
    }

    private static void Apply(JsonObject resource, string op, ScimPath path, JsonNode? value)
    {
        var owner = path.Schema is null ? resource : (JsonObject)(resource[path.Schema] ??= new JsonObject());
        if (path.FilterBy is { } by)
        {
            var list = (JsonArray)(owner[path.Attribute] ??= new JsonArray());
            foreach (var element in list.OfType<JsonObject>().Where(one => one[by]?.ToString() == path.FilterValue).ToArray())
            {
                if (op == "remove")
                {
                    list.Remove(element);
                }
                else
                {
                    element[path.SubAttribute ?? "value"] = value?.DeepClone();
                }
            }
        }
        else if (path.SubAttribute is { } sub)
        {
            owner = (JsonObject)(owner[path.Attribute] ??= new JsonObject());
            Set(owner, op, sub, value);
        }
        else
        {
            Set(owner, op, path.Attribute, value);
        }
    }

    private static void Set(JsonObject owner, string op, string name, JsonNode? value)
    {
        if (op == "remove" && value is JsonArray taken && owner[name] is JsonArray held)
        {
            foreach (var element in held.OfType<JsonObject>().Where(one => taken.Any(other => other!["value"]!.ToString() == one["value"]!.ToString())).ToArray())
            {
                held.Remove(element);
            }
        }
        else if (op == "remove")
        {
            owner.Remove(name);
        }
        else if (op == "add" && value is JsonArray more && owner[name] is JsonArray list)
        {
            foreach (var element in more)
            {
                list.Add(element!.DeepClone());
            }
        }
        else
        {
            owner[name] = value?.DeepClone();
        }
    }
}
