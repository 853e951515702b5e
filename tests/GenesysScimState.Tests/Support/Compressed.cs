using System.IO.Compression;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace GenesysScimState.Tests.Support;

/// <summary>A server with nobody in it, whose answers are compressed.</summary>
internal sealed class Compressed : IDisposable
{
    private readonly WireMockServer _server = WireMockServer.Start();
    private readonly string _coding;

    /// <param name="coding">gzip or deflate.</param>
    public Compressed(string coding)
    {
        _coding = coding;
        Answer(Request.Create().UsingPost(), """{"access_token":"t","token_type":"bearer","expires_in":86400}""");
        Answer(Request.Create().UsingGet(), """{"totalResults":0,"startIndex":1,"itemsPerPage":0,"Resources":[]}""");
    }

    public string Url => _server.Url!;

    public string[] CodingsAskedFor => [.. _server.LogEntries
        .Select(entry => string.Join(", ", entry.RequestMessage!.Headers!["Accept-Encoding"]))
        .Distinct(StringComparer.Ordinal)];

    public void Dispose() => _server.Dispose();

    private void Answer(IRequestBuilder request, string body)
    {
        using var bytes = new MemoryStream();
        using (Stream stream = _coding == "gzip"
            ? new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true)
            : new ZLibStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(body));
        }

        _server.Given(request).RespondWith(Response.Create()
            .WithStatusCode(200).WithHeader("Content-Encoding", _coding).WithBody(bytes.ToArray()));
    }
}
