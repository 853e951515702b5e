using WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace GenesysScimState.Tests.Support;

/// <summary>A server with one user, that never answers a write.</summary>
internal sealed class NeverAnswering : IDisposable
{
    private const string Token = """{"access_token":"t","token_type":"bearer","expires_in":86400}""";
    private const string Nothing = """{"totalResults":0,"startIndex":1,"itemsPerPage":0,"Resources":[]}""";
    private const string Count = """{"totalResults":1,"startIndex":1,"itemsPerPage":0,"Resources":[]}""";
    private const string Ana = """{"totalResults":1,"startIndex":1,"itemsPerPage":1,"Resources":[{"id":"1","userName":"ana@x.test","active":true,"meta":{"version":"1"}}]}""";

    private readonly WireMockServer _server = WireMockServer.Start();
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<IResponseMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public NeverAnswering()
    {
        Answer(Request.Create().UsingPost(), Token);
        Answer(Request.Create().UsingGet().WithPath("/api/v2/scim/v2/Groups"), Nothing);
        Answer(Request.Create().UsingGet().WithPath("/api/v2/scim/v2/Users").WithParam("filter"), Nothing);
        Answer(Request.Create().UsingGet().WithPath("/api/v2/scim/v2/Users").WithParam("count", "0"), Count, priority: 5);
        Answer(Request.Create().UsingGet().WithPath("/api/v2/scim/v2/Users").WithParam("count", "25").WithParam("startIndex", "1"), Ana, priority: 10);
        _server.Given(Request.Create().UsingPatch()).RespondWith(Response.Create().WithCallback(_ =>
        {
            _arrived.TrySetResult();
            return _answer.Task;
        }));
    }

    public string Url => _server.Url!;

    /// <summary>Ends when a write is under way.</summary>
    public Task WriteArrived => _arrived.Task;

    public void Dispose()
    {
        _answer.TrySetResult(new ResponseMessage { StatusCode = 503 });
        _server.Dispose();
    }

    private void Answer(IRequestBuilder request, string body, int priority = 1) =>
        _server.Given(request).AtPriority(priority).RespondWith(Response.Create().WithStatusCode(200).WithBody(body));
}
