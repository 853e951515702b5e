using System.Net;
using GenesysScimState.Core.Applying;
using GenesysScimState.Http;
using GenesysScimState.Scim;
using GenesysScimState.Tests.Support;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using Xunit;

namespace GenesysScimState.Tests.Scim;

/// <summary>The real transport against a real socket: what leaves, and what is never followed.</summary>
public sealed class OverTheWire : IDisposable
{
    private const string User = "/api/v2/scim/v2/Users/a@b";

    private const string Lead = """{"id":"a@b","userName":"ana@example.org","title":"Lead"}""";

    private readonly WireMockServer _server = WireMockServer.Start();
    private readonly ImpatientTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_PATCH_arrives_as_RFC_7644_has_it()
    {
        AnswerTokens();
        _server.Given(Request.Create().UsingPatch()).RespondWith(Response.Create().WithStatusCode(200).WithBody(Lead));

        var result = await UpdateAsync();

        Assert.True(result.Succeeded);
        var sent = _server.LogEntries.Single(entry => entry.RequestMessage!.Method == "PATCH").RequestMessage!;
        Assert.Equal(User, sent.Path);
        Assert.Equal("\"56\"", sent.Headers!["If-Match"].Single());
        Assert.Equal("Bearer t-1", sent.Headers["Authorization"].Single());
        Assert.Equal("application/scim+json", sent.Headers["Content-Type"].Single());
        Assert.Equal("application/scim+json, application/json", string.Join(", ", sent.Headers["Accept"]));
        Assert.Equal(
            """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"Lead"}]}""",
            sent.Body);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(304)]
    [InlineData(307)]
    public async Task A_redirect_is_not_followed_with_the_token(int status)
    {
        AnswerTokens();
        _server.Given(Request.Create().UsingPatch().WithPath(User))
            .RespondWith(Response.Create().WithStatusCode(status).WithHeader("Location", $"{_server.Url}/elsewhere"));

        var problem = (await UpdateAsync()).Problem!;

        Assert.Equal("GSS520", problem.Code);
        Assert.Contains($"\"{_server.Url}/elsewhere\"", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.LogEntries, entry => entry.RequestMessage!.Path == "/elsewhere");
    }

    [Fact]
    public async Task A_429_over_the_wire_is_waited_for()
    {
        AnswerTokens();
        _server.Given(Request.Create().UsingPatch()).InScenario("limit").WillSetStateTo("open")
            .RespondWith(Response.Create().WithStatusCode(429).WithHeader("Retry-After", "42"));
        _server.Given(Request.Create().UsingPatch()).InScenario("limit").WhenStateIs("open")
            .RespondWith(Response.Create().WithStatusCode(204));
        _server.Given(Request.Create().UsingGet()).RespondWith(Response.Create().WithStatusCode(200).WithBody(Lead));

        var result = await UpdateAsync();

        Assert.Equal((true, 2, 204), (result.Succeeded, result.Attempts, result.Status));
        Assert.Contains(42, _time.Seconds);
    }

    [Fact]
    public async Task Nobody_listening_is_said_with_the_address()
    {
        AnswerTokens();
        var address = new Uri(_server.Url!);
        _server.Stop();

        var result = await UpdateAsync(address);

        Assert.Equal("GSS513", result.Problem!.Code);
        Assert.Contains($"asking for a token: {address.Authority} cannot be reached", result.Problem.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _server.Dispose();

    private void AnswerTokens() => _server.Given(Request.Create().UsingPost().WithPath("/oauth/token")).RespondWith(
        Response.Create().WithStatusCode(HttpStatusCode.OK).WithBody("""{"access_token":"t-1","expires_in":3600}"""));

    private async Task<WriteResult> UpdateAsync(Uri? address = null)
    {
        var api = address ?? new Uri(_server.Url!);
        var connection = new ScimConnection(
            ScimEndpoint.OfUrls(api, new(api, "/oauth/token")), Credentials.OfClient("client", "secret"))
        {
            Transport = HttpTransport.Create(),
            Time = _time,
            Jitter = () => 0,
        };
        using var organization = new ScimOrganization(connection, Genesys.Dialect);
        var change = Genesys.Update(Genesys.Set("title", null, "Lead")) with { Id = "a@b" };
        return await organization.WriteAsync(change, Genesys.Nobody, Cancellation);
    }
}
