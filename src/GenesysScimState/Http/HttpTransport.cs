using System.Net;

namespace GenesysScimState.Http;

/// <summary>The sockets of every request, to a SCIM server and to GitHub alike.</summary>
internal static class HttpTransport
{
    /// <summary>
    /// A redirect is an answer: the token stays with the host it is for. Connections are renewed after 5 minutes, so that a
    /// changed address is seen. A proxy of the environment is used, but never for this machine.
    /// </summary>
    public static HttpMessageHandler Create() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        Proxy = new LoopbackBypassProxy(HttpClient.DefaultProxy),
    };

    /// <summary>The host and port of the proxy that a request goes through, without its credentials; null without a proxy.</summary>
    public static string? ProxyFor(Uri url) => IsLoopback(url) ? null : HttpClient.DefaultProxy.GetProxy(url)?.Authority;

    /// <summary>
    /// Whether a host is this machine, by its name or its address (RFC 6761 §6.3, RFC 4291 §2.5.5.2). Holds for every URL that
    /// is accepted with plain http because <see cref="Uri.IsLoopback"/> holds.
    /// </summary>
    public static bool IsLoopback(Uri url)
    {
        var host = url.IdnHost.TrimEnd('.');
        return url.IsLoopback || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address)
                && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));
    }

    /// <summary>Plain http is accepted for this machine only, because it never leaves it; so it goes through no proxy.</summary>
    private sealed class LoopbackBypassProxy(IWebProxy proxy) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => proxy.Credentials;
            set => proxy.Credentials = value;
        }

        public Uri? GetProxy(Uri destination) => IsLoopback(destination) ? null : proxy.GetProxy(destination);

        public bool IsBypassed(Uri host) => IsLoopback(host) || proxy.IsBypassed(host);
    }
}
