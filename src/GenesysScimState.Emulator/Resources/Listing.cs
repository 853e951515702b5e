using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator.Resources;

/// <summary>Pages of a list (RFC 7644 §3.4.2.4, RFC 9865).</summary>
/// <param name="kind">Of the resources.</param>
/// <param name="options">The switches.</param>
/// <param name="show">A resource as it is shown under a projection.</param>
/// <param name="time">The clock.</param>
internal sealed class Listing(
    ResourceKind kind,
    EmulatorOptions options,
    Func<Resource, Projection, JsonObject> show,
    TimeProvider time)
{
    /// <summary>
    /// What a client gets that does not say; at Genesys Cloud also the size above which pages are costly (SDK
    /// documentation, SCIMApi).
    /// </summary>
    private readonly int _pageSize = options.Spoken.PageSize;

    public EmulatorResponse Reply(Call call, IReadOnlyList<Resource> all)
    {
        var projection = call.Projection(kind);
        var size = Size(call, projection);
        if (options.CursorPaging && call.Has("cursor"))
        {
            return ReplyFromCursor(call, all, size, projection);
        }

        var start = Math.Max(1, call.Number("startIndex", 1));
        return call.Reply(200, Envelope(all.Count, start, Page(all, start - 1, size, projection)));
    }

    /// <summary>A page of a search over all kinds of resources (RFC 7644 §3.4.3).</summary>
    public static EmulatorResponse ReplyAll(Call call, EmulatorOptions options, IReadOnlyList<Func<JsonObject>> all)
    {
        var start = Math.Max(1, call.Number("startIndex", 1));
        var most = options.MaxPageSize ?? options.Spoken.MaxPageSize;
        var size = Math.Min(most, Math.Max(0, call.Number("count", options.Spoken.PageSize)));
        var page = all.Skip(start - 1).Take(size).Select(show => (JsonNode)show()).ToArray();
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

    private EmulatorResponse ReplyFromCursor(Call call, IReadOnlyList<Resource> all, int size, Projection projection)
    {
        var now = time.GetUtcNow();
        var cursor = Cursor.Parse(call.Query("cursor").ToString(), now);
        var start = Math.Min(all.Count, After(all, cursor));
        var list = Envelope(all.Count, 1, Page(all, start, size, projection));
        list.Remove("startIndex");
        if (size > 0 && start + size < all.Count)
        {
            list["nextCursor"] = At(start + size);
        }

        if (start > 0)
        {
            list["previousCursor"] = At(Math.Max(0, start - size));
        }

        return call.Reply(200, list);

        string At(int place) => new Cursor(
            place, now.ToUnixTimeSeconds(), place == 0 ? "" : all[place - 1].Id).ToString();
    }

    /// <summary>Where the page begins, also when resources before it came or went.</summary>
    private static int After(IReadOnlyList<Resource> all, Cursor cursor)
    {
        if (cursor.After.Length == 0
            || (cursor.Start <= all.Count && cursor.Start > 0 && all[cursor.Start - 1].Id == cursor.After))
        {
            return cursor.Start;
        }

        for (var at = 0; at < all.Count; at++)
        {
            if (all[at].Id == cursor.After)
            {
                return at + 1;
            }
        }

        return Math.Max(0, cursor.Start - 1);
    }

    private JsonNode[] Page(IReadOnlyList<Resource> all, int start, int size, Projection projection) =>
        [.. Enumerable.Range(start, Math.Max(0, Math.Min(size, all.Count - start)))
            .Select(at => (JsonNode)projection.Apply(show(all[at], projection)))];

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
