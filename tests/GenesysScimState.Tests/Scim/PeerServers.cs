using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace GenesysScimState.Tests.Scim;

/// <summary>A server with one behaviour, and what scimstate is configured with.</summary>
internal sealed record Peer(Func<PeerServer> Start)
{
    /// <summary>Capabilities of the dialect beside a page size of 5.</summary>
    public string Capabilities { get; init; } = "";

    /// <summary>Other lines of the dialect file.</summary>
    public string Dialect { get; init; } = "";

    public string ApiUrl { get; init; } = "http://127.0.0.1:9/scim/v2";

    /// <summary>Further lines of scimstate.yaml.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>What a plan is refused with; empty: it is made.</summary>
    public string[] Refused { get; init; } = [];
}

/// <summary>Servers by what they do: those that are reconciled as they are or with a line of dialect, and those that are refused.</summary>
internal static class PeerServers
{
    public const int People = 12;

    private static void OwnTotal(PeerRequest request, JsonObject list) => list["totalResults"] = list["Resources"]!.AsArray().Count;

    private static void Count(PeerRequest request, JsonObject list, int more) =>
        list["totalResults"] = (int)list["totalResults"]! + (request.Path == "Users" ? more : 0);

    private static HttpResponseMessage PastTheEnd(PeerRequest request, int status) =>
        request.IsListing && request.Start > (request.Path == "Users" ? People : 1) ? PeerServer.Error(status, "startIndex is out of range") : null!;

