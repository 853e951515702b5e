using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace GenesysScimState.Emulator.Protocol;

/// <summary>The token endpoint and the bearer check. Tokens live in memory: a restart forgets them.</summary>
internal sealed class Tokens(EmulatorOptions options, TimeProvider time, Identifiers identifiers)
{
    private readonly Dictionary<string, DateTimeOffset> _expiries = new(StringComparer.Ordinal);

    /// <summary>Client credentials grant, RFC 6749 §4.4, with Genesys' wording of refusals.</summary>
    public EmulatorResponse Issue(EmulatorRequest request)
    {
        if (Credentials(request) is not var (client, secret)
            || !string.Equals(client, options.ClientId, StringComparison.Ordinal))
        {
            return Refuse(400, "invalid_client", "client not found");
        }

        if (!string.Equals(secret, options.ClientSecret, StringComparison.Ordinal))
        {
            return Refuse(401, "invalid_client", "authentication failed");
        }

        if (!MediaTypes.Is(request, "application/x-www-form-urlencoded"))
        {
            return Refuse(400, "invalid_request", "content type must be application/x-www-form-urlencoded");
        }

        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(request.Body.Span));
        if (!form.TryGetValue("grant_type", out var grant) || grant != "client_credentials")
        {
            return Refuse(400, "unsupported_grant_type", "grant_type must be client_credentials");
        }

        var token = identifiers.Next("token");
        _expiries[token] = time.GetUtcNow() + options.TokenLifetime;
        return Replies.Json(200, Granted(token), Replies.PlainJson).With("Cache-Control", "no-store");
    }

    public void Forget() => _expiries.Clear();

    /// <summary>Returns when the request carries a living token, else refuses it.</summary>
    public void Check(EmulatorRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Header("Authorization"), out var header)
            || !header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            || string.IsNullOrEmpty(header.Parameter))
        {
            throw Unauthorised(
                "authentication.required",
                "No authentication bearer token specified in authorization header.",
                "Bearer realm=\"genesys\"");
        }

        const string Invalid = "Bearer realm=\"genesys\", error=\"invalid_token\"";
        if (!_expiries.TryGetValue(header.Parameter, out var expiry))
        {
            throw Unauthorised("bad.credentials", "Invalid login credentials.", Invalid);
        }

        if (time.GetUtcNow() >= expiry)
        {
            throw Unauthorised("credentials.expired", "The supplied credentials are expired.", Invalid);
        }
    }

    private JsonObject Granted(string token) => new()
    {
        ["access_token"] = token,
        ["token_type"] = "bearer",
        ["expires_in"] = (long)options.TokenLifetime.TotalSeconds,
    };

    private static (string Client, string Secret)? Credentials(EmulatorRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Header("Authorization"), out var header)
            || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            || header.Parameter is null)
        {
            return null;
        }

        var bytes = new byte[header.Parameter.Length];
        return Convert.TryFromBase64String(header.Parameter, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var client, var secret]
                ? (client, secret)
                : null;
    }

    private static RefusalException Unauthorised(string code, string message, string challenge) =>
        RefusalException.Platform(401, code, message, ("WWW-Authenticate", challenge));

    private static EmulatorResponse Refuse(int status, string error, string description)
    {
        var body = new JsonObject
        {
            ["error"] = error,
            ["description"] = description,
            ["error_description"] = description,
        };
        return Replies.Json(status, body, Replies.PlainJson);
    }
}
