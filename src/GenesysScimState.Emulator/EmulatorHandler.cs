namespace GenesysScimState.Emulator;

/// <summary>Lets an HttpClient talk to the emulator in the same process.</summary>
public sealed class EmulatorHandler(ScimEmulator emulator) : HttpMessageHandler
{
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var body = new MemoryStream();
        request.Content?.CopyTo(body, null, cancellationToken);
        return Answer(request, body.ToArray());
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [];
        return await Task.Run(() => Answer(request, body), cancellationToken);
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] body)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var ofContent = request.Content?.Headers.NonValidated ?? default;
        foreach (var (name, values) in request.Headers.NonValidated.Concat(ofContent))
        {
            headers[name] = values.ToString();
        }

        var answer = emulator.Handle(new(request.Method.Method, request.RequestUri!.PathAndQuery, headers, body));
        var response = new HttpResponseMessage((System.Net.HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = new ReadOnlyMemoryContent(answer.Body),
        };
        foreach (var (name, value) in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }
}
