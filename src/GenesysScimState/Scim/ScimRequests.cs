using System.Globalization;
using System.Net.Http.Headers;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

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

    public Sending Sending { get; init; } = new() { IsRepeatable = true };
}

/// <summary>Sends what the SCIM client asks, and says in words why an answer is not what was asked for.</summary>
internal sealed class ScimRequests(
    HttpMessageInvoker http, Uri api, AccessToken token, Redaction redaction, TimeProvider time)
{
    public const string MediaType = "application/scim+json";

    private static readonly MediaTypeWithQualityHeaderValue[] Accepted = [new(MediaType), new("application/json")];
    private static readonly ProductInfoHeaderValue Program = new("scimstate", typeof(ScimRequests).Assembly.GetName().Version?.ToString(3));

    private readonly string _root = api.GetLeftPart(UriPartial.Authority);
    private readonly string _base = api.AbsoluteUri.TrimEnd('/');

    /// <exception cref="OrganizationException">No answer came, or no token.</exception>
    public async Task<Answer> SendAsync(Call call, CancellationToken cancellationToken)
    {
        using var request = Build(call);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return Answer.Of(response, time);
        }
        catch (Exception exception) when (Diagnosis.IsTransport(exception))
        {
            var problem = Diagnosis.OfTransport(exception, call.Doing, api) with { Subject = call.Subject };
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
        Diagnosis.Of(answer, Refuse(call, answer), call.Permissions, token.IsReady);

    private HttpRequestMessage Build(Call call)
    {
        // Put together as text: resolved as a reference, a path that begins with two slashes would name another host.
        var url = call.Path.StartsWith('/')
            ? $"{_root}{call.Path}"
            : $"{_base}/{call.Path}";
        var request = new HttpRequestMessage(call.Method, new Uri(url));
        Array.ForEach(Accepted, request.Headers.Accept.Add);
        request.Headers.UserAgent.Add(Program);
        request.Options.Set(Sending.Key, call.Sending);
        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(call.Body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(call.MediaType);
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

    public static string List(string resource, string? filter, int startIndex, int count) => string.Create(
        CultureInfo.InvariantCulture,
        $"{resource}?startIndex={startIndex}&count={count}{(filter is null ? "" : $"&filter={Uri.EscapeDataString(filter)}")}");

    /// <summary><c>userName eq "ana@example.org"</c>; the value is written as JSON writes it (RFC 7644 §3.4.2.2).</summary>
    public static string Equal(string attribute, string value)
    {
        var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
        return $"{attribute} eq \"{escaped}\"";
    }
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
