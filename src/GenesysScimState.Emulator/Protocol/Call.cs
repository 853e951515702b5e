using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Schema;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace GenesysScimState.Emulator.Protocol;

/// <summary>An API request as the endpoints see it.</summary>
internal sealed class Call(EmulatorRequest request)
{
    private readonly Dictionary<string, StringValues> _query = QueryHelpers.ParseQuery(request.Query);

    public string Method => request.Method;

    public StringValues Query(string name) => _query.GetValueOrDefault(name);

    public Projection Projection(ResourceKind kind) => new(kind, Query("attributes"), Query("excludedAttributes"));

    /// <summary>A paging parameter; absent or empty means <paramref name="fallback"/>.</summary>
    public int Number(string name, int fallback)
    {
        var text = Query(name).ToString();
        if (text.Length == 0)
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw RefusalException.Value($"{name} must be a number, not \"{text}\".");
    }

    public JsonObject Body()
    {
        if (!MediaTypes.Is(request, Replies.ScimJson) && !MediaTypes.Is(request, Replies.PlainJson))
        {
            throw RefusalException.Platform(
                415, "unsupported.media.type", $"Content-Type must be {Replies.ScimJson} or {Replies.PlainJson}.");
        }

        try
        {
            return StrictJson.Parse(request.Body.Span) as JsonObject
                ?? throw RefusalException.Syntax("The body must be a JSON object.");
        }
        catch (JsonException exception)
        {
            throw RefusalException.Syntax($"The body is not valid JSON: {exception.Message}");
        }
    }

    public EmulatorResponse Reply(int status, JsonObject body) =>
        Replies.Json(status, body, MediaTypes.Accepted(request));

    /// <summary>304 with the ETag when the client has the current version (If-None-Match), else the body.</summary>
    public EmulatorResponse ReplyUnlessCurrent(string etag, Func<JsonObject> body)
    {
        var reply = Versions(request.Header("If-None-Match")).Intersect(Versions(etag), StringComparer.Ordinal).Any()
            ? Replies.Empty(304)
            : Reply(200, body());
        return reply.With("ETag", etag);
    }

    /// <summary>
    /// Refuses a write that was made for another version. Versions come in double quotes, unquoted ones match nothing.
    /// </summary>
    public void CheckVersion(string etag, StaleVersion refusal)
    {
        var expected = Versions(request.Header("If-Match"));
        if (expected.Length == 0
            || expected.Contains("*", StringComparer.Ordinal)
            || expected.Intersect(Versions(etag), StringComparer.Ordinal).Any())
        {
            return;
        }

        const string Detail = "Version does not match current version.";
        throw refusal switch
        {
            StaleVersion.Conflict => RefusalException.Scim(409, "", Detail),
            StaleVersion.InvalidVersion => RefusalException.Scim(400, "invalidVers", Detail),
            StaleVersion.PreconditionFailed => RefusalException.Scim(412, "", Detail),
        };
    }

    /// <summary>Weak tags compare like strong ones: a version says the same about both.</summary>
    private static string[] Versions(string? header) =>
        [.. (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(version => version.StartsWith("W/", StringComparison.Ordinal) ? version[2..] : version)];
}
