using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator.Resources;

/// <summary>Pages of a list (RFC 7644 §3.4.2.4).</summary>
internal sealed class Listing(ResourceKind kind, EmulatorOptions options, Func<Resource, JsonObject> show)
{
    /// <summary>
    /// What a client gets that does not say; at Genesys Cloud also the size above which pages are costly (SDK
    /// documentation, SCIMApi).
    /// </summary>
    private readonly int _pageSize = options.Spoken.PageSize;

    public EmulatorResponse Reply(Call call, IReadOnlyList<Resource> all)
    {
        var projection = call.Projection(kind);
        var start = Math.Max(1, call.Number("startIndex", 1));
        var size = Size(call, projection);
        var page = all.Skip(start - 1).Take(size)
            .Select(resource => (JsonNode)projection.Apply(show(resource)))
            .ToArray();
        return call.Reply(200, Envelope(all.Count, start, page));
    }

    public static JsonObject Envelope(int total, int start, JsonNode[] page) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:ListResponse"),
        ["totalResults"] = total,
        ["startIndex"] = start,
        ["itemsPerPage"] = page.Length,
        ["Resources"] = new JsonArray(page),
    };

    private int Size(Call call, Projection projection)
    {
        var asked = Math.Max(0, call.Number("count", _pageSize));
        var isCostly = asked > _pageSize && projection.IsCostly;
        return options.LargePages switch
        {
            LargePages.TooManyRequests when isCostly =>
                throw RefusalException.TooManyRequests(1, options.RequestsPerMinute ?? options.Spoken.RequestsPerMinute),
            LargePages.Cap25 when isCostly => _pageSize,
            LargePages.Serve or LargePages.TooManyRequests or LargePages.Cap25 =>
                Math.Min(asked, options.MaxPageSize ?? options.Spoken.MaxPageSize),
        };
    }
}