    public static FrozenDictionary<string, Peer> Reconciled { get; } = new Dictionary<string, Peer>(StringComparer.Ordinal)
    {
        ["RFC 7644"] = new(() => new()),
        ["totalResults is the size of the page"] = new(() => new() { Listed = OwnTotal }),
        ["totalResults is the size of the page, pages are capped"] = new(() => new() { Listed = OwnTotal, Cap = 3 }),
        ["totalResults is the size of the page, everything on one"] = new(() => new() { Listed = OwnTotal }) { Capabilities = "pageSize: 100" },
        ["totalResults is the size of the page, no filter, users are created elsewhere"] = new(() => new() { Listed = OwnTotal }) { Capabilities = "filter: false" },
        ["totalResults is the size of the page, inactive users apart"] = new(() => new() { Listed = OwnTotal, HidesInactive = true })
        {
            Capabilities = "inactiveListedApart: true",
        },
        ["totalResults is the size of the page, inactive users apart, pages are capped"] = new(() => new() { Listed = OwnTotal, HidesInactive = true, Cap = 3 })
        {
            Capabilities = "inactiveListedApart: true",
        },
        ["totalResults is missing"] = new(() => new() { Listed = (_, list) => list.Remove("totalResults") }),
        ["totalResults is a text"] = new(() => new() { Listed = (_, list) => list["totalResults"] = list["totalResults"]!.ToString() }),
        ["itemsPerPage is missing"] = new(() => new() { Listed = (_, list) => list.Remove("itemsPerPage") }),
        ["itemsPerPage is wrong"] = new(() => new() { Listed = (_, list) => list["itemsPerPage"] = 1000 }),
        ["Resources is missing when empty"] = new(() => new()
        {
            Listed = (_, list) =>
            {
                if (list["Resources"]!.AsArray().Count == 0)
                {
                    list.Remove("Resources");
                }
            },
        }),
        ["Resources is null when empty"] = new(() => new()
        {
            Listed = (_, list) => list["Resources"] = list["Resources"] is JsonArray { Count: > 0 } some ? some.DeepClone() : null,
        }),
        ["names in lower case"] = new(() => new()
        {
            Listed = (_, list) =>
            {
                foreach (var (name, value) in list.ToArray())
                {
                    list.Remove(name);
                    list[name.ToLowerInvariant()] = value?.DeepClone();
                }
            },
        }),
        ["pages are capped"] = new(() => new() { Cap = 2 }),
        ["count must be at least 1"] = new(() => new()
        {
            Intercept = request => request is { IsListing: true, Count: < 1 } ? PeerServer.Error(422, "Input should be greater than or equal to 1") : null,
        }),
        ["count=0 is ignored"] = new(() => new() { IgnoresZero = true }),
        ["past the end 400"] = new(() => new() { Intercept = request => PastTheEnd(request, 400) }),
        ["past the end 404"] = new(() => new() { Intercept = request => PastTheEnd(request, 404) }),
        ["past the end 404, and count must be at least 1"] = new(() => new()
        {
            Intercept = request => request is { IsListing: true, Count: < 1 } ? PeerServer.Error(400, "count") : PastTheEnd(request, 404),
        }),
        ["startIndex is ignored, and the page is large enough"] = new(() => new() { Offset = _ => 0 }) { Capabilities = "pageSize: 1000" },
        ["listings are answered with 206"] = new(() => new() { ListStatus = 206 }),
        ["application/scim+json is refused"] = new(() => new()
        {
            Intercept = request => request.MediaType == "application/scim+json" ? PeerServer.Error(415, "Unsupported Media Type") : null,
        }),
        ["at the root of its host"] = new(() => new() { Base = "" }) { Dialect = "paths: {base: /}\n", ApiUrl = "http://127.0.0.1:9" },
        ["at the root of its host, base is empty"] = new(() => new() { Base = "" }) { Dialect = "paths: {base: \"\"}\n", ApiUrl = "http://127.0.0.1:9/" },
        ["at the root of its host, the URL ends in /."] = new(() => new() { Base = "" }) { Dialect = "paths: {base: /}\n", ApiUrl = "http://127.0.0.1:9/." },
        ["at the root of its host, the URL ends in //"] = new(() => new() { Base = "" }) { Dialect = "paths: {base: /}\n", ApiUrl = "http://127.0.0.1:9//" },
        ["base and URL end in a slash"] = new(() => new()) { Dialect = "paths: {base: /scim/v2/}\n", ApiUrl = "http://127.0.0.1:9/" },
        ["fails under parallel requests"] = new(() => new() { FailsInParallel = true }) { Configuration = "rate: {concurrency: 1}\n" },
        ["fails under parallel requests, set in the dialect"] = new(() => new() { FailsInParallel = true }) { Capabilities = "concurrency: 1" },
        ["no displayName"] = new(() => new() { Drops = ["displayName"] }),
        ["cursors"] = new(() => new() { Config = new() { ["pagination"] = new JsonObject { ["cursor"] = true, ["index"] = false } } }),
        ["cursors, by the dialect"] = new(() => new()) { Capabilities = "paging: cursor" },
        ["cursors without totalResults"] = new(() => new() { Listed = (_, list) => list.Remove("totalResults") }) { Capabilities = "paging: cursor" },
        ["cursors, though index was asked for"] = new(() => new()
        {
            Offset = _ => 0,
            Listed = (request, list) =>
            {
                var count = list["Resources"]!.AsArray().Count;
                if (request.Query["cursor"] is null && count < (int)list["totalResults"]!)
                {
                    list["nextCursor"] = $"c{count}";
                }
            },
        }),
        ["cursors, though index was asked for, totalResults is the size of the page"] = new(() => new()
        {
            Offset = _ => 0,
            Listed = (request, list) =>
            {
                var count = list["Resources"]!.AsArray().Count;
                if (request.Query["cursor"] is null && count < (int)list["totalResults"]!)
                {
                    list["nextCursor"] = $"c{count}";
                }

                OwnTotal(request, list);
            },
        }),
        ["cursors with a maxPageSize"] = new(() => new()
        {
            Config = new() { ["pagination"] = new JsonObject { ["cursor"] = true, ["index"] = true, ["maxPageSize"] = 3 } },
            Intercept = request => request is { IsListing: true, Count: > 3 } ? PeerServer.Error(400, "too many", "invalidCount") : null,
        }),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static FrozenDictionary<string, Peer> Refused { get; } = new Dictionary<string, Peer>(StringComparer.Ordinal)
    {
        ["totalResults is one too many"] = new(() => new() { Listed = (request, list) => Count(request, list, 1) })
        {
            Refused = ["GSS517", "of users cannot be shown to be complete: 12 of 13 came, then nothing new"],
        },
        ["totalResults is one too few"] = new(() => new() { Listed = (request, list) => Count(request, list, -1) })
        {
            Refused = ["GSS517", "totalResults is 11, and 12 came"],
        },
        ["startIndex counts from 0"] = new(() => new() { Offset = request => request.Start ?? 0 })
        {
            Refused = ["GSS517", "startIndex=1 leaves out the first entry, so the server counts startIndex from 0"],
        },
        ["startIndex counts from 0, totalResults is the size of the page"] = new(() => new() { Offset = request => request.Start ?? 0, Listed = OwnTotal })
        {
            Capabilities = "pageSize: 100",
            Refused = ["GSS517", "startIndex=1 leaves out the first entry, so the server counts startIndex from 0"],
        },
        ["startIndex is ignored"] = new(() => new() { Offset = _ => 0 })
        {
            Refused = ["GSS518", "repeats entries of users from startIndex 6 on", "capabilities: {pageSize: 1000}"],
        },
        ["startIndex is ignored, totalResults is the size of the page"] = new(() => new() { Offset = _ => 0, Listed = OwnTotal })
        {
            Refused = ["GSS518", "repeats entries of users from startIndex 6 on", "capabilities: {pageSize: 1000}"],
        },
        ["startIndex is ignored, pages are capped, totalResults is the size of the page"] = new(() => new() { Offset = _ => 0, Listed = OwnTotal, Cap = 10 })
        {
            Capabilities = "pageSize: 1000",
            Refused = ["GSS518"],
        },
        ["totalResults is the size of the page, past the end 400"] = new(() => new() { Listed = OwnTotal, Intercept = request => PastTheEnd(request, 400) })
        {
            Capabilities = "pageSize: 100",
            Refused = ["GSS517", "the server answers startIndex 13 with an error and reports the page size as totalResults"],
        },
        ["pages are cut off by an error"] = new(() => new() { Intercept = request => request is { IsListing: true, Start: > 8 } ? PeerServer.Error(400, "window") : null, Cap = 4 })
        {
            Refused = ["GSS517", "8 of 12 came, then startIndex 9 was refused"],
        },
        ["listings are answered with 202"] = new(() => new() { Intercept = request => request.IsListing ? PeerServer.Json(202, new() { ["totalResults"] = 0, ["Resources"] = new JsonArray() }) : null })
        {
            Refused = ["GSS521", "answered with 202"],
        },
        ["listings are empty objects"] = new(() => new() { Intercept = request => request.IsListing ? PeerServer.Json(200, []) : null })
        {
            Refused = ["GSS516", "no totalResults", "http://127.0.0.1:9/scim/v2/"],
        },
        ["at another path"] = new(() => new() { Base = "" })
        {
            ApiUrl = "http://127.0.0.1:9",
            Refused = ["GSS506", "http://127.0.0.1:9/scim/v2/", "base: /"],
        },
        ["a listing is refused"] = new(() => new() { Intercept = request => request.IsListing ? PeerServer.Error(400, "no") : null })
        {
            Refused = ["GSS550", "http://127.0.0.1:9/scim/v2/", "docs/dialects.md"],
        },
        ["a listing is not supported"] = new(() => new() { Intercept = request => request.IsListing ? PeerServer.Error(405, "no") : null })
        {
            Refused = ["GSS552", "http://127.0.0.1:9/scim/v2/"],
        },
        ["inactive users cannot be filtered"] = new(() => new() { Intercept = request => request.Query["filter"] is null ? null : PeerServer.Error(400, "no", "invalidFilter") })
        {
            Capabilities = "inactiveListedApart: true",
            Refused = ["GSS550", "write \"capabilities: {inactiveListedApart: false}\" in a dialect file"],
        },
        ["an empty cursor is refused"] = new(() => new() { Intercept = request => request.Query["cursor"] == "" ? PeerServer.Error(400, "cursor is empty") : null })
        {
            Capabilities = "paging: cursor",
            Refused = ["GSS550", "write \"capabilities: {paging: index}\" in a dialect file"],
        },
        ["nextCursor is the same again"] = new(() => new() { Listed = (_, list) => (list["nextCursor"], list["Resources"]) = ("same", new JsonArray()) })
        {
            Capabilities = "paging: cursor",
            Refused = ["GSS517", "the same nextCursor came twice"],
        },
        ["nextCursor never ends"] = new(() =>
        {
            var turn = 0;
            return new() { Listed = (_, list) => (list["nextCursor"], list["Resources"]) = ($"c{++turn}", new JsonArray()) };
        })
        {
            Capabilities = "paging: cursor",
            Refused = ["GSS517", "pages in a row were empty"],
        },
        ["cursors repeat entries"] = new(() => new()
        {
            Listed = (request, list) => list["nextCursor"] = request.Query["cursor"] == "" ? "c3" : list["nextCursor"]?.DeepClone(),
        })
        {
            Capabilities = "paging: cursor",
            Refused = ["GSS517", "2 came twice"],
        },
        ["cursors always expire"] = new(() => new() { Intercept = request => request.Query["cursor"] is { Length: > 0 } ? PeerServer.Error(400, "gone", "expiredCursor") : null })
        {
            Capabilities = "paging: cursor",
            Refused = ["GSS517", "the server refused a cursor of its own: expiredCursor"],
        },
        ["cursors end early"] = new(() => new() { Listed = (_, list) => list.Remove("nextCursor") })
        {
            Capabilities = "paging: cursor",
            Refused = ["GSS517", "totalResults is 12, and 5 came until nextCursor ended"],
        },
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
