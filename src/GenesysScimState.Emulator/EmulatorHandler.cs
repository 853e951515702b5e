namespace GenesysScimState.Emulator;

/// <summary>Lets an HttpClient talk to the emulator in the same process.</summary>
public sealed class EmulatorHandler(ScimEmulator emulator) : HttpMessageHandler
{
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var body = new MemoryStream();
        request.Content?.CopyTo(body, null, cancellationToken);
        var answer = Handle(request, body.ToArray());
        Task.Delay(answer.Delay, emulator.Time, cancellationToken).GetAwaiter().GetResult();
        return Message(request, answer);
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [];
        var answer = await Task.Run(() => Handle(request, body), cancellationToken);
        await Task.Delay(answer.Delay, emulator.Time, cancellationToken);
        return Message(request, answer);
    }

    private EmulatorResponse Handle(HttpRequestMessage request, byte[] body)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var ofContent = request.Content?.Headers.NonValidated ?? default;
        foreach (var (name, values) in request.Headers.NonValidated.Concat(ofContent))
        {
            headers[name] = values.ToString();
        }

        return emulator.Handle(new(request.Method.Method, request.RequestUri!.PathAndQuery, headers, body));
    }

    private static HttpResponseMessage Message(HttpRequestMessage request, EmulatorResponse answer)
    {
        if (answer.IsDropped)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was closed without an answer.");
        }

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
