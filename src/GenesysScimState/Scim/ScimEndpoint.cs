namespace GenesysScimState.Scim;

/// <summary>Where an organization's API is, and where its tokens come from.</summary>
/// <param name="Api">With the SCIM base path and no slash at its end: <c>https://api.mypurecloud.de/api/v2/scim/v2</c>.</param>
/// <param name="Token">The token endpoint, whole.</param>
internal sealed record ScimEndpoint(Uri Api, Uri Token)
{
    /// <summary>Of the two base paths Genesys Cloud has, the one its identity-provider apps use.</summary>
    public const string DefaultPath = "/api/v2/scim/v2";

    /// <summary>The emulator in this process; no host has such a name (RFC 2606 §2).</summary>
    private static readonly Uri Emulator = new("http://emulator.invalid");

    /// <summary>The token endpoint as people know it.</summary>
    public string TokenSource => Token.Host == Emulator.Host ? "the emulator" : Shown(Token);

    /// <summary>An address for messages: without its query, and of the emulator in this process the path alone.</summary>
    public static string Shown(Uri url) => url.Host == Emulator.Host ? url.AbsolutePath : url.GetLeftPart(UriPartial.Path);

    public static ScimEndpoint OfEmulator(string path) => OfUrls(Emulator, new(Emulator, "/oauth/token"), path);

    /// <summary>The two hosts of a Genesys Cloud domain (PureCloudRegionHosts and ApiClient of its SDK).</summary>
    public static ScimEndpoint OfDomain(string domain, string path = DefaultPath) =>
        new(new($"https://api.{domain}{path}"), new($"https://login.{domain}/oauth/token"));

    /// <param name="apiUrl">Without a path, <paramref name="defaultPath"/> is added.</param>
    /// <param name="tokenUrl">The whole URL of the token endpoint.</param>
    /// <param name="defaultPath">The dialect's.</param>
    public static ScimEndpoint OfUrls(Uri apiUrl, Uri tokenUrl, string defaultPath = DefaultPath)
    {
        var path = apiUrl.AbsolutePath.TrimEnd('/');
        return new(new(apiUrl.GetLeftPart(UriPartial.Authority) + (path.Length == 0 ? defaultPath : path)), tokenUrl);
    }
}
