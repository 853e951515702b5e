namespace GenesysScimState.Emulator.Protocol;

/// <summary>
/// Refuses requests that a web page of another site makes a browser send: the credentials of the emulator are known, so
/// only the names of this machine protect what it holds from a page whose name is rebound to 127.0.0.1.
/// </summary>
internal static class LocalOrigin
{
    private static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>421 for a foreign Host, 403 for a foreign Origin; null when the request may be served.</summary>
    /// <param name="request">As received.</param>
    /// <param name="port">The port that is listened on.</param>
    /// <param name="hasPlatform">Whether the dialect has the platform's form of errors.</param>
    public static EmulatorResponse? Refuse(EmulatorRequest request, int port, bool hasPlatform)
    {
        if (!IsOwn(request.Header("Host") ?? "", port))
        {
            return RefusalException.Platform(
                421,
                "misdirected.request",
                $"The emulator answers to localhost, 127.0.0.1 and [::1] with port {port} only; use one of them as the host.")
                .Render("", hasPlatform);
        }

        var isOpen = request.Method is "GET" or "HEAD"
            && !request.Path.StartsWith("/emulator", StringComparison.OrdinalIgnoreCase);
        return isOpen || request.Header("Origin") is not { } origin || IsOwnOrigin(origin, port)
            ? null
            : RefusalException.Platform(
                403, "forbidden.origin", "The request comes from a page of another origin; the emulator refuses it.")
                .Render("", hasPlatform);
    }

    private static bool IsOwnOrigin(string origin, int port) =>
        origin.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && IsOwn(origin["http://".Length..], port);

    /// <summary>Without a port a host means port 80.</summary>
    private static bool IsOwn(string host, int port) => Names.Any(name =>
        host.Equals($"{name}:{port}", StringComparison.OrdinalIgnoreCase)
        || (port == 80 && host.Equals(name, StringComparison.OrdinalIgnoreCase)));
}
