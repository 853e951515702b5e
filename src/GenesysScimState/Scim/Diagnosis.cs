using System.Net.Sockets;
using System.Security.Authentication;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Http;

namespace GenesysScimState.Scim;

/// <summary>From what a server answered, or did not, to what the user can do about it.</summary>
internal static class Diagnosis
{
    /// <summary>
    /// What any request may be refused for. Duplicates and version conflicts depend on the request and are judged before.
    /// </summary>
    public static Diagnostic Of(Call call, Answer answer, ApiRefusal refusal, bool isReadyToken) => answer.Status switch
    {
        >= 300 and < 400 => OrganizationDiagnostics.Redirected(refusal, Shown(answer.Location)),
        401 => OrganizationDiagnostics.TokenRefused(refusal, isReadyToken),
        403 => OrganizationDiagnostics.PermissionMissing(refusal, call.Permissions),
        404 when call.Method == HttpMethod.Post && call.Alternative is not null => OrganizationDiagnostics.NotSupported(refusal, call.Alternative),
        404 => OrganizationDiagnostics.NotFound(refusal, isEndpoint: call.Subject is null || call.Method == HttpMethod.Post),
        400 or 422 when call.Method == HttpMethod.Get => OrganizationDiagnostics.QueryRefused(refusal, call.Alternative),
        400 or 422 when call.Removes && !IsAboutValue(refusal) => OrganizationDiagnostics.RemovalRefused(refusal, call.Alternative),
        400 or 422 => OrganizationDiagnostics.ValueRefused(refusal, call.WritesNames, IsAboutValue(refusal) ? null : call.Alternative),
        405 or 501 => OrganizationDiagnostics.NotSupported(refusal, call.Alternative),
        415 => OrganizationDiagnostics.MediaTypeRefused(refusal, call.Alternative),
        413 => OrganizationDiagnostics.TooLarge(refusal),
        429 => OrganizationDiagnostics.RateLimited(refusal, answer.Wait, ScimLimits.LongestWait),
        408 or >= 500 => OrganizationDiagnostics.ServerFailed(refusal, call.Sending.Sent, call.Sending.WasParallel),
        _ => OrganizationDiagnostics.Unexpected(refusal),
    };

    /// <summary>A redirect's target without its query and user, where secrets may be.</summary>
    private static string? Shown(Uri? location) => location is null ? null
        : (location.IsAbsoluteUri ? location.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : location.OriginalString)
            .Split('?', '#')[0];

    /// <summary>Whether the server finds fault with a value, and not with the form of the request (RFC 7644 §3.12).</summary>
    private static bool IsAboutValue(ApiRefusal refusal) => refusal.Code is { } code
        && (code.Equals("invalidValue", StringComparison.OrdinalIgnoreCase) || code.Equals("mutability", StringComparison.OrdinalIgnoreCase)
            || code.Equals("uniqueness", StringComparison.OrdinalIgnoreCase));

    /// <summary>The two forms in which Genesys Cloud's token endpoint refuses, and everything else it may say.</summary>
    /// <param name="tries">Times the token was requested.</param>
    public static Diagnostic OfToken(Answer answer, ApiRefusal refusal, int tries) => refusal.Status switch
    {
        >= 300 and < 400 => OrganizationDiagnostics.Redirected(refusal, Shown(answer.Location)),
        400 when refusal.Code == "invalid_client" => OrganizationDiagnostics.ClientNotFound(refusal),
        401 => OrganizationDiagnostics.SecretRefused(refusal),
        429 => OrganizationDiagnostics.RateLimited(refusal, answer.Wait, ScimLimits.LongestWait),
        408 or >= 500 => OrganizationDiagnostics.ServerFailed(refusal, tries, wasParallel: false),
        _ => OrganizationDiagnostics.TokenFailed(refusal),
    };

    /// <summary>A version that is no longer current: Genesys Cloud documents 400 and 409 for it, and 412 before that.</summary>
    public static bool IsVersionConflict(ApiRefusal refusal) => refusal.Status switch
    {
        400 => string.Equals(refusal.Code, "invalidVers", StringComparison.OrdinalIgnoreCase),
        409 => !IsDuplicate(refusal),
        412 => true,
        _ => false,
    };

    public static bool IsDuplicate(ApiRefusal refusal) =>
        refusal.Status == 409 && string.Equals(refusal.Code, "uniqueness", StringComparison.OrdinalIgnoreCase);

    public static bool IsTransport(Exception exception) =>
        exception is HttpRequestException or IOException or SocketException or TimeoutException;

    public static Diagnostic OfTransport(
        Exception exception, string doing, Uri url, Sending sending, Redaction redaction) => exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded, InnerException: InvalidDataException } =>
                OrganizationDiagnostics.AnswerTooLong(doing, url.Authority, ScimLimits.AnswerBytesMax / (1024 * 1024)),
            TimeoutException => OrganizationDiagnostics.TimedOut(doing, url.Authority, ScimLimits.AttemptTimeout, sending.Sent),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
                or { InnerException: AuthenticationException } => OrganizationDiagnostics.Insecure(doing, url.Authority, redaction.Hide(Reason(exception))!),
            _ => OrganizationDiagnostics.Unreachable(doing, url.Authority, redaction.Hide(Reason(exception) + Proxy(url))!),
        };

    private static string Proxy(Uri url) =>
        HttpTransport.ProxyFor(url) is { } proxy ? $", through the proxy {proxy} of HTTPS_PROXY or ALL_PROXY" : "";

    private static string Reason(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => ProxyRefusal(exception.Message),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "no such host",
        { InnerException: SocketException or AuthenticationException or IOException } => exception.InnerException.Message,
        _ => exception.Message,
    };

    /// <summary>.NET's message holds the URL of the proxy with its password; only the status of it is shown.</summary>
    private static string ProxyRefusal(string message)
    {
        var status = message.Split('\'').FirstOrDefault(part => part.Length == 3 && part.All(char.IsAsciiDigit));
        return status is null ? "the proxy refused the connection"
            : status == "407" ? "the proxy refused its user and password with 407"
            : $"the proxy refused the connection with {status}";
    }
}
