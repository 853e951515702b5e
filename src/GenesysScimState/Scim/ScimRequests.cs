using System.Globalization;
using System.Net.Http.Headers;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Http;

namespace GenesysScimState.Scim;

/// <summary>A request in SCIM's terms, before it has a host and a token.</summary>
/// <param name="Doing">What it does, for messages.</param>
/// <param name="Path">Encoded, query included: relative to the API, or with a slash first, from the root of its host.</param>
/// <param name="Permissions">What Genesys Cloud wants for it.</param>
internal sealed record Call(string Doing, HttpMethod Method, string Path, string Permissions)
{
    public byte[]? Body { get; init; }

    public string MediaType { get; init; } = ScimRequests.MediaType;

    /// <summary>Sent as <c>If-Match</c>; null without.</summary>
    public string? Version { get; init; }

    public Address? Subject { get; init; }

    /// <summary>The line of a dialect file for a server that does not take this form of request; null: none helps.</summary>
    public string? Alternative { get; init; }

    /// <summary>Whether it takes a member or the value of an attribute away.</summary>
    public bool Removes { get; init; }

    /// <summary>Whether it writes names that the organization must have: roles, skills, languages, divisions.</summary>
    public bool WritesNames { get; init; }

    public Sending Sending { get; init; } = new() { IsRepeatable = true };
}

/// <summary>Sends what the SCIM client asks, and says in words why an answer is not what was asked for.</summary>
internal sealed class ScimRequests(
    HttpMessageInvoker http, Uri api, AccessToken token, Redaction redaction, TimeProvider time)
{
    public const string MediaType = "application/scim+json";

    private const string PlainJson = "application/json";

    private static readonly MediaTypeWithQualityHeaderValue[] Accepted = [new(MediaType), new(PlainJson)];
    private static readonly ProductInfoHeaderValue Program = new("scimstate", typeof(ScimRequests).Assembly.GetName().Version?.ToString(3));

    private volatile bool _wantsPlainJson;

    private readonly string _root = api.GetLeftPart(UriPartial.Authority);
    private readonly string _base = api.AbsoluteUri.TrimEnd('/');

    /// <exception cref="OrganizationException">No answer came, or no token.</exception>
    public async Task<Answer> SendAsync(Call call, CancellationToken cancellationToken)
    {
        var answer = await SendOnceAsync(call, cancellationToken);
        if (answer.Status != 415 || call.Body is null || call.MediaType != MediaType || _wantsPlainJson)
        {
            return answer;
        }

        // The request was not carried out (RFC 9110 §15.5.16); application/json is what other clients send.
        var again = await SendOnceAsync(call with { MediaType = PlainJson }, cancellationToken);
        _wantsPlainJson = again.Status != 415;
        return again;
    }

    private async Task<Answer> SendOnceAsync(Call call, CancellationToken cancellationToken)
    {
        using var request = Build(call);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return Answer.Of(response, time);
        }
        catch (Exception exception) when (Diagnosis.IsTransport(exception))
        {
            var problem = Diagnosis.OfTransport(exception, call.Doing, api, call.Sending, redaction) with { Subject = call.Subject };
            throw new OrganizationException(problem, exception);
        }
    }

    /// <summary>As <see cref="SendAsync"/>, and anything but success is an exception too.</summary>
    public async Task<Answer> ReadAsync(Call call, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(call, cancellationToken);
        return answer.IsSuccess ? answer : throw new OrganizationException(Problem(call, answer));
    }

    public ApiRefusal Refuse(Call call, Answer answer) => answer.Refuse(call.Doing, call.Subject, redaction);

    public Diagnostic Problem(Call call, Answer answer) =>
        Diagnosis.Of(call, answer, Refuse(call, answer) with { Url = Shown(call) }, token.IsReady);

    /// <summary>Where a request goes, for messages: without its query, which may hold what is looked for.</summary>
    public string Shown(Call call) => redaction.Hide(ScimEndpoint.Shown(new(UrlOf(call))))!;

    /// <summary>Put together as text: resolved as a reference, a path that begins with two slashes would name another host.</summary>
    private string UrlOf(Call call) => call.Path.StartsWith('/') ? $"{_root}{call.Path}" : $"{_base}/{call.Path}";

    private HttpRequestMessage Build(Call call)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(UrlOf(call)));
        Array.ForEach(Accepted, request.Headers.Accept.Add);
        request.Headers.UserAgent.Add(Program);
        request.Options.Set(Sending.Key, call.Sending);
        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(call.Body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(_wantsPlainJson ? PlainJson : call.MediaType);
        }

        if (call.Version is not null)
        {
            // Weak versions come with their quotes and keep them (RFC 9110 §8.8.3).
            var isWeak = call.Version.StartsWith("W/", StringComparison.Ordinal);
            request.Headers.TryAddWithoutValidation("If-Match", isWeak ? call.Version : $"\"{call.Version}\"");
        }

        return request;
    }
}

/// <summary>Paths and filters, escaped.</summary>
internal static class ScimUrl
{
    public static string Of(string resource, string id) => $"{resource}/{Uri.EscapeDataString(id)}";

    /// <param name="startIndex">From 1; null leaves it out.</param>
    public static string List(string resource, string? filter, int? startIndex, int count) => string.Create(
        CultureInfo.InvariantCulture,
        $"{resource}?{(startIndex is null ? "" : $"startIndex={startIndex}&")}count={count}{Filter(filter)}");

    /// <param name="cursor">Empty for the first page (RFC 9865 §2).</param>
    public static string ListByCursor(string resource, string? filter, string cursor, int count) => string.Create(
        CultureInfo.InvariantCulture, $"{resource}?cursor={Uri.EscapeDataString(cursor)}&count={count}{Filter(filter)}");

    /// <summary><c>userName eq "ana@example.org"</c>; the value is written as JSON writes it (RFC 7644 §3.4.2.2).</summary>
    public static string Equal(string attribute, string value)
    {
        var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
        return $"{attribute} eq \"{escaped}\"";
    }

    private static string Filter(string? filter) => filter is null ? "" : $"&filter={Uri.EscapeDataString(filter)}";
}

/// <summary>What Genesys Cloud wants for each request (Genesys Cloud SDK, SCIMApi).</summary>
internal static class Permissions
{
    /// <summary>Where none is documented.</summary>
    public const string Unknown = "the permission that the answer names";

    public const string ReadUsers = Unknown;
    public const string Groups = "directory:group:edit";
    public const string AddUser = "directory:user:add";
    public const string EditUser = "directory:user:edit";
    public const string DeleteUser = "directory:user:delete";
    public const string AddGroup = "directory:group:add";

    private static readonly (string Attribute, string Permission)[] OfAttributes =
    [
        ("roles", "authorization:grant:add"),
        ("roles", "authorization:grant:delete"),
        ("routingSkills", "routing:skill:assign"),
        ("routingLanguages", "routing:language:assign"),
        ("phoneNumbers", "telephony:extension:assign"),
    ];

    /// <param name="attributes">The names of the attributes that are written.</param>
    public static string For(string permission, IEnumerable<string> attributes)
    {
        var written = attributes.Select(name => name.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        var more = OfAttributes.Where(row => written.Contains(row.Attribute)).Select(row => row.Permission);
        return string.Join(", ", more.Prepend(permission));
    }
}
