using System.Diagnostics;
using System.Text;

namespace GenesysScimState.Scim;

/// <summary>A client id with its secret, or an access token made elsewhere. Never printed: ToString is a mask.</summary>
[DebuggerDisplay("***")]
internal sealed class Credentials
{
    private Credentials(string? clientId, string? clientSecret, string? token) =>
        (_clientId, _clientSecret, Token) = (clientId, clientSecret, token);

    private readonly string? _clientId;
    private readonly string? _clientSecret;

    /// <summary>A token to use as it is; null when one is asked for with id and secret.</summary>
    public string? Token { get; }

    public static Credentials OfClient(string id, string secret) => new(id, secret, null);

    public static Credentials OfToken(string accessToken) => new(null, null, accessToken);

    /// <summary>
    /// The parameter of HTTP's Basic scheme. Genesys Cloud takes id and secret as they are (AuthExtensions of its SDK).
    /// </summary>
    public string Basic => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_clientId}:{_clientSecret}"));

    /// <summary>The texts that must not appear in anything that is shown.</summary>
    public IEnumerable<string> Secrets =>
        (Token is not null ? [Token] : new[] { _clientSecret!, Basic }).Where(secret => secret.Length > 0);

    public override string ToString() => "***";
}
