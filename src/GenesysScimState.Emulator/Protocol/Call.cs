using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Schema;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace GenesysScimState.Emulator.Protocol;

/// <summary>An API request as the endpoints see it.</summary>
internal sealed class Call
{
    private const string SearchRequest = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

    private readonly EmulatorRequest _request;
    private readonly Dictionary<string, StringValues> _query;

    public Call(EmulatorRequest request)
        : this(request, QueryHelpers.ParseQuery(request.Query))
    {
    }

    private Call(EmulatorRequest request, Dictionary<string, StringValues> query) =>
        (_request, _query) = (request, query);

    public string Method => _request.Method;

    public StringValues Query(string name) => _query.GetValueOrDefault(name);

    public bool Has(string name) => _query.ContainsKey(name);

    /// <summary>A search by POST (RFC 7644 §3.4.3) as the list _request with the same parameters.</summary>
    public Call ToList()
    {
        var body = Body();
        if (PatchOperation.Member(body, "schemas") is not JsonArray schemas
            || !schemas.Any(schema => SearchRequest.Equals(schema?.ToString(), StringComparison.OrdinalIgnoreCase)))
        {
            throw RefusalException.Syntax($"schemas must hold \"{SearchRequest}\".");
        }

        var query = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in body.Where(pair => pair.Value is not null))
        {
            query[name] = value switch
            {
                JsonArray list => new StringValues(list.Select(item => item?.ToString()).ToArray()),
                JsonValue => value.ToString(),
                _ => throw RefusalException.Syntax($"{name} must not be an object."),
            };
        }

        return new(_request, query);
    }

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
        if (!MediaTypes.Is(_request, Replies.ScimJson) && !MediaTypes.Is(_request, Replies.PlainJson))
        {
            throw RefusalException.Platform(
                415, "unsupported.media.type", $"Content-Type must be {Replies.ScimJson} or {Replies.PlainJson}.");
        }

        try
        {
            return StrictJson.Parse(_request.Body.Span) as JsonObject
                ?? throw RefusalException.Syntax("The body must be a JSON object.");
        }
        catch (JsonException exception)
        {
            var place = exception is { LineNumber: { } line, BytePositionInLine: { } position }
                ? string.Create(CultureInfo.InvariantCulture, $" at line {line + 1}, byte {position + 1}")
                : "";
            throw RefusalException.Syntax($"The body is not valid JSON{place}.");
        }
    }

    public EmulatorResponse Reply(int status, JsonObject body) =>
        Replies.Json(status, body, MediaTypes.Accepted(_request));

    /// <summary>304 with the ETag when the client has the current version (If-None-Match), else the body.</summary>
    public EmulatorResponse ReplyUnlessCurrent(string etag, Func<JsonObject> body)
    {
        var known = Versions(_request.Header("If-None-Match"));
        var reply = known is ["*"] || known.Intersect(Versions(etag), StringComparer.Ordinal).Any()
            ? Replies.Empty(304)
            : Reply(200, body());
        return reply.With("ETag", etag);
    }

    /// <summary>
    /// Refuses a write that was made for another version. Versions come in double quotes, unquoted ones match nothing.
    /// </summary>
    public void CheckVersion(string etag, StaleVersion refusal)
    {
        var expected = Versions(_request.Header("If-Match"));
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
