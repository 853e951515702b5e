using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Core.Model;
using GenesysScimState.Scim;
using GenesysScimState.Tests.Support;

namespace GenesysScimState.Tests.Scim;

/// <summary>A request as it left.</summary>
internal sealed record Sent(string Method, Uri Url, string Body, string? Authorization, string? IfMatch)
{
    public string Path => Uri.UnescapeDataString(Url.PathAndQuery.Replace(ScimEndpoint.DefaultPath, "", StringComparison.Ordinal));

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>Answers as a test says, tokens by itself, and remembers what was asked.</summary>
internal sealed class ScriptedServer : HttpMessageHandler
{
    private readonly ConcurrentQueue<Sent> _sent = [];
    private int _tokens;

    /// <summary>Answers everything but the requests for a token.</summary>
    public required Func<Sent, HttpResponseMessage> Answer { get; init; }

    /// <summary>Answers the request for the n-th token, from 1.</summary>
    public Func<int, HttpResponseMessage> Token { get; init; } =
        turn => Json(200, $$"""{"access_token":"token-{{turn}}","token_type":"bearer","expires_in":86399}""");

    public ImpatientTime Time { get; } = new();

    /// <summary>Without the requests for tokens.</summary>
    public IReadOnlyList<Sent> Sent => [.. _sent];

    public string[] Log => [.. _sent.Select(sent => sent.ToString())];

    public int Tokens => _tokens;

    public ScimOrganization Organization(Dialect? dialect = null, Credentials? credentials = null, bool isReadOnly = false) => new(
        new(ScimEndpoint.OfDomain("example.cloud"), credentials ?? Credentials.OfClient("client", "secret"))
        {
            Transport = this,
            Time = Time,
            Jitter = () => 1,
            IsReadOnly = isReadOnly,
        },
        dialect ?? Genesys.Dialect);

    public static HttpResponseMessage Json(int status, string body, params (string Name, string Value)[] headers) =>
        Text(status, body, "application/scim+json", headers);

    public static HttpResponseMessage Text(
        int status, string body, string mediaType, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    public static HttpResponseMessage Page(int total, IEnumerable<string> resources) =>
        Json(200, $$"""{"totalResults":{{total}},"Resources":[{{string.Join(',', resources)}}]}""");

    /// <summary>The part of a list that a request asks for.</summary>
    public static HttpResponseMessage Page(Sent sent, IReadOnlyCollection<string> all, int cap = int.MaxValue, int? total = null)
    {
        var query = System.Web.HttpUtility.ParseQueryString(sent.Url.Query);
        var start = int.Parse(query["startIndex"] ?? "1", CultureInfo.InvariantCulture);
        var count = int.Parse(query["count"]!, CultureInfo.InvariantCulture);
        return Page(total ?? all.Count, all.Skip(start - 1).Take(Math.Min(cap, count)));
    }

    public static string User(string id, string? userName = null, string? externalId = null, bool active = true, string more = "")
    {
        var user = new JsonObject { ["id"] = id, ["userName"] = userName ?? $"{id}@example.org", ["active"] = active };
        if (externalId is not null)
        {
            user["externalId"] = externalId;
        }

        user["meta"] = new JsonObject { ["version"] = "56" };
        var text = user.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        return more.Length == 0 ? text : $"{text[..^1]},{more}}}";
    }

    public static string[] Users(string prefix, int count) => [.. Enumerable.Range(1, count).Select(number => User($"{prefix}{number}"))];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.Host.StartsWith("login.", StringComparison.Ordinal))
        {
            return Token(Interlocked.Increment(ref _tokens));
        }

        var sent = new Sent(
            request.Method.Method, request.RequestUri,
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken),
            request.Headers.Authorization?.ToString(),
            request.Headers.TryGetValues("If-Match", out var versions) ? versions.Single() : null);
        _sent.Enqueue(sent);
        if (Time.TriesTimeOut)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        return Answer(sent);
    }
}
