using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;

namespace GenesysScimState.Emulator;

/// <summary>Paths that only the emulator has; they need no token and are not counted.</summary>
internal static class EmulatorPaths
{
    /// <summary>Null when the request is for another path.</summary>
    public static EmulatorResponse? Answer(EmulatorRequest request, RequestTally tally)
    {
        switch (request.Method, request.Path)
        {
            case ("GET", "/emulator/requests"):
                return Replies.Json(200, Render(tally.Counts()), Replies.PlainJson);
            case ("POST", "/emulator/reset"):
                tally.Reset();
                return Replies.Empty(204);
            case ("GET", "/favicon.ico"):
                return Replies.Empty(204);
            case (not "GET", _) when request.Path.StartsWith("/emulator/", StringComparison.Ordinal):
                return RefusalException.NotFound($"{request.Method} {request.Path}").Render("", true);
            default:
                return null;
        }
    }

    private static JsonObject Render(RequestCounts counts) => new()
    {
        ["total"] = counts.Total,
        ["byMethod"] = Render(counts.ByMethod),
        ["byStatus"] = Render(counts.ByStatus),
    };

    private static JsonObject Render<T>(IReadOnlyDictionary<T, int> counts)
        where T : notnull =>
        new(counts.Select(pair => KeyValuePair.Create($"{pair.Key}", (JsonNode?)pair.Value)));
}
