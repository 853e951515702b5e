using System.Net.Sockets;
using System.Security.Authentication;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Scim;

/// <summary>From what a server answered, or did not, to what the user can do about it.</summary>
internal static class Diagnosis
{
    /// <summary>
    /// What any request may be refused for. Duplicates and version conflicts depend on the request and are judged before.
    /// </summary>
    /// <param name="permissions">What the request needs, by Genesys Cloud's names.</param>
    public static Diagnostic Of(Answer answer, ApiRefusal refusal, string permissions, bool isReadyToken) => answer.Status switch
    {
        >= 300 and < 400 => OrganizationDiagnostics.Redirected(refusal, answer.Location?.OriginalString),
        401 => OrganizationDiagnostics.TokenRefused(refusal, isReadyToken),
        403 => OrganizationDiagnostics.PermissionMissing(refusal, permissions),
        404 => OrganizationDiagnostics.NotFound(refusal),
        400 or 422 => OrganizationDiagnostics.ValueRefused(refusal),
        413 => OrganizationDiagnostics.TooLarge(refusal),
        429 => OrganizationDiagnostics.RateLimited(refusal, answer.Wait, ScimLimits.LongestWait),
        408 or >= 500 => OrganizationDiagnostics.ServerFailed(refusal),
        _ => OrganizationDiagnostics.Unexpected(refusal),
    };

    /// <summary>The two forms in which Genesys Cloud's token endpoint refuses, and everything else it may say.</summary>
    public static Diagnostic OfToken(Answer answer, ApiRefusal refusal) => refusal.Status switch
    {
        >= 300 and < 400 => OrganizationDiagnostics.Redirected(refusal, answer.Location?.OriginalString),
        400 when refusal.Code == "invalid_client" => OrganizationDiagnostics.ClientNotFound(refusal),
        401 => OrganizationDiagnostics.SecretRefused(refusal),
        429 => OrganizationDiagnostics.RateLimited(refusal, answer.Wait, ScimLimits.LongestWait),
        408 or >= 500 => OrganizationDiagnostics.ServerFailed(refusal),
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
        exception is HttpRequestException or IOException or TimeoutException;

    public static Diagnostic OfTransport(Exception exception, string doing, Uri url) => exception switch
    {
        TimeoutException => OrganizationDiagnostics.TimedOut(doing, url.Authority, ScimLimits.AttemptTimeout),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            or { InnerException: AuthenticationException } => OrganizationDiagnostics.Insecure(doing, url.Authority, Reason(exception)),
        _ => OrganizationDiagnostics.Unreachable(doing, url.Authority, Reason(exception)),
    };

    private static string Reason(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "no such host",
        { InnerException: SocketException or AuthenticationException or IOException } => exception.InnerException.Message,
        _ => exception.Message,
    };
}
