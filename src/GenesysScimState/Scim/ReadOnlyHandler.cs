namespace GenesysScimState.Scim;

/// <summary>
/// Lets nothing pass but GET and the request for a token: whatever a command that only looks does, it cannot write.
/// </summary>
internal sealed class ReadOnlyHandler(Uri token) : DelegatingHandler
{
    /// <exception cref="InvalidOperationException">The request would write. That is a bug of this program.</exception>
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isAllowed = request.Method == HttpMethod.Get
            || (request.Method == HttpMethod.Post && request.RequestUri == token);
        return isAllowed
            ? base.SendAsync(request, cancellationToken)
            : throw new InvalidOperationException(
                $"{request.Method} {request.RequestUri?.GetLeftPart(UriPartial.Path)} in a run that only reads");
    }
}
